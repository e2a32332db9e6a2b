import Credentials
import Foundation
import Glibc
import Muster
import Provisioning
import Testing

/// The HTML report of a run, as the binary leaves it.
@Suite struct ReportTests {
    static let feed = """
        username,email,first_name,external_id
        ada,ada@corp.example,Ada,E1
        bob,b@@corp.example,Bob,E2
        <img src=x onerror=alert(1)>,c@corp.example,Cleo,E3
        dan,dan@corp.example,Dan,E4
        ada,other@corp.example,Ada,E5

        """

    static func place() throws -> Workplace {
        let place = try Workplace()
        try place.write(feed, to: "hr.csv")
        return place
    }

    @Test func everyRunHasAReportInItsFolder() throws {
        let place = try Self.place()
        let ending = place.muster("import", "hr.csv", "--feed", "hr")
        #expect(ending.status == 1)
        let run = place.newestRun
        let path = "muster.runs/\(run)/report.html"
        #expect(ending.output.contains("\nReport   ./\(path)\n"))
        #expect(place.mode(of: path) == 0o600)
        #expect(
            place.names(in: "muster.runs/\(run)") == [
                "rejects.csv", "report.html", "results.csv", "summary.json",
            ])
        #expect(
            try place.read("muster.runs/\(run)/summary.json").contains("\"report\": \"./\(path)\""))
        #expect(place.muster("runs", "show", run).output.contains("./\(path)"))
        let page = try Report(place.read(path))
        #expect(page.text.contains("<h1>hr.csv: 5 records in "))
        #expect(page.text.contains("2 accepted, 3 rejected.</h1>"))
        #expect(page.text.contains("The first run of this feed"))
        #expect(page.outcomes == ["created", "rejected", "rejected", "created", "rejected"])
        #expect(
            place.muster("runs", "prune", "--keep", "0").output.contains("removed 1 run folder"))
        #expect(place.names(in: "muster.runs").isEmpty)
    }

    @Test func theNextRunIsComparedWithTheLastOneOfItsFeed() throws {
        let place = try Self.place()
        place.muster("import", "hr.csv", "--feed", "hr")
        let first = place.newestRun
        place.muster("import", "hr.csv", "--feed", "other", "--quiet")
        place.muster("import", "hr.csv", "--feed", "hr", "--quiet")
        let page = try place.read("muster.runs/\(place.newestRun)/report.html")
        #expect(page.contains("Compared with run \(first) of "))
        #expect(
            page.contains("<span class=\"count\">2</span><span class=\"change\">▲\u{A0}2\u{A0}more")
        )
        // A rehearsal is compared likewise.
        place.muster("import", "hr.csv", "--feed", "hr", "--dry-run", "--report", "r.html")
        #expect(try place.read("r.html").contains("Compared with run "))
    }

    @Test func aRehearsalHasAReportWhereItIsAskedFor() throws {
        let place = try Self.place()
        let ending = place.muster("import", "hr.csv", "--dry-run", "--report", "r.html")
        #expect(ending.status == 1, "\(ending.error)")
        #expect(ending.output.contains("\nReport  r.html\n"))
        #expect(place.names == ["hr.csv", "r.html"])
        #expect(place.mode(of: "r.html") == 0o600)
        let page = try Report(place.read("r.html"))
        #expect(page.text.contains("Dry run: nothing was changed"))
        #expect(page.outcomes.count == 5)
        #expect(place.muster("import", "hr.csv", "--dry-run").status == 1)
        #expect(place.names == ["hr.csv", "r.html"])
    }

    @Test func aReportOverwritesNothingThatIsNeeded() throws {
        let place = try Self.place()
        place.muster("init", "--quiet")
        for path in ["hr.csv", "muster.sqlite", "muster.key", "muster.yaml"] {
            let before = try Data(contentsOf: URL(filePath: place.path(path)))
            let ending = place.muster("import", "hr.csv", "--report", path)
            #expect(ending.status == 64, "\(path): \(ending.error)")
            #expect(try Data(contentsOf: URL(filePath: place.path(path))) == before)
        }
        for words in [
            ["--report", "-"], ["--report", "x", "--results", "x"],
            ["--report", "x", "--rejects", "x"],
        ] {
            #expect(place.start(["import", "hr.csv"] + words).end().status == 64)
        }
        for path in ["none/r.html", "muster.runs", "/dev/null"] {
            try? FileManager.default.createDirectory(
                atPath: place.path("muster.runs"), withIntermediateDirectories: true)
            let ending = place.muster("import", "hr.csv", "--report", path)
            #expect(ending.status == 73, "\(path): \(ending.error)")
            #expect(ending.error.contains("[run.output.uncreatable]"))
        }
        #expect(place.muster("users", "list").lines.isEmpty)
        #expect(place.muster("runs", "list").lines.isEmpty)
    }

    @Test func resultsOnStandardOutputAreListedToo() throws {
        let place = try Self.place()
        for words in [[], ["--atomic"], ["--dry-run"]] {
            let ending = place.start(
                ["import", "hr.csv", "--results", "-", "--report", "r.html"] + words
            ).end()
            #expect(ending.lines.count == 5)
            let page = try Report(place.read("r.html"))
            #expect(page.outcomes == (try ResultLine.all(in: ending.output)).map(\.outcome))
            #expect(place.names.allSatisfy { !$0.contains("partial") })
        }
        for run in place.names(in: "muster.runs") {
            #expect(place.names(in: "muster.runs/\(run)") == ["rejects.csv", "summary.json"])
        }
    }

    @Test func jsonLinesAreListedAsCSVIs() throws {
        let place = try Self.place()
        place.muster("import", "hr.csv", "--dry-run", "--report", "csv.html", "--results", "r.csv")
        place.muster(
            "import", "hr.csv", "--dry-run", "--report", "json.html", "--results", "r.jsonl")
        let (csv, json) = try (Report(place.read("csv.html")), Report(place.read("json.html")))
        #expect(csv.rows == json.rows)
        #expect(csv.rows.count == 5)
    }

    @Test func aShareableReportNamesNobody() throws {
        let place = try Self.place()
        let names = ["ada", "b@@", "corp.example", "<img", "E1", "E2", "cleo"]
        place.muster(
            "import", place.path("hr.csv"), "--shareable", "--report", "r.html", "--actor",
            "Grace.Hopper")
        let page = try place.read("r.html")
        for name in names + ["Grace.Hopper", place.folder] {
            #expect(!page.contains(name), "\(name)")
        }
        #expect(try Report(page).outcomes.count == 5)
        #expect(page.contains("<h1>hr.csv: 5 records"))
    }

    @Test func whatAGuardStopsIsReported() throws {
        let place = try Self.place()
        let ending = place.muster("import", "hr.csv", "--max-rejects", "1", "--report", "r.html")
        #expect(ending.status == 2)
        let page = try Report(place.read("r.html"))
        #expect(page.text.contains("Stopped by a guard: nothing changed"))
        #expect(page.text.contains("<strong>✕ stopped the run</strong>"))
        #expect(page.text.contains("<code class=\"command\">--allow rejects=3</code>"))
        #expect(page.outcomes == Array(repeating: "skipped", count: 5))
    }

    @Test func plansUndoingAndSweepsHaveReportsToo() throws {
        let place = try Self.place()
        let plan = place.muster("plan", "hr.csv", "--out", "hr.plan", "--report", "plan.html")
        #expect(plan.status == 1, "\(plan.error)")
        #expect(
            try place.read("plan.html").contains("<code class=\"command\">muster plan show hr.plan")
        )
        #expect(place.muster("apply", "hr.plan", "--report", "apply.html").status == 1)
        #expect(try Report(place.read("apply.html")).outcomes.count == 5)
        #expect(place.muster("undo", place.newestRun, "--report", "undo.html").status == 0)
        #expect(try place.read("undo.html").contains("<h1>Took back run "))
        #expect(place.muster("sweep", "--report", "sweep.html").status == 0)
        #expect(try place.read("sweep.html").contains("<h1>sweep: no records.</h1>"))
        #expect(place.muster("sweep").status == 0)
        #expect(place.names(in: "muster.runs/\(place.newestRun)").contains("report.html"))
    }

    @Test func aBrowserRunsTheFilesOfTheProgramAndNothingElse() throws {
        let place = try Self.place()
        place.muster("import", "hr.csv", "--dry-run", "--report", "r.html")
        let page = try place.read("r.html")
        for (start, end, directive) in [
            ("<style>", "</style>", "style-src"), ("<script>", "</script>", "script-src"),
        ] {
            let text = try #require(Report.part(of: page, start, end))
            var digest = FileDigest()
            Array(text.utf8).withUnsafeBytes { digest.update($0) }
            let hash = Data(digest.bytes).base64EncodedString()
            #expect(
                page.contains("\(directive) &#39;sha256-\(hash)&#39;"),
                "write \(hash) for \(directive) into ReportAsset.swift")
        }
    }
}

