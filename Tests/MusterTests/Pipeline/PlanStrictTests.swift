import Foundation
import Muster
import Provisioning
import SQLiteDirectory
import Testing

/// What happens to a plan between the look at its users and the writing.
@Suite struct PlanStrictTests {
    static func plan(_ scenario: Scenario, _ csv: String) throws -> String {
        let file = scenario.folder.appendingPathComponent("feed.csv")
        try Data(csv.utf8).write(to: file)
        var options = ImportOptions(file: file.path, actor: "planner")
        options.results = scenario.folder.appendingPathComponent("results.jsonl").path
        let path = scenario.folder.appendingPathComponent("feed.plan").path
        let ending = try PlanJob(options, into: scenario.place, plan: path).run()
        #expect(ending.report.planPath == path)
        return path
    }

    static let change = """
        username,email,department
        ada,ada@example.com,Sales
        bob,bob@example.com,Sales
        """

    static func scenario() throws -> Scenario {
        let scenario = try Scenario()
        try scenario.load("username,email\nada,ada@example.com\nbob,bob@example.com\n")
        return scenario
    }

    @Test func aUserWhoMovesDuringTheRunIsLeftAlone() throws {
        let scenario = try Self.scenario()
        let path = try Self.plan(scenario, Self.change)
        let job = ApplyJob(path, into: scenario.place, actor: "applier")
        job.configure = { inputs in
            let directory = FaultyDirectory(inputs.directory)
            directory.afterOpening = {
                _ = try? scenario.act(["action": "update", "user": "bob", "department": "Law"])
            }
            inputs.directory = directory
        }
        let ending = try job.run()
        #expect(ending.report.status == .someRejected)
        #expect(ending.report.summary.issues[.directoryUserMoved] == 1)
        let users = try scenario.export()
        #expect(users.contains { $0.contains("ada") && $0.contains("Sales") })
        #expect(users.contains { $0.contains("bob") && $0.contains("Law") })
    }

    @Test func severalRecordsOnOneUserAreNotTakenForMoves() throws {
        let scenario = try Self.scenario()
        try scenario.configure("limits:\n  chunk_records: 1\n")
        let path = try Self.plan(
            scenario,
            """
            action,user,username,email,department
            update,ada,,,Sales
            disable,ada,,,
            enable,ada,,,
            """)
        let ending = try ApplyJob(path, into: scenario.place, actor: "applier").run()
        #expect(ending.report.status == .allAccepted)
        #expect(ending.report.summary.count(.updated) == 1)
        #expect(ending.report.summary.count(.disabled) == 1)
        #expect(ending.report.summary.count(.enabled) == 1)
    }
}
