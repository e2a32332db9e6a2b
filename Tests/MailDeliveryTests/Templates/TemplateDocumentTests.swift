import MailDelivery
import Provisioning
import Testing

/// docs/mail-templates.md says what the code knows, and its examples can be used.
@Suite struct TemplateDocumentTests {
    static let document = Result {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        return try TemplateFolder.text("/\(root)/docs/mail-templates.md")
    }

    static func section(_ heading: String) throws -> [String] {
        let lines = try document.get().split(separator: "\n", omittingEmptySubsequences: false)
        return lines.drop { $0 != "## \(heading)" }.dropFirst().prefix { !$0.hasPrefix("## ") }
            .map(String.init)
    }

    /// The cells of the rows of a section's table, without its head.
    static func rows(_ heading: String) throws -> [[String]] {
        try section(heading).filter { $0.hasPrefix("| ") }.dropFirst(2).map { row in
            row.split(separator: "|").map { String($0.trimming { $0 == " " }) }
        }
    }

    /// Lines of the first example of a section.
    static func example(_ heading: String) throws -> String {
        try section(heading).drop { $0 != "```" }.dropFirst().prefix { $0 != "```" }
            .map { $0 + "\n" }.joined()
    }

    @Test func everyKindIsListedWithItsLink() throws {
        let expected = MailKind.allCases.map { ["`\($0.word)`", $0.hasLink ? "yes" : "no"] }
        #expect(try Self.rows("Kinds").map { [$0[0], $0[2]] } == expected)
    }

    @Test func everyVariableIsListedWithItsKinds() throws {
        let expected = MailVariable.allCases.map { variable in
            let kinds = variable.kinds.map { "`\($0.word)`" }.joined(separator: ", ")
            let isEverywhere = variable.kinds.count == MailKind.allCases.count
            return ["`\(variable.rawValue)`", isEverywhere ? "all kinds" : kinds]
        }
        #expect(try Self.rows("Variables").map { [$0[0], $0[2]] } == expected)
    }

    @Test func everyBlockOfTheLayoutIsListed() throws {
        let (folder, path) = try TemplateWritingTests.written()
        let layout = try TemplateFolder.text("\(path)/layout.html")
        let blocks = layout.matches(of: /\{\{\$(\w+)\}\}/).map { "`\($0.output.1)`" }
        #expect(try Self.rows("HTML files").map { $0[0] } == blocks)
        withExtendedLifetime(folder) {}
    }

    @Test func builtInLanguagesAreNamed() throws {
        let languages = try MailTemplates(overrides: nil).languages
        let text = try Self.section("Kinds").joined(separator: "\n")
        #expect(languages == ["de", "en"])
        for language in languages { #expect(text.contains("(`\(language)`)")) }
    }

    @Test func examplesCanBeUsed() throws {
        let folder = try TemplateFolder([
            "en/onboarding.txt": try Self.example("Text files"),
            "en/onboarding.html": try Self.example("HTML files"),
        ])
        let mail = try folder.templates().render(
            .onboarding, language: "en", fallback: "en",
            SampleMail.variables(.onboarding, full: true))
        #expect(mail.subject == "Your account at Corp")
        #expect(mail.text.hasSuffix("14:05 UTC.\nQuestions? helpdesk@corp.example\n"))
        #expect(mail.html?.contains("<p>an account is ready for you.</p>") == true)
    }
}

extension Substring {
    fileprivate func trimming(_ isCut: (Character) -> Bool) -> Substring {
        var rest = drop(while: isCut)
        while let last = rest.last, isCut(last) { rest.removeLast() }
        return rest
    }
}
