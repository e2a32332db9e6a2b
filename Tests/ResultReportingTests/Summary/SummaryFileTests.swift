import Provisioning
import ResultReporting
import Testing

/// The figures for programs.
@Suite struct SummaryFileTests {
    static let keys = [
        "run", "feed", "command", "actor", "file", "dry_run", "state", "status", "started_at",
        "finished_at", "duration_ms", "resumed_after", "superseded", "input", "records", "accepted",
        "rejected", "outcomes",
        "leavers",
        "mails_queued", "groups_created", "secrets", "passwords_to_hash", "housekeeping",
        "hashing_estimate_ms", "codes", "first_places", "notices", "guards", "undo", "repeats_run",
        "still_open", "hashes",
        "audit_head", "files",
    ]

    @Test func keysAreStable() throws {
        let full = try ParsedJSON.parse(SummaryFile.text(sampleReport()).bytes)
        #expect(full.keys == Self.keys)
        let bare = RunReport(
            run: nil, feed: "default", command: "import", file: "-", state: .stopped,
            status: .stopped, startedAt: Instant(milliseconds: 0),
            finishedAt: Instant(milliseconds: 0), duration: .zero, summary: RunSummary())
        let empty = try ParsedJSON.parse(SummaryFile.text(bare).bytes)
        #expect(empty.keys == Self.keys)
        #expect(empty["outcomes"].keys == Outcome.allCases.map(\.word))
        #expect(empty["run"] == .null)
    }

    @Test func figuresArePlainDigits() throws {
        let json = try ParsedJSON.parse(SummaryFile.text(sampleReport()).bytes)
        #expect(json["records"] == .number("1234567"))
        #expect(json["accepted"] == .number("1234000"))
        #expect(json["rejected"] == .number("567"))
        #expect(json["outcomes"]["created"] == .number("1200000"))
        #expect(json["outcomes"]["updated"] == .number("0"))
        #expect(json["leavers"]["missing"] == .number("10"))
        #expect(json["status"] == .number("1"))
        #expect(json["state"] == .text("finished"))
        #expect(json["duration_ms"] == .number("12345"))
        #expect(json["started_at"] == .text("2026-11-24T03:15:00.000Z"))
        #expect(json["finished_at"] == .text("2026-11-24T03:15:12.345Z"))
        #expect(json["codes"]["field.email.malformed"] == .number("560"))
        #expect(
            json["first_places"]["policy.group.created"] == .text("users.csv:2 (record 1)"))
        #expect(json["hashes"]["file"] == .text("ab12"))
        #expect(json["hashes"]["options"] == .null)
    }

    @Test func secretsAndHashingAreFiguresAlone() throws {
        var report = sampleReport()
        report.secretsPath = "new.csv"
        report.secrets = 12
        report.passwordsToHash = 12_000
        report.hashingEstimate = .milliseconds(123_456)
        let json = try ParsedJSON.parse(SummaryFile.text(report).bytes)
        #expect(json["secrets"] == .number("12"))
        #expect(json["files"]["secrets"] == .text("new.csv"))
        #expect(json["passwords_to_hash"] == .number("12000"))
        #expect(json["hashing_estimate_ms"] == .number("123456"))
    }

    @Test func readingSaysWhatWasDecidedAndWhy() throws {
        var report = sampleReport()
        #expect(try ParsedJSON.parse(SummaryFile.text(report).bytes)["input"] == .null)
        report.reading = FeedReading(
            format: "CSV", compression: "gzip", encoding: "UTF-16LE",
            encodingReason: "byte order mark", delimiter: "semicolon",
            delimiterReason: "found by looking")
        let full = try ParsedJSON.parse(SummaryFile.text(report).bytes)["input"]
        #expect(
            full
                == .object([
                    ("format", .text("CSV")), ("compression", .text("gzip")),
                    ("encoding", .text("UTF-16LE")), ("encoding_reason", .text("byte order mark")),
                    ("delimiter", .text("semicolon")),
                    ("delimiter_reason", .text("found by looking")),
                ]))
        report.reading = FeedReading(
            format: "XML", encoding: "UTF-8", encodingReason: "nothing else is declared")
        let bare = try ParsedJSON.parse(SummaryFile.text(report).bytes)["input"]
        #expect(bare.keys == full.keys)
        #expect(bare["delimiter"] == .null && bare["compression"] == .null)
    }

    @Test func guardsSayWhatTheyAllow() throws {
        let json = try ParsedJSON.parse(SummaryFile.text(sampleReport()).bytes)
        guard case .array(let guards) = json["guards"] else { throw FixtureError.notJSON }
        #expect(guards.map { $0["name"] } == [.text("removals"), .text("creates")])
        #expect(guards.map { $0["limit"] } == [.number("500"), .null])
        #expect(guards.map { $0["tripped"] } == [.truth(false), .truth(false)])
    }

    @Test func fileIsWrittenWhole() throws {
        let folder = try TemporaryFolder()
        try SummaryFile.write(sampleReport(), to: folder.file("summary.json"))
        #expect(folder.names == ["summary.json"])
        #expect(
            try contents(of: folder.file("summary.json"))
                == Array(SummaryFile.text(sampleReport()).bytes))
    }

    @Test func summaryHoldsNoValues() {
        let text = SummaryFile.text(sampleReport()).text
        for value in ["ada@@corp", "Sales"] { #expect(!text.contains(value)) }
    }

    /// `docs/results-format.md` names every key, outcome and exit status.
    @Test func documentIsComplete() throws {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        let root = parts.dropLast(4).joined(separator: "/")
        let document = try text(of: "\(root)/docs/results-format.md")
        for key in Self.keys { #expect(document.contains("`\(key)`"), "\(key)") }
        for outcome in Outcome.allCases { #expect(document.contains("`\(outcome.word)`")) }
        for number in Int32(0)...255 where Provisioning.ExitStatus(rawValue: number) != nil {
            #expect(document.contains("\n| \(number) | "), "status \(number)")
        }
        #expect(
            document.contains(
                "record,line,action,outcome,username,email,external_id,codes,messages,detail\n"))
    }
}
