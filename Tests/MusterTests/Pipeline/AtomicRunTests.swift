import Foundation
import Muster
import Provisioning
import SQLiteDirectory
import Testing

/// `--atomic`: all of a file or nothing.
@Suite struct AtomicRunTests {
    static let feed = "username,email\nada,ada@example.com\nbob,nonsense\ncyd,cyd@example.com\n"

    @Test func oneRejectKeepsEverythingOut() throws {
        let scenario = try Scenario()
        let imported = try scenario.load(Self.feed) { $0.isAtomic = true }
        #expect(
            imported.words == [
                "skipped:run.atomic.aborted", "rejected:field.email.malformed",
                "skipped:run.atomic.aborted",
            ])
        #expect(imported.results[0].detail == "nothing was applied; decided: created")
        #expect(imported.ending.report.status == .someRejected)
        #expect(imported.ending.report.state == .stopped)
        #expect(try scenario.export().isEmpty)
        let run = try #require(
            try scenario.place.openForReading().listRuns(RunFilter(limit: 1)).first)
        #expect(run.state == .stopped)
        #expect(run.plan.fileHash.isEmpty)
    }

    @Test func aDryRunSaysTheSame() throws {
        let scenario = try Scenario()
        let rehearsed = try scenario.load(Self.feed) {
            $0.isAtomic = true
            $0.isDryRun = true
        }
        let real = try scenario.load(Self.feed) { $0.isAtomic = true }
        #expect(rehearsed.results == real.results)
        #expect(rehearsed.ending.report.status == real.ending.report.status)
    }

    @Test func aCorrectedFileIsAppliedWhole() throws {
        let scenario = try Scenario()
        try scenario.load(Self.feed) { $0.isAtomic = true }
        let good = Self.feed.replacingOccurrences(of: "nonsense", with: "bob@example.com")
        let imported = try scenario.load(good) { $0.isAtomic = true }
        #expect(imported.words == ["created", "created", "created"])
        #expect(try scenario.export().count == 3)
        let again = try scenario.load(good) { $0.isAtomic = true }
        #expect(again.words == ["unchanged", "unchanged", "unchanged"])
    }

    @Test func aGuardGoesBeforeTheRejects() throws {
        let scenario = try Scenario()
        let imported = try scenario.load(Self.feed) {
            $0.isAtomic = true
            $0.rejectsMax = .records(0)
        }
        #expect(imported.ending.stop?.code == .runGuardRejects)
    }

    @Test func aKeyThatIsTakenMeanwhileTakesEverythingBack() throws {
        let scenario = try Scenario()
        try scenario.configure("limits:\n  chunk_records: 1\n")
        try scenario.load("username,email\nold,old@example.com\n")
        let (options, ending, lines) = try Self.load(
            "username,email\nada,ada@example.com\nold,new@example.com\ncyd,cyd@example.com\n",
            while: [["action": "add", "username": "eve", "email": "cyd@example.com"]], in: scenario)
        #expect(ending.report.status == .someRejected)
        #expect(lines.map(\.outcome) == ["skipped", "skipped", "rejected"])
        #expect(lines[2].codes == ["directory.email.taken"])
        #expect(lines.map(\.codes.first)[0] == "run.atomic.aborted")
        let users = try scenario.export()
        #expect(users.count == 2)
        #expect(!users.contains { $0.contains("new@example.com") })
        let run = try #require(
            try scenario.place.openForReading().listRuns(RunFilter(limit: 5)).first {
                $0.plan.feed != ""
            })
        #expect(run.state == .stopped)
        // Nothing of it counts: the same file is decided anew.
        let again = try ImportJob(options, into: scenario.place).run()
        #expect(again.report.status == .someRejected)
        #expect(again.report.resumedAfter == nil)
    }

    @Test func everyKeyThatIsTakenMeanwhileIsNamed() throws {
        let scenario = try Scenario()
        try scenario.load("username,email\nold,old@example.com\n")
        let (_, ending, lines) = try Self.load(
            "username,email\nada,ada@example.com\nbob,bob@example.com\ncyd,cyd@example.com\n",
            while: [
                ["action": "add", "username": "bob", "email": "eve@example.com"],
                ["action": "add", "username": "fay", "email": "cyd@example.com"],
            ], in: scenario)
        #expect(ending.report.status == .someRejected)
        #expect(
            lines.map(\.codes) == [
                ["run.atomic.aborted"], ["directory.username.taken"], ["directory.email.taken"],
            ])
    }

    /// Imports a feed whole, while others act between its decisions and its first write.
    private static func load(
        _ feed: String, while actions: [KeyValuePairs<String, String>], in scenario: Scenario
    ) throws -> (options: ImportOptions, ending: ImportEnding, lines: [ResultLine]) {
        let file = scenario.folder.appendingPathComponent("next.csv")
        try Data(feed.utf8).write(to: file)
        var options = ImportOptions(file: file.path, actor: "tester")
        options.results = scenario.folder.appendingPathComponent("results.jsonl").path
        options.isAtomic = true
        let job = ImportJob(options, into: scenario.place)
        job.configure = { inputs in
            let directory = FaultyDirectory(inputs.directory)
            directory.afterOpening = { for action in actions { _ = try? scenario.act(action) } }
            inputs.directory = directory
        }
        let ending = try job.run()
        let text = try String(
            contentsOf: scenario.folder.appendingPathComponent("results.jsonl"), encoding: .utf8)
        let lines = try text.split(separator: "\n").map { try ResultLine(json: String($0)) }
        return (options, ending, lines)
    }
}
