import MailDelivery
import Provisioning
import Testing

/// Which template a mail is made of: by language, and by whose folder.
@Suite struct TemplateChoiceTests {
    static let kind = MailKind.passwordChanged

    static func text(_ words: String) -> String { "Subject: \(words)\n\n\(words) for {{name}}\n" }

    static func render(
        _ templates: MailTemplates, _ language: String?, _ fallback: String = "en",
        kind: MailKind = kind
    ) -> RenderedMail {
        templates.render(
            kind, language: language, fallback: fallback,
            SampleMail.variables(kind, full: true))
    }

    @Test(
        arguments: [
            ("de-AT", "en", "de-AT"), ("de-at", "en", "de-AT"), ("de_AT", "en", "de-AT"),
            ("de-AT-1996", "en", "de-AT"), ("de-CH", "en", "de"), ("DE", "en", "de"),
            ("de-x-formal", "en", "de"), ("zh-Hant-TW", "en", "zh-Hant"), ("zh", "en", "en"),
            ("fr-CA", "de", "fr"), ("nl", "de-CH", "de"), ("nl", "nl", "en"), (nil, "de", "de"),
            (nil, "", "en"), ("", "", "en"), ("../de", "en", "en"), ("d", "en", "en"),
        ] as [(String?, String, String)])
    func nearestLanguageIsTaken(language: String?, fallback: String, found: String) throws {
        let folder = try TemplateFolder([
            "de-at/password-changed.txt": Self.text("Servus"),
            "fr/password-changed.txt": Self.text("Bonjour"),
            "zh-hant/password-changed.txt": Self.text("Ni hao"),
        ])
        let mail = Self.render(try folder.templates(), language, fallback)
        #expect(mail.language == found)
    }

    @Test func languageThatLacksAKindIsPassedOver() throws {
        let templates = try TemplateFolder(["fr/password-changed.txt": Self.text("Bonjour")])
            .templates()
        #expect(templates.languages == ["de", "en", "fr"])
        #expect(Self.render(templates, "fr", "de", kind: .reminder).language == "de")
        #expect(Self.render(templates, "fr", "de").language == "fr")
    }

    @Test func ownTextHasNoBuiltInHTMLBesideIt() throws {
        let templates = try TemplateFolder(["en/password-changed.txt": Self.text("Hi")])
            .templates()
        let mail = Self.render(templates, "en")
        #expect(mail.subject == "Hi")
        #expect(mail.text == "Hi for Marie Curie\n")
        #expect(mail.html == nil)
        #expect(Self.render(templates, "de").html != nil)
        #expect(Self.render(templates, "en", kind: .emailChanged).html != nil)
    }

    @Test func ownHTMLGoesWithTheBuiltInText() throws {
        let templates = try TemplateFolder(["en/password-changed.html": "<p>{{name}}</p>\n"])
            .templates()
        let mail = Self.render(templates, "en")
        #expect(mail.html == "<p>Marie Curie</p>\n")
        #expect(mail.subject == "The password of your account at Corp was changed")
    }

    @Test func ownLayoutHoldsForTheBuiltInWords() throws {
        let blocks = [
            "title", "preheader", "heading", "body", "button", "link_note", "after", "footer",
        ]
        let layout = blocks.map { "\($0): {{$\($0)}}{{/\($0)}}" }.joined(separator: "\n")
        let templates = try TemplateFolder(["layout.html": "{{language}} {{link}}\n" + layout])
            .templates()
        let html = Self.render(templates, "de", kind: .onboarding).html
        #expect(html?.hasPrefix("de https://") == true)
        #expect(html?.contains("\nheading: Ihr Konto ist bereit\n") == true)
        #expect(html?.contains("\nbutton: Passwort wählen\n") == true)
    }

    @Test func ownPageUsesTheLayout() throws {
        let page =
            "{{<layout}}\n{{! a remark }}\n{{$title}}T{{/title}}\n{{$body}}<p>Hi</p>{{/body}}\n{{/layout}}\n"
        let templates = try TemplateFolder([
            "en/password-changed.html": page, "en/password-changed.txt": Self.text("Hi"),
        ]).templates()
        let html = Self.render(templates, "en").html
        #expect(html?.contains("<title>T</title>") == true)
        #expect(html?.contains("<p>Hi</p>") == true)
    }

    @Test func windowsLinesAndByteOrderMarkDoNoHarm() throws {
        let text = "\u{FEFF}Subject: Hi\r\n\r\n{{#name}}\r\nA {{name}}\r\n{{/name}}\r\nB\r\n"
        let templates = try TemplateFolder(["en/password-changed.txt": text]).templates()
        #expect(Self.render(templates, "en").text == "A Marie Curie\nB\n")
    }

    @Test func everythingThatMailsNeedIsUnderstood() throws {
        let text = """
            Subject:   {{uppercased(username)}} {{! remark }}

            {{! a remark
            over lines }}
            {{#organisation}}
            {{.}}|{{lowercased(.)}}|{{#support}}{{.}}{{/support}}|{{organisation}}
            {{/organisation}}
            {{^former_email}}none{{/former_email}}{{#former_email}}some{{/former_email}} & {{&name}}
            { {one} }} and } {
            """
        let templates = try TemplateFolder(["en/email-changed.txt": text]).templates()
        let mail = templates.render(
            .emailChanged, language: "en", fallback: "en",
            SampleMail.variables(.emailChanged, full: true))
        #expect(mail.subject == "MCURIE")
        #expect(
            mail.text == """
                Corp|corp|helpdesk@corp.example|Corp
                some & Marie Curie
                { {one} }} and } {

                """)
    }

    @Test(arguments: [
        ("en-GB", "26 November 2026, 14:05 UTC"), ("de", "26. November 2026, 14:05 Uhr UTC"),
        ("fr", "2026-11-26 14:05 UTC"),
    ])
    func datesAreInTheFormOfTheLanguage(language: String, date: String) throws {
        let text = "Subject: S\n\n{{link}} {{link_ends}} {{language}}"
        let templates = try TemplateFolder(["\(language)/reminder.txt": text]).templates()
        let mail = Self.render(templates, language, kind: .reminder)
        #expect(mail.text == "\(SampleMail.link) \(date) \(language)\n")
    }

    @Test(arguments: [
        ("en", "2027-03-01", "1 March 2027"), ("de", "2027-03-31", "31. März 2027"),
        ("fr", "2027-03-01", "2027-03-01"), ("en", "soon", "soon"),
        ("en", "2027-13-01", "2027-13-01"),
    ])
    func daysAreInTheFormOfTheLanguage(language: String, day: String, shown: String) throws {
        let text = "Subject: S\n\n{{link}} {{expires_on}}"
        let templates = try TemplateFolder(["\(language)/password-expiring.txt": text]).templates()
        var variables = SampleMail.variables(.passwordExpiring, full: true)
        variables.expiresOn = ByteString(day)
        let mail = templates.render(
            .passwordExpiring, language: language, fallback: "en", variables)
        #expect(mail.text == "\(SampleMail.link) \(shown)\n")
    }

    @Test func secondFactorIsItsWordWhereThereAreNoOthers() throws {
        let text = "Subject: S\n\n{{second_factor}}"
        let templates = try TemplateFolder(["fr/second-factor-changed.txt": text]).templates()
        #expect(Self.render(templates, "fr", kind: .secondFactorChanged).text == "totp\n")
    }
}
