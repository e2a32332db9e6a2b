import Muster
import Provisioning
import SQLiteDirectory
import Testing

/// What a run only notes, about who is missing and whose value it is, is taken back like the rest.
@Suite struct UndoNotesTests {
    private static let three = "feeds:\n  default:\n    leavers: {files: 3}\n"
    private static let all = LeaverTests.file(["ada", "bob"])
    private static let one = LeaverTests.file(["ada"])

    private static func undo(_ imported: Imported, in scenario: Scenario) throws -> Imported {
        let rehearsal = try scenario.undo(imported.ending.report.run) { $0.isDryRun = true }
        let undone = try scenario.undo(imported.ending.report.run)
        #expect(rehearsal.results == undone.results)
        #expect(undone.ending.report.status == .allAccepted)
        return undone
    }

    private static func files(_ name: String, _ scenario: Scenario) throws -> [UInt32] {
        try LeaverTests.user(name, in: scenario).absences.values.map(\.files)
    }

    @Test func whoCameBackIsMissingAsBefore() throws {
        let scenario = try Scenario()
        try scenario.configure(Self.three)
        _ = try LeaverTests.deliver(Self.all, to: scenario)
        _ = try LeaverTests.deliver(Self.one, to: scenario)
        let before = try scenario.snapshot()
        #expect(try Self.files("bob", scenario) == [1])
        let back = try LeaverTests.deliver(Self.all, to: scenario)
        #expect(try Self.files("bob", scenario) == [])
        _ = try Self.undo(back, in: scenario)
        #expect(try scenario.snapshot() == before)
        let next = try LeaverTests.deliver(Self.one + "\n", to: scenario)
        #expect(next.results.last?.detail == "missing from hr: file 2 of 3")
    }

    @Test func runThatOnlyCountedIsTakenBackAndCountsAgain() throws {
        let scenario = try Scenario()
        try scenario.configure(Self.three)
        _ = try LeaverTests.deliver(Self.all, to: scenario)
        let before = try scenario.snapshot()
        let missed = try LeaverTests.deliver(Self.one, to: scenario)
        #expect(missed.words == ["unchanged", "missing"])
        let after = try scenario.snapshot()
        let undone = try Self.undo(missed, in: scenario)
        #expect(undone.results.isEmpty)
        #expect(try scenario.snapshot() == before)
        // And that again, both ways.
        _ = try Self.undo(undone, in: scenario)
        #expect(try scenario.snapshot() == after)
        _ = try Self.undo(missed, in: scenario)
        #expect(try scenario.snapshot() == before)
        let again = try LeaverTests.deliver(Self.one, to: scenario)
        #expect(again.words == ["unchanged", "missing"])
        #expect(try Self.files("bob", scenario) == [1])
    }

    @Test func nightsAreTakenBackOneByOne() throws {
        let scenario = try Scenario()
        try scenario.configure(Self.three)
        var nights: [(before: [Remembered], run: Imported)] = []
        _ = try LeaverTests.deliver(Self.all, to: scenario)
        for text in [Self.one, Self.one + "\n", Self.all, Self.one, Self.all] {
            let before = try scenario.snapshot()
            nights.append((before, try LeaverTests.deliver(text, to: scenario)))
        }
        for night in nights.reversed() {
            _ = try Self.undo(night.run, in: scenario)
            #expect(try scenario.snapshot() == night.before)
        }
    }

    @Test func whatALaterFileCountedStays() throws {
        let scenario = try Scenario()
        try scenario.configure(Self.three)
        _ = try LeaverTests.deliver(Self.all, to: scenario)
        let early = try LeaverTests.deliver(Self.one, to: scenario)
        _ = try LeaverTests.deliver(Self.one + "\n", to: scenario)
        _ = try Self.undo(early, in: scenario)
        #expect(try Self.files("bob", scenario) == [2])
    }

    @Test func whoIsLeftToAnotherFeedIsTheFeedsAgain() throws {
        let scenario = try Scenario()
        for feed in ["hr", "payroll"] {
            _ = try LeaverTests.deliver(Self.all, of: feed, to: scenario)
        }
        let before = try scenario.snapshot()
        let letGo = try LeaverTests.deliver(Self.one, to: scenario)
        #expect(LeaverTests.leavers(letGo) == ["bob missing:policy.leaver.claimed"])
        let left = try scenario.snapshot()
        let back = try LeaverTests.deliver(Self.all + "\n", to: scenario)
        #expect(back.words == ["unchanged", "unchanged"])
        #expect(try Self.files("bob", scenario) == [])
        _ = try Self.undo(back, in: scenario)
        #expect(try scenario.snapshot() == left)
        // The row is not passed over as one that has been seen.
        _ = try LeaverTests.deliver(Self.all + "\n", to: scenario)
        #expect(try Self.files("bob", scenario) == [])
        let second = try LeaverTests.deliver(Self.one, to: scenario)
        #expect(try scenario.snapshot().map(\.state.absences.count) == [0, 1])
        _ = try Self.undo(second, in: scenario)
        #expect(try scenario.snapshot() == before)
    }

    @Test func whoseValueItIsComesBackWithoutAChangeOfIt() throws {
        let scenario = try Scenario()
        try scenario.configure(manualEdits: "keep")
        let header = "username,email,department\n"
        try scenario.load(header + "ada,ada@example.com,Sales\n")
        try scenario.act(on: "ada", ["action": "update", "department": "Board"])
        let agreed = try scenario.load(header + "ada,ada@example.com,Board\n")
        #expect(agreed.words == ["unchanged"])
        #expect(try scenario.edits() == [])
        let undone = try Self.undo(agreed, in: scenario)
        #expect(undone.words == ["updated"])
        #expect(undone.results[0].detail == "record 1: set by hand: department")
        #expect(try scenario.edits() == ["department"])
        // The feed's row is looked at again, and what was done by hand is kept.
        let kept = try scenario.load(header + "ada,ada@example.com,Sales\n")
        #expect(kept.words == ["unchanged:policy.manual-edit.kept"])
        #expect(try scenario.load(header + "ada,ada@example.com,Board\n").words == ["unchanged"])
        #expect(try scenario.edits() == [])
    }

    @Test func acceptedFileThatChangedNothingIsForgotten() throws {
        let scenario = try Scenario()
        _ = try LeaverTests.deliver(Self.all, to: scenario)
        let second = try LeaverTests.deliver(Self.all + "\n", to: scenario)
        #expect(second.words == ["unchanged", "unchanged"])
        _ = try Self.undo(second, in: scenario)
        #expect(throws: RunHalt.self) { try scenario.undo(second.ending.report.run) }
        let seen = try scenario.act(["action": "view-groups", "user": "ada"])
        #expect(throws: RunHalt.self) { try scenario.undo(seen.run) }
    }
}
