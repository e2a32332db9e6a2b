import MailDelivery
import Provisioning
import Testing

/// Values are data: nothing in them is a tag, markup or a line of its own.
@Suite struct HostileValueTests {
    static func mail(
        _ name: String, _ kind: MailKind = .onboarding, files: [String: String] = [:]
    ) throws -> RenderedMail {
        var variables = SampleMail.variables(kind, full: true)
        variables.displayName = ByteString(name)
        variables.organisation = name
        return try TemplateFolder(files).templates()
            .render(kind, language: "en", fallback: "en", variables)
    }

    @Test(arguments: [
        "{{link}}", "{{{email}}}", "{{#support}}", "{{/support}}", "{{>layout}}", "{{=<% %>=}}",
        "{{% CONTENT_TYPE:HTML}}", "}}", "{{",
    ])
    func tagInAValueStaysAsItIs(name: String) throws {
        let mail = try Self.mail(name)
        #expect(mail.text.hasPrefix("Hello \(name),\n"))
        #expect(mail.subject == "Your new account at \(name): choose a password")
        let html = try #require(mail.html)
        #expect(
            html.contains(
                "<p>Hello \(name.replacing(">", with: "&gt;").replacing("<", with: "&lt;")),</p>"))
    }

    @Test func markupIsEscapedInHTMLAlone() throws {
        let name = #"<script src="//x">'&amp;"#
        let mail = try Self.mail(name)
        let html = try #require(mail.html)
        #expect(mail.text.hasPrefix("Hello \(name),\n"))
        let escaped = "&lt;script src=&quot;//x&quot;&gt;&#39;&amp;amp;"
        #expect(html.contains("<p>Hello \(escaped),</p>"))
        #expect(html.contains("at \(escaped): choose a password</title>"))
        #expect(!html.contains("<script"))
    }

    @Test(arguments: ["{{{name}}}", "{{&name}}", "{{& name }}", "{{lowercased(name)}}"])
    func noTagPutsMarkupIntoHTML(tag: String) throws {
        let page = "<p>\(tag)</p>{{link}}"
        let mail = try Self.mail(
            "<b>&", files: ["en/onboarding.html": page])
        #expect(mail.html?.hasPrefix("<p>&lt;b&gt;&amp;</p>") == true)
    }

    @Test(arguments: [
        ("a\r\nBcc: x@y.example", "a  Bcc: x@y.example"), ("\u{0}a\u{7F}", "a"),
        ("a\u{85}b", "a b"),
        ("a\u{2028}b\u{2029}", "a b"), ("\ta ", "a"),
    ])
    func valueIsOneLine(name: String, shown: String) throws {
        let mail = try Self.mail(name)
        #expect(mail.text.hasPrefix("Hello \(shown),\n\nAn account at \(shown) is ready"))
        #expect(mail.subject == "Your new account at \(shown): choose a password")
    }

    @Test(arguments: ["", " ", "\n"]) func emptyValueIsNone(value: String) throws {
        let mail = try Self.mail(value)
        #expect(mail.subject == "Your new account: choose a password")
        #expect(mail.text.hasPrefix("Hello Marie Curie,\n\nAn account is ready for you.\n"))
    }

    @Test func valueThatIsNotUTF8IsShownWithMarks() throws {
        var variables = SampleMail.variables(.onboarding, full: false)
        variables.firstName = ByteString([0x41, 0xFF])
        let mail = try MailTemplates(overrides: nil)
            .render(.onboarding, language: nil, fallback: "en", variables)
        #expect(mail.text.hasPrefix("Hello A\u{FFFD},\n"))
    }

    @Test(
        arguments: [
            (nil, nil, nil, "mcurie"), (nil, "Marie", nil, "Marie"), (nil, nil, "Curie", "Curie"),
            (nil, "Marie", "Curie", "Marie Curie"), ("Mme Curie", "Marie", "Curie", "Mme Curie"),
        ] as [(String?, String?, String?, String)])
    func nameIsTheBestThereIs(display: String?, first: String?, last: String?, name: String) throws
    {
        var variables = MailVariables(username: "mcurie", email: "marie@corp.example")
        variables.displayName = display.map { ByteString($0) }
        variables.firstName = first.map { ByteString($0) }
        variables.lastName = last.map { ByteString($0) }
        let mail = try MailTemplates(overrides: nil)
            .render(.passwordChanged, language: nil, fallback: "en", variables)
        #expect(mail.text.hasPrefix("Hello \(name),\n"))
    }
}
