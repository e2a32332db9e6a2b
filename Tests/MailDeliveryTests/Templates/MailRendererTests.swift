import MailDelivery
import Provisioning
import Testing

/// The renderer of many mails gives what rendering each by itself gives.
@Suite struct MailRendererTests {
    private static let names = ["Ada", "<b>&'\"{{name}}", "José 李", "\u{F8F0}name\u{F8F0}", "ß i"]

    private func expectSame(
        _ templates: MailTemplates, _ kind: MailKind, language: String?,
        _ location: SourceLocation = #_sourceLocation
    ) {
        let renderer = MailRenderer(templates)
        for isFull in [true, false, true] {
            for name in Self.names {
                var variables = SampleMail.variables(kind, full: isFull)
                variables.firstName = ByteString(name)
                if isFull { variables.organisation = name }
                let mail = renderer.render(
                    kind, language: language, fallback: "en", variables)
                let wanted = templates.render(
                    kind, language: language, fallback: "en", variables)
                #expect(mail == wanted, sourceLocation: location)
            }
        }
    }

    @Test(arguments: MailKind.allCases, ["en", "de", "de-AT", "fr"])
    func everyBuiltInMailIsTheSame(kind: MailKind, language: String) throws {
        expectSame(try MailTemplates(overrides: nil), kind, language: language)
    }

    @Test(arguments: [
        "{{uppercased(name)}} {{{lowercased(name)}}} {{link}}",
        "{{#name}}{{lowercased(first_name)}}{{/name}}{{^support}}none{{/support}} {{link}}",
        "{{name}}{{name}}\n  {{first_name}} \u{301}{{link}}",
        "an edge \u{F8F0} of its own {{name}} {{link}}",
        "a mark \u{F8F0}name\u{F8F0} of its own {{link}}",
        "two edges \u{F8F0}\u{F8F0} {{link}}",
        "",
    ])
    func everyTemplateGivesTheSame(body: String) throws {
        let folder = try TemplateFolder([
            "en/onboarding.txt":
                "Subject: {{name}} {{uppercased(first_name)}}\n\n\(body)\n{{link}}\n",
            "en/onboarding.html": "<p>\(body)</p>{{link}}",
        ])
        expectSame(try folder.templates(), .onboarding, language: "en")
    }
}
