import MailDelivery
import Provisioning
import Testing

/// What is refused when templates are loaded, each with file and line.
@Suite struct TemplateRefusalTests {
    /// Contents of en/password-changed.txt after the subject, and what is found.
    static let bodies: [(String, String)] = [
        ("{{nmae}}", "3: {{nmae}} names no variable, did you mean \"name\"?; known are "),
        (
            "a\n\n {{# Name }}{{/ Name }}",
            "5: {{# Name }} names no variable, did you mean \"name\"?"
        ),
        ("{{link}}", "3: {{link}} is not a variable of this kind of mail; known are username,"),
        ("{{^link_ends}}x{{/link_ends}}", "3: {{^link_ends}} is not a variable of this kind"),
        ("{{{zzz}}}", "3: {{{zzz}}} names no variable; known are "),
        ("{{&zzz}}", "3: {{&zzz}} names no variable; known are "),
        ("{{}}", "3: {{}} names no variable"),
        ("{{user name}}", "3: {{user name}} names no variable, did you mean \"username\"?"),
        ("{{name.first}}", "3: {{name.first}} names no variable"),
        ("{{ #name}}", "3: {{ #name}} names no variable"),
        ("{{.}}", "3: {{.}} stands in no section whose value it could be"),
        ("{{^name}}{{.}}{{/name}}", "3: {{.}} stands in no section"),
        ("{{reversed(name)}}", "3: {{reversed(name)}} asks for the unknown transform \"reversed\""),
        ("{{uppercased(nmae)}}", "3: {{uppercased(nmae)}} names no variable, did you mean"),
        ("{{=<% %>=}}", "3: {{=<% %>=}} sets other delimiters: tags stay {{ and }}"),
        ("{{% CONTENT_TYPE:HTML}}", "3: {{% CONTENT_TYPE:HTML}} sets the content type"),
        ("{{>footer}}", "3: {{>footer}} names a partial; only {{<layout}} can be used"),
        ("{{>*name}}", "3: {{>*name}} names a partial"),
        ("{{<layout}}{{/layout}}", "3: {{<layout}} uses the layout, which only HTML files"),
        ("{{$body}}{{/body}}", "3: {{$body}} is a block, which can stand directly in {{<layout}}"),
        ("\n{{#name}}\nx", "4: {{#name}} is not closed"),
        ("{{#name}}x{{/email}}", "3: {{/email}} closes {{#name}} of line 3"),
        ("x{{/name}}", "3: {{/name}} closes nothing that is open"),
        ("\n\n{{name", "5: {{name is not closed"),
        ("{{na\nme}}", "3: {{na is not closed"),
        ("{{{name}} x", "3: {{{name}} lacks its third closing brace"),
        ("x {{! remark", "3: {{! remark is not closed"),
        ("{{\u{1B}[2J}}", #"3: {{\u{1B}[2J}} names no variable"#),
        ("  \n", "3: has no text after the subject"),
    ]

    @Test(arguments: bodies) func faultyTagIsFoundInItsLine(body: String, finding: String) throws {
        let folder = try TemplateFolder(["en/password-changed.txt": "Subject: S\n\n\(body)"])
        let findings = folder.findings()
        #expect(findings.count == 1)
        #expect(
            findings.first?.hasPrefix("en/password-changed.txt:\(finding)") == true, "\(findings)")
    }

