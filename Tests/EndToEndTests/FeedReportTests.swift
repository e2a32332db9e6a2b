import Foundation
import Testing

/// `muster report`: a feed's figures over time.
@Suite struct FeedReportTests {
    /// Three nights of one feed, the last one cut short, and one of another.
    private static func place() throws -> Workplace {
        let place = try Workplace()
        func feed(_ count: Int, department: String) -> String {
            "external_id,username,email,department\n"
                + (0..<count).map { "E\($0),u\($0),u\($0)@corp.example,\(department)\n" }.joined()
        }
        try place.write(
            feed(30, department: "sales") + "E99,u99,u99@@corp.example,sales\n", to: "1.csv")
        try place.write(feed(30, department: "service"), to: "2.csv")
        try place.write(feed(3, department: "service"), to: "3.csv")
        place.muster("import", "1.csv", "--feed", "hr")
        place.muster("import", "2.csv", "--feed", "hr")
        #expect(place.muster("import", "3.csv", "--feed", "hr", "--mode", "full").status == 2)
        place.muster("import", "3.csv", "--feed", "payroll")
        // Commands on users and rehearsals are no runs of a feed.
        place.muster("user", "set-device-limit", "u1", "3")
        place.muster("import", "1.csv", "--feed", "hr", "--dry-run")
        return place
    }

    @Test func eachRunIsALineWithItsFiguresInAPipe() throws {
        let place = try Self.place()
        let lines = place.muster("report").lines.map { $0.components(separatedBy: "\t") }
        #expect(lines.map(\.count) == [11, 11, 11, 11])
        #expect(lines.map { $0[0] } == ["hr", "hr", "hr", "payroll"])
        #expect(lines.map { $0[2] } == ["stopped", "finished", "finished", "finished"])
        // Records, created, updated, removed, unchanged, rejected.
        #expect(
            lines.map { $0[4...9].joined(separator: " ") } == [
                "3 0 0 0 0 0", "30 0 30 0 0 0", "31 30 0 0 0 1", "3 0 0 0 3 0",
            ])
        #expect(lines.allSatisfy { Int($0[10]) != nil })
    }

    @Test(arguments: [60, 80, 120]) func theTableFitsTheTerminalAndSaysWhatItLeavesOut(
        columns: Int
    ) throws {
        let place = try Self.place()
        let shown = try PseudoTerminal(columns: columns).muster(["report"], in: place).text
            .replacing(/\u{1B}\[[0-9;]*[A-Za-z]/, with: "").split(whereSeparator: \.isNewline)
        let remarks = shown.filter { $0.hasPrefix("No room for ") }
        for line in shown where !line.hasPrefix("No room for ") {
            #expect(line.count <= columns, "\(line)")
        }
        switch columns {
        case 60: #expect(remarks.allSatisfy { $0.contains("UPDATED, UNCHANGED, RUN") })
        case 80: #expect(remarks.allSatisfy { $0.contains("RUN") })
        default: #expect(remarks.isEmpty)
        }
        #expect(remarks.count == (columns < 120 ? 2 : 0))
    }

    @Test func aFeedATimeAndANumberNarrowIt() throws {
        let place = try Self.place()
        #expect(place.muster("report", "--feed", "hr").lines.count == 3)
        #expect(place.muster("report", "--feed", "hr", "--limit", "1").lines.count == 1)
        #expect(place.muster("report", "--since", "2999-01-01").lines.isEmpty)
        #expect(place.muster("report", "--since", "2020-01-01").lines.count == 4)
        #expect(place.muster("report", "--since", "yesterday").status == 64)
        #expect(place.muster("report", "--limit", "0").status == 64)
        let unknown = place.muster("report", "--feed", "HR")
        #expect(unknown.status == 1)
        #expect(unknown.error.contains("no run of a feed \"HR\" [run.history.not-found]"))
        #expect(unknown.error.contains("It has runs of: hr, payroll."))
        #expect(try Workplace().muster("report").status == 66)
    }

    @Test func programsGetAnObjectForEachRun() throws {
        struct Run: Decodable {
            var feed, run, command, state, mode, file, started_at: String
            var finished_at: String?
            var duration_ms, records, changes, removals, rejected, mails_queued: Int?
            var outcomes, leavers: [String: Int]?
        }
        let place = try Self.place()
        let text = place.muster("report", "--feed", "hr", "--format", "json").output
        let runs = try JSONDecoder().decode([Run].self, from: Data(text.utf8))
        #expect(runs.map(\.records) == [3, 30, 31])
        #expect(runs.map(\.changes) == [0, 30, 30])
        #expect(runs.map(\.mode) == ["full", "delta", "delta"])
        #expect(runs[0].leavers?["skipped"] == 27)
        #expect(runs[2].outcomes?["rejected"] == 1)
    }
}