/// Reports of runs that were cut short.
@Suite(.serialized) struct ReportResumeTests {
    @Test func aResumedRunReportsAllOfIt() throws {
        let model = try KillTests.place(KillTests.feed())
        #expect(model.start(KillTests.words).end().status == 1)
        let expected = try Report(model.read("muster.runs/\(model.newestRun)/report.html"))
        let (place, run) = try ResumeTests.interrupted()
        #expect(place.muster("resume", run, "--quiet").status == 1)
        let page = try Report(place.read("muster.runs/\(run)/report.html"))
        #expect(page.rows == expected.rows)
        #expect(page.bars == expected.bars)
        #expect(page.text.contains("was carried on from record"))
    }

    @Test func resultsThatWerePrintedBeforeAreListedToo() throws {
        let words = KillTests.words.map { $0 == "results.jsonl" ? "-" : $0 }
        let model = try KillTests.place(KillTests.feed())
        #expect(model.start(words).end().status == 1)
        let expected = try Report(model.read("muster.runs/\(model.newestRun)/report.html"))
        let (place, run) = try ResumeTests.interrupted(words)
        #expect(place.names(in: "muster.runs/\(run)").contains("report-rows"))
        #expect(place.muster("resume", run, "--quiet").status == 1)
        let page = try Report(place.read("muster.runs/\(run)/report.html"))
        #expect(page.rows == expected.rows)
        #expect(page.bars == expected.bars)
        #expect(!place.names(in: "muster.runs/\(run)").contains("report-rows"))
    }
}

