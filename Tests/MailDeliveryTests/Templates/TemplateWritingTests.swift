import MailDelivery
import Provisioning
import Testing

/// The built-in files as a start for templates of one's own.
@Suite struct TemplateWritingTests {
    static func written() throws -> (folder: TemplateFolder, path: String) {
        let folder = try TemplateFolder()
        let path = "\(folder.path)/templates"
        try MailTemplates.write(to: path)
        return (folder, path)
    }

    @Test func writtenFilesGiveTheBuiltInMails() throws {
        let (folder, path) = try Self.written()
        let own = try MailTemplates(overrides: path)
        for (kind, language, full) in SampleMail.all {
            let mail = own.render(
                kind, language: language, fallback: "en", SampleMail.variables(kind, full: full))
            #expect(try mail == BuiltInMailTests.mail(kind, language, full: full))
        }
        withExtendedLifetime(folder) {}
    }

    @Test func nothingIsOverwritten() throws {
        let (folder, path) = try Self.written()
        do throws(RunHalt) {
            try MailTemplates.write(to: path)
            Testing.Issue.record("the folder was written again")
        } catch {
            #expect(error.status == .cannotCreate)
            #expect(error.message.hasSuffix("is there already, and is never overwritten"))
        }
        withExtendedLifetime(folder) {}
    }

    @Test func missingParentIsSaid() {
        do throws(RunHalt) {
            try MailTemplates.write(to: "/nowhere/at/all")
            Testing.Issue.record("a folder was made")
        } catch {
            #expect(error.status == .cannotCreate)
            #expect(error.message == "cannot create /nowhere/at/all: No such file or directory")
        }
    }

    /// Whatever stands in a file, loading ends with templates or with a halt.
    @Test(arguments: [UInt64](1...4)) func brokenFilesNeverCrash(seed: UInt64) throws {
        let (folder, path) = try Self.written()
        var state = seed
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let pieces = [
            "{", "}", "{{", "}}", "{{{", "}}}", "{{#", "{{/", "{{^", "{{<", "{{$", "{{!", "{{&",
            "#", "/", "(", ")", ".", "name", "layout", " ", "\n", "\r\n", "\u{301}", "=", "%",
        ].map { Array($0.utf8) }
        for name in ["layout.html", "en/reminder.txt", "en/reminder.html"] {
            let whole = Array(try TemplateFolder.text("\(path)/\(name)").utf8)
            for _ in 0..<10 {
                var bytes = whole
                for _ in 0...random(3) {
                    let start = random(bytes.count)
                    let end = min(bytes.count, start + random(12))
                    bytes.replaceSubrange(start..<end, with: pieces[random(pieces.count)])
                }
                try folder.write(bytes, to: "templates/\(name)")
                do throws(RunHalt) {
                    let templates = try MailTemplates(overrides: path)
                    _ = templates.render(
                        .reminder, language: "en", fallback: "en",
                        SampleMail.variables(.reminder, full: true))
                } catch {
                    #expect(error.code == .mailTemplateInvalid)
                }
            }
            try folder.write(whole, to: "templates/\(name)")
        }
    }
}
