import Foundation
import Muster
import Provisioning
import Testing

/// Plans of full files: leavers are part of what is reviewed, compared and carried out.
@Suite struct PlanLeaverTests {
    static func scenario() throws -> Scenario {
        let scenario = try Scenario()
        try scenario.configure("feeds:\n  hr: {mode: full, delimiter: \",\"}\n")
        try scenario.load(
            "username,email\nada,ada@example.com\nbob,bob@example.com\ncyd,cyd@example.com\n"
        ) { $0.feed = "hr" }
        return scenario
    }

    static let next = "username,email,department\nada,ada@example.com,Law\ncyd,cyd@example.com,\n"

    static func plan(_ scenario: Scenario) throws -> String {
        let file = scenario.folder.appendingPathComponent("next.csv")
        try Data(next.utf8).write(to: file)
        var options = ImportOptions(file: file.path, actor: "planner")
        options.feed = "hr"
        options.results = scenario.folder.appendingPathComponent("results.jsonl").path
        let path = scenario.folder.appendingPathComponent("next.plan").path
        let ending = try PlanJob(options, into: scenario.place, plan: path).run()
        #expect(ending.report.leavers == [.disabled: 1])
        return path
    }

    @Test func aLeaverStandsInThePlanAndIsDisabledByIt() throws {
        let scenario = try Self.scenario()
        let path = try Self.plan(scenario)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let line = try #require(text.split(separator: "\n").dropLast().last)
        #expect(line.hasPrefix("{\"record\":null,\"action\":\"disable\",\"outcome\":\"disabled\""))
        #expect(line.contains("\"username\":\"bob\""))
        #expect(line.contains("missing from hr"))
        let ending = try ApplyJob(path, into: scenario.place, actor: "applier").run()
        #expect(ending.report.status == .allAccepted)
        #expect(ending.report.leavers == [.disabled: 1])
        let other = try Self.scenario()
        try other.load(Self.next) { $0.feed = "hr" }
        #expect(try scenario.export() == other.export())
    }

    @Test func aLeaverWhoMovedIsNamed() throws {
        let scenario = try Self.scenario()
        let path = try Self.plan(scenario)
        _ = try scenario.act(["action": "update", "user": "bob", "department": "Sales"])
        let before = try scenario.export()
        var message = ""
        do {
            _ = try ApplyJob(path, into: scenario.place, actor: "applier").run()
        } catch {
            message = error.message
        }
        #expect(message.contains("user id:2 (a leaver) changed"), "\(message)")
        #expect(try scenario.export() == before)
    }

    @Test func anAtomicFullFileSparesItsLeaversToo() throws {
        let scenario = try Self.scenario()
        let before = try scenario.export()
        let imported = try scenario.load("username,email\nada,ada@example.com\ncyd,nonsense\n") {
            $0.feed = "hr"
            $0.isAtomic = true
        }
        #expect(
            imported.words == [
                "skipped:run.atomic.aborted", "rejected:field.email.malformed",
                "skipped:run.atomic.aborted",
            ])
        #expect(imported.results[2].username == "bob")
        #expect(imported.ending.report.leavers == [.skipped: 1])
        #expect(try scenario.export() == before)
        // It did not count as a file.
        let next = try scenario.load(Self.next) { $0.feed = "hr" }
        #expect(next.ending.report.leavers == [.disabled: 1])
    }
}