/// A report, taken apart.
struct Report {
    let text: String
    /// Rows of its table.
    let rows: [[String]]
    /// Outcomes of those rows.
    let outcomes: [String]

    init(_ text: String) throws {
        self.text = text
        let data = try #require(Self.part(of: text, "id=\"data\" data-format=", "</script>"))
        let lines = data.split(separator: "\n").dropFirst().map(String.init)
        rows =
            data.hasPrefix("\"csv\"")
            ? CSVText.rows(
                lines.joined(separator: "\n").replacingOccurrences(of: "\\u003c", with: "<")
                    .replacingOccurrences(of: "\\u005c", with: "\\") + "\n")
            : try lines.map(Self.cells)
        outcomes = rows.map { $0[3] }
    }

    private static let names = [
        "record", "line", "action", "outcome", "username", "email", "external_id", "codes",
        "messages", "detail",
    ]

    private static func cells(of line: String) throws -> [String] {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        return names.map { name in object?[name].map { $0 is NSNull ? "" : "\($0)" } ?? "" }
    }

    /// The charts of codes.
    var bars: String? { Self.part(of: text, "<ul class=\"bars\">", "</ul>") }

    static func part(of text: String, _ start: String, _ end: String) -> String? {
        guard let from = text.range(of: start),
            let to = text.range(of: end, range: from.upperBound..<text.endIndex)
        else { return nil }
        return String(text[from.upperBound..<to.lowerBound])
    }
}
