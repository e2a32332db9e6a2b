import Foundation
import Testing

/// Whatever stands in a feed, in a name or on the command line: no output does with it what its author
/// meant, on a terminal, in a pipe, in a spreadsheet, in a browser or in a mail.
@Suite struct HostileOutputTests {
    private let listener: LoopbackListener
    private let canary: OutputCanary

    init() throws {
        listener = try LoopbackListener()
        canary = OutputCanary(port: listener.port)
    }

    /// A new command has to be called here.
    @Test func everyCommandIsCalled() {
        let commands = CommandTree.all.filter { $0.isLeaf }.map { "\($0)" }
        #expect(Set(commands) == Set(HostileCalls(canary).all.keys))
    }

    @Test func noCommandPrintsWhatATerminalActsUpon() throws {
        let scene = try HostileScene(canary)
        let calls = HostileCalls(canary, run: scene.run)
        var count = 0
        for (command, lines) in calls.all.sorted(by: { $0.key < $1.key }) {
            let name = command.split(separator: " ").dropFirst().map(String.init)
            // What a call changes is no other command's business.
            // A template is a feed, whose lines end as those of feeds do.
            let forms = name == ["template"] ? ["terminal"] : ["terminal", "text", "json"]
            for form in forms {
                let directory = try scene.freshDirectory()
                for line in lines {
                    let words = name + line + ["--directory", directory]
                    count += 1
                    guard form != "terminal" else {
                        let shown = try PseudoTerminal(columns: count % 2 == 0 ? 80 : 200).muster(
                            words, in: scene.place)
                        expectHarmless(shown.text, words, shown.status, isTerminal: true)
                        continue
                    }
                    let all = words + (form == "json" ? ["--format", "json"] : [])
                    let ending = scene.place.start(all).end()
                    expectHarmless(ending.output + ending.error, all, ending.status)
                    guard form == "json", name != ["users", "export"], !ending.output.isEmpty else {
                        continue
                    }
                    #expect(throws: Never.self, "\(all)") { try JSONText(ending.output) }
                }
            }
        }
        #expect(listener.callers() == 0)
        TortureFigures.note("outputs", in: "hostile outputs", count)
    }

    private func expectHarmless(
        _ text: String, _ words: [String], _ status: Int32, isTerminal: Bool = false
    ) {
        // A crash has no status.
        #expect(status >= 0 && status != 70, "\(words): \(text)")
        let found = OutputCanary.findings(in: text, isTerminal: isTerminal)
        #expect(found.isEmpty, "\(words.map(\.debugDescription)) \(found)")
        #expect(text.utf8.count < 1 << 20)
    }

    @Test func filesOfARunAreHarmlessOrExact() throws {
        let scene = try HostileScene(canary)
        let words = [
            "import", "hostile.csv", "--feed", canary.formula, "--reason", canary.formula,
            "--actor",
            canary.formula, "--max-rejects", "none", "--quiet", "--results", "results.csv",
            "--report", "report.html", "--rejects", "rejects.csv", "--metrics", "run.prom",
            "--again",
        ]
        #expect(scene.place.start(words).end().status == 1)
        let run = try #require(scene.place.names(in: "muster.runs").last)
        for name in ["results.csv", "report.html", "run.prom", "muster.runs/\(run)/summary.json"] {
            let found = OutputCanary.findings(in: try scene.place.read(name))
            #expect(found.isEmpty, "\(name): \(found)")
        }
        expectNoFormula(try scene.place.read("results.csv"), "results.csv")
        try expectPage(try scene.place.read("report.html"))
        _ = try JSONText(try scene.place.read("muster.runs/\(run)/summary.json"))
        _ = try MetricsText(try scene.place.read("run.prom"))
        // A feed is exact: what is rejected is rejected for the same reasons again.
        let again = scene.place.muster(
            "import", "rejects.csv", "--max-rejects", "none", "--results", "-")
        let outcomes = try ResultLine.all(in: again.output)
        #expect(!outcomes.isEmpty && outcomes.allSatisfy { $0.outcome == "rejected" })
        let lines = scene.place.muster(
            "import", "hostile.csv", "--max-rejects", "none", "--results", "-")
        #expect(OutputCanary.findings(in: lines.output + lines.error).isEmpty)
        for line in lines.lines { _ = try JSONText(line) }
    }

    @Test func exportIsExactAndNeutralWhereThatIsAsked() throws {
        let scene = try HostileScene(canary)
        scene.place.muster("users", "export", "--output", "export.csv")
        let back = scene.place.muster("import", "export.csv", "--results", "-", "--dry-run")
        let outcomes = try ResultLine.all(in: back.output)
        #expect(outcomes.count > 20 && outcomes.allSatisfy { $0.outcome == "unchanged" })
        for words in [
            ["users", "export", "--spreadsheet-safe", "--output", "safe.csv"],
            [
                "import", "hostile.csv", "--spreadsheet-safe", "--rejects", "safe-rejects.csv",
                "--max-rejects", "none", "--quiet",
            ],
        ] { #expect(scene.place.start(words).end().status <= 1) }
        for name in ["safe.csv", "safe-rejects.csv"] {
            expectNoFormula(try scene.place.read(name), name)
        }
    }

    @Test func mailCarriesNoHeaderAndNoMarkupOfAValue() throws {
        let scene = try HostileScene(canary)
        #expect(scene.place.muster("mail", "deliver", "--transport", "folder:out").status == 0)
        let mails = try scene.place.mails(in: "out")
        #expect(mails.count > 20)
        let names: Set = [
            "from", "to", "subject", "date", "message-id", "mime-version", "content-type",
            "auto-submitted", "content-language", "reply-to", "content-transfer-encoding",
            "x-auto-response-suppress",
        ]
        for mail in mails {
            let text = mail.text.replacing("\r\n", with: "\n")
            let head = text.components(separatedBy: "\n\n")[0]
            for line in head.split(separator: "\n")
            where !line.hasPrefix(" ") && !line.hasPrefix("\t") {
                let name = line.prefix { $0 != ":" }.lowercased()
                #expect(names.contains(name), "\(line)")
            }
            let body = text.replacing("=\n", with: "")
            // The other part is plain text, where markup is none.
            let page = body.components(separatedBy: "Content-Type: text/html").dropFirst().joined()
            #expect(page.contains("<html"))
            #expect(!page.contains("<script") && !page.contains("<img src=x"), "\(page)")
            #expect(OutputCanary.findings(in: text).isEmpty, "\(mail.to)")
        }
        #expect(listener.callers() == 0)
    }

    private func expectNoFormula(_ text: String, _ name: String) {
        for row in CSVText.rows(text) {
            for cell in row {
                guard let first = cell.unicodeScalars.first else { continue }
                #expect(!"=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first), "\(name): \(cell)")
            }
        }
    }

    /// The page has the elements of the program and none of a value.
    private func expectPage(_ page: String) throws {
        let lowered = page.lowercased()
        #expect(!lowered.contains("<script src") && !lowered.contains("<img"))
        let begins = lowered.ranges(of: "<script").count
        #expect(begins == lowered.ranges(of: "</script>").count && begins <= 3, "\(begins)")
        #expect(page.contains("Content-Security-Policy"))
    }
}