    static let files: [(file: String, text: String, finding: String)] = [
        ("en/reminder.txt", "Hello\n", "1: has no subject: the first line is to begin with"),
        ("en/reminder.txt", "", "1: has no subject"),
        ("en/reminder.txt", "Subject: \n\nx", "1: has an empty subject"),
        ("en/reminder.txt", "Subject: S\nx", "2: is to have an empty line after the subject"),
        ("en/reminder.txt", "Subject: S", "2: is to have an empty line after the subject"),
        ("en/reminder.txt", "Subject: {{nmae}}\n\n{{link}}", "1: {{nmae}} names no variable"),
        ("en/reminder.txt", "Subject: {{support}}\n\n{{link}}", "1: has a subject that is empty"),
        ("en/reminder.txt", "Subject: S\n\nx", " never shows {{link}}"),
        ("en/reminder.html", "<p>x</p>", " never shows {{link}}"),
        ("fr/reminder.html", "{{link}}", " has no reminder.txt beside it"),
        ("en/remainder.txt", "x", " is no kind of mail, did you mean \"reminder.txt\"?; files are"),
        ("en/reminder.md", "x", " is no kind of mail, did you mean"),
        ("english.txt", "x", " is no template: the folder holds layout.html and folders"),
        ("a b/reminder.txt", "x", " is not named after a language"),
        ("layout.html", "{{$body}}", "1: {{$body}} is not closed"),
        ("layout.html", "\n{{titel}}", "2: {{titel}} names no variable"),
        ("layout.html", "{{<layout}}{{/layout}}", "1: {{<layout}} uses the layout, which only"),
        ("layout.html", "{{$a}}{{/a}}{{$a}}{{/a}}", "1: {{$a}} is there twice"),
        ("en/reminder.html", "{{link}}{{<base}}{{/base}}", "1: {{<base}} names no layout"),
        (
            "en/reminder.html", "{{<layout}}\n{{$bdoy}}{{link}}{{/bdoy}}\n{{/layout}}",
            "2: {{$bdoy}} is no block of the layout, did you mean \"body\"?; it has after,"
        ),
        (
            "en/reminder.html", "{{<layout}}\nHello\n{{/layout}}",
            "2: text in {{<layout}} that is in no block would be lost"
        ),
        ("en/reminder.html", "{{link}}{{$body}}{{/body}}", "1: {{$body}} is a block, which can"),
    ]

    @Test(arguments: files)
    func faultyFileIsNamed(file: String, text: String, finding: String) throws {
        let findings = try TemplateFolder([file: text]).findings()
        let folder = file.prefix { $0 != "/" }
        #expect(
            findings.contains {
                $0.hasPrefix("\(file):\(finding)") || $0.hasPrefix("\(folder):\(finding)")
            }, "\(findings)")
    }

    @Test func everyFaultIsReportedAtOnce() throws {
        let folder = try TemplateFolder([
            "de/reminder.txt": "x", "en/reminder.txt": "Subject: {{a}}\n\n{{b}}\n{{link}}{{c}}",
            "notes": "x",
        ])
        let findings = folder.findings().map { $0.prefix { $0 != " " } }
        #expect(
            findings == [
                "notes:", "de/reminder.txt:1:", "en/reminder.txt:1:", "en/reminder.txt:3:",
                "en/reminder.txt:4:",
            ])
    }

    @Test func layoutThatLosesWordsIsRefused() throws {
        let folder = try TemplateFolder(["layout.html": "{{link}} {{$title}}{{/title}}"])
        let findings = folder.findings()
        #expect(
            findings.contains("layout.html: has no block {{$body}}, which built-in templates fill"))
        #expect(findings.count == Set(findings).count)
    }

    @Test func bytesThatAreNotUTF8AreRefused() throws {
        let folder = try TemplateFolder()
        try folder.write(Array("Subject: S\n\nGr\u{FC}n\n".utf8), to: "en/reminder.txt")
        try folder.write(Array("a\nb\nGr".utf8) + [0xFC, 0x6E], to: "en/reminder.html")
        #expect(folder.findings().contains("en/reminder.html:3: is not UTF-8"))
    }

    @Test(arguments: [(256 * 1_024, 0), (256 * 1_024 + 1, 1)])
    func largeFileIsRefused(size: Int, faults: Int) throws {
        let start = "Subject: S\n\n{{link}}\n"
        let text = start + String(repeating: "x", count: size - start.utf8.count)
        let findings = try TemplateFolder(["en/reminder.txt": text]).findings()
        #expect(findings.count == faults)
        #expect(findings.allSatisfy { $0 == "en/reminder.txt: is larger than 256 KiB" })
    }

    @Test func deepNestingIsRefused() throws {
        let deep = String(repeating: "{{#name}}", count: 20_000)
        let folder = try TemplateFolder(["en/reminder.txt": "Subject: S\n\n{{link}}\(deep)"])
        #expect(folder.findings().first?.contains("is nested deeper than 16 sections") == true)
    }

    @Test func sameLanguageTwiceIsRefused() throws {
        let text = "Subject: S\n\nx"
        let folder = try TemplateFolder([
            "pt-BR/password-changed.txt": text, "pt_br/password-changed.txt": text,
        ])
        #expect(folder.findings().map { $0.hasPrefix("pt_br: is the same language as ") } == [true])
    }

    @Test func missingFolderIsRefused() {
        #expect(throws: RunHalt.self) { try MailTemplates(overrides: "/nowhere/at/all") }
    }

    @Test func hiddenFilesAreLeftAlone() throws {
        #expect(try TemplateFolder([".gitignore": "x", "en/.swp": "x"]).findings() == [])
    }
}
