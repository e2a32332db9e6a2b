import Provisioning
import Testing

/// Guards stop a run before anything is written.
@Suite struct GuardTests {
    static func feed(good: Int, bad: Int) -> String {
        let accepted = (0..<good).map { "user\($0),user\($0)@example.com" }
        let refused = (0..<bad).map { "bad\($0),nonsense" }
        return "username,email\n" + (accepted + refused).joined(separator: "\n")
    }

    @Test func rejectsAboveTheLimitStopTheRunAndChangeNothing() throws {
        let scenario = try Scenario()
        try scenario.load(Self.feed(good: 5, bad: 0))
        let before = try scenario.export()
        let imported = try scenario.load(Self.feed(good: 20, bad: 3)) {
            $0.rejectsMax = .records(2)
        }
        #expect(imported.ending.report.status == .stopped)
        #expect(imported.ending.stop?.code == .runGuardRejects)
        #expect(Set(imported.results.map(\.outcome)) == ["skipped"])
        #expect(imported.results[22].detail.contains("rejected"))
        #expect(try scenario.export() == before)
        let retried = try scenario.load(Self.feed(good: 20, bad: 3)) {
            $0.rejectsMax = .records(3)
        }
        #expect(retried.ending.report.status == .someRejected)
    }

    @Test func dryRunOfAStoppedRunSaysTheSame() throws {
        let scenario = try Scenario()
        let text = Self.feed(good: 20, bad: 3)
        let rehearsed = try scenario.load(text) {
            $0.rejectsMax = .records(2)
            $0.isDryRun = true
        }
        let real = try scenario.load(text) { $0.rejectsMax = .records(2) }
        #expect(rehearsed.results == real.results)
        #expect(rehearsed.ending.report.status == real.ending.report.status)
    }

    @Test func anAllowanceOfRejectsRaisesTheLimitOfTheOption() throws {
        let scenario = try Scenario()
        let text = Self.feed(good: 20, bad: 3)
        let imported = try scenario.load(text) {
            $0.rejectsMax = .records(2)
            $0.allowances = [.rejects: 3]
        }
        #expect(imported.ending.report.status == .someRejected)
        let readings = imported.ending.report.guards.map {
            "\($0.name) \($0.count) \($0.limit ?? 0)"
        }
        #expect(readings[..<2] == ["removals 0 5", "rejects 3 3"])
        #expect(imported.ending.report.guards.allSatisfy { !$0.hasTripped })
    }

    @Test func whomTheFileItselfCreatesCannotBeLost() throws {
        let scenario = try Scenario()
        let users = (0..<20).map { ",user\($0),user\($0)@example.com" }
        let removals = (0..<20).map { "disable,user\($0)," }
        let header = "action,username,email\n"
        let first = try scenario.load(header + (users + removals).joined(separator: "\n"))
        #expect(first.ending.report.status == .allAccepted)
        let enabling = (0..<20).map { "enable,user\($0)," }
        try scenario.load(header + enabling.joined(separator: "\n"))
        let again = try scenario.load(header + removals.joined(separator: "\n"))
        #expect(again.ending.stop?.code == .runGuardRemovals)
    }

    @Test func anotherSpellingOfAKeyIsNoChangeOfIdentity() throws {
        let scenario = try Scenario()
        try scenario.configure("feeds: {default: {guards: {identity: 1}}}\n")
        try scenario.load("username,email\nada,ada@example.com\nbob,bob@example.com\n")
        let spelt = try scenario.load("username,email\nAda,Ada@example.com\nBob,BOB@Example.com\n")
        #expect(spelt.ending.report.guards[2].count == 0)
        let given = try scenario.load(
            "username,email,external_id\nAda,Ada@example.com,1\nBob,BOB@Example.com,2\n")
        #expect(given.words == ["updated", "updated"])
        let changed = try scenario.load(
            "username,email,external_id\nada1,ada@example.com,1\nbob1,bob@example.com,2\n")
        #expect(changed.ending.stop?.code == .runGuardIdentity)
    }

    @Test func aFileThatWasStoppedIsNotRemembered() throws {
        let scenario = try Scenario()
        try scenario.load(Self.feed(good: 200, bad: 0))
        try scenario.load(Self.feed(good: 20, bad: 3)) { $0.rejectsMax = .records(2) }
        let third = try scenario.load(Self.feed(good: 199, bad: 0))
        #expect(third.ending.report.summary.issues[.feedFileDiffers] == nil)
        let fourth = try scenario.load(Self.feed(good: 20, bad: 0))
        #expect(fourth.ending.report.summary.issues[.feedFileDiffers] == 1)
    }

    @Test(arguments: [FeedMode.delta, .full]) func aRejectsFileIsComparedWithNothing(
        mode: FeedMode
    ) throws {
        let scenario = try Scenario()
        let whole = Self.feed(good: 200, bad: 0)
        try scenario.load(whole) { $0.mode = mode }
        let part = "username,email,muster_codes\nuser7,u7@example.com,field.email.malformed\n"
        let corrected = try scenario.load(part) { $0.mode = mode }
        #expect(corrected.words == ["updated"])
        #expect(corrected.ending.report.summary.issues[.feedFileDiffers] == nil)
        let next = try scenario.load(whole + "\n") { $0.mode = mode }
        #expect(next.ending.report.summary.issues[.feedFileDiffers] == nil)
        let other = try scenario.load(Self.feed(good: 20, bad: 0)) {
            $0.mode = mode
            $0.allowances = [.removals: 200, .drift: 200]
        }
        #expect(other.ending.report.summary.issues[.feedFileDiffers] == 1)
    }
}
