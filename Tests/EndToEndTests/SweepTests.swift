import Foundation
import Muster
import Provisioning
import Testing

/// A sweep does what time asks for, once, and to nobody else.
@Suite struct SweepTests {
    static let people = """
        username,email,end_date
        ada,ada@example.com,2049-05-09
        ben,ben@example.com,2049-05-10
        cyd,cyd@example.com,2049-05-11
        dan,dan@example.com,
        eve,eve@example.com,2048-02-29
        """

    /// Day of the sweep, and whom it disables.
    static let days: [(ByteString, [String])] = [
        ("2048-02-29", []), ("2048-03-01", ["eve"]), ("2049-05-09", ["eve"]),
        ("2049-05-10", ["ada", "eve"]), ("2049-05-11", ["ada", "ben", "eve"]),
        ("2049-05-12", ["ada", "ben", "cyd", "eve"]),
    ]

    @Test(arguments: days) func whoIsPastTheEndDateIsDisabled(
        day: ByteString, names: [String]
    ) throws {
        let scene = try SweepScene()
        scene.clock.set("2048-01-01")
        try scene.load(Self.people)
        scene.clock.set(day)
        let swept = try scene.sweep()
        #expect(swept.words == names.map { "disable \($0) disabled" })
        #expect(swept.ending.report.status == .allAccepted)
        #expect(
            try scene.texts(
                "SELECT username_key FROM users WHERE disabled_cause = 3 ORDER BY 1") == names)
        let again = try scene.sweep()
        #expect(again.results.isEmpty && again.ending.report.status == .allAccepted)
    }

    @Test func theReasonIsInTheAuditLogAndTheRunInTheHistory() throws {
        let scene = try SweepScene()
        try scene.load(Self.people)
        let swept = try scene.sweep { $0.reason = "nightly" }
        #expect(swept.results.count == 2)
        #expect(swept.results[0].detail == "end_date 2049-05-09 is past; enabled: false")
        let shown = scene.workplace.muster("audit", "show", "--user", "ada", "--format", "json")
        #expect(shown.output.contains("end_date 2049-05-09 is past"), "\(shown.output)")
        #expect(scene.workplace.muster("audit", "verify").status == 0)
        let run = try #require(swept.ending.report.run)
        let history = scene.workplace.muster("runs", "show", run).output
        #expect(history.contains("sweep") && history.contains("nightly"), "\(history)")
    }

    @Test func aFeedThatSaysEnabledDoesNotUndoWhatTheEndDateDid() throws {
        let scene = try SweepScene()
        let feed = "username,email,enabled,end_date\nada,ada@example.com,yes,"
        try scene.load(feed + "2049-05-09")
        try scene.sweep()
        let same = try scene.load(feed + "2049-05-09")
        #expect(same.report.summary.outcomes == [.unchanged: 1])
        #expect(try scene.sweep().results.isEmpty)
        // More time, and the word that the account is to work, come together.
        let longer = try scene.load(feed + "2049-12-31")
        #expect(longer.report.summary.outcomes == [.enabled: 1])
        #expect(try scene.sweep().results.isEmpty)
    }

    // MARK: Leavers

    /// Graces of the feeds a and b, days on which they let go, and the day from which on the user is
    /// deleted; nil: never.
    static let graces: [(String?, String?, KeyValuePairs<String, String>, ByteString?)] = [
        ("30 d", nil, ["a": "2049-01-01"], "2049-01-31"),
        (nil, nil, ["a": "2049-01-01"], nil),
        ("30 d", nil, ["a": "2049-01-01", "b": "2049-01-01"], nil),
        ("30 d", "60 d", ["a": "2049-02-01", "b": "2049-01-01"], "2049-04-02"),
        ("60 d", "30 d", ["a": "2049-01-01", "b": "2049-02-01"], "2049-04-02"),
        ("1 d", "1 d", [:], nil),
    ]

    @Test(arguments: graces.indices) func leaversGoWhenEveryGraceIsOver(index: Int) throws {
        let (first, second, left, due) = Self.graces[index]
        let graces = [("a", first), ("b", second)].compactMap { name, grace in
            grace.map { "  \(name): {mode: full, leavers: {delete_after: \($0)}}\n" }
        }
        let scene = try SweepScene(
            configuration: graces.isEmpty ? "" : "feeds:\n" + graces.joined())
        try scene.load("username,email\nada,ada@example.com\nben,ben@example.com\n", feed: "a")
        try scene.leave("ada", left)
        guard let due, let day = Instant(day: due) else {
            scene.clock.set("2100-01-01")
            #expect(try scene.sweep().results.isEmpty)
            return
        }
        scene.clock.set(ByteString(InstantDay.text(day.milliseconds - 86_400_000)))
        #expect(try scene.sweep().results.isEmpty)
        scene.clock.set(due)
        let swept = try scene.sweep()
        #expect(swept.words == ["delete ada deleted"])
        #expect(try scene.texts("SELECT username_key FROM users") == ["ben"])
        #expect(try scene.sweep().results.isEmpty)
    }

    @Test func whoAnotherFeedStillHasIsNeverDeleted() throws {
        let scene = try SweepScene(
            configuration: "feeds:\n  a: {mode: full, leavers: {delete_after: 1 d}}\n")
        for feed in ["a", "b"] {
            try scene.load("username,email\nada,ada@example.com\n", feed: feed)
        }
        try scene.leave("ada", ["a": "2049-01-01"])
        #expect(try scene.sweep().results.isEmpty)
    }

    /// The whole life, without a hand in the tables: present, missing, disabled, deleted.
    @Test func aLeaverOfAFullFeedIsDeletedInTheEnd() throws {
        let scene = try SweepScene(
            configuration: "feeds:\n  a: {mode: full, leavers: {delete_after: 30 d}}\n")
        let both = "username,email\nada,ada@example.com\nben,ben@example.com\n"
        try scene.load(both, feed: "a")
        scene.clock.set("2049-06-01")
        let missing = try scene.load("username,email\nada,ada@example.com\n", feed: "a")
        #expect(missing.report.leavers == [.disabled: 1])
        scene.clock.set("2049-06-30")
        #expect(try scene.sweep().results.isEmpty)
        scene.clock.set("2049-07-01")
        #expect(try scene.sweep().words == ["delete ben deleted"])
        #expect(scene.workplace.muster("audit", "verify").status == 0)
        // Who comes back is somebody new.
        #expect(try scene.load(both, feed: "a").report.summary.count(.created) == 1)
        #expect(try scene.sweep().results.isEmpty)
    }

    @Test func whoWasDisabledByHandIsNeverDeleted() throws {
        let scene = try SweepScene(
            configuration: "feeds:\n  a: {mode: full, leavers: {delete_after: 1 d}}\n")
        try scene.load("username,email\nada,ada@example.com\n", feed: "a")
        try scene.leave("ada", ["a": "2049-01-01"])
        try scene.execute("UPDATE users SET disabled_cause = 1")
        #expect(try scene.sweep().results.isEmpty)
    }

    // MARK: Passwords

    /// Day on which the password expires, and whether a sweep of 2049-05-10 ends the session.
    static let expiries: [(String?, Bool)] = [
        (nil, false), ("2049-05-11", false), ("2049-05-10", true), ("2049-01-01", true),
    ]

    @Test(arguments: expiries) func sessionsDoNotOutliveTheirPassword(
        day: String?, ends: Bool
    ) throws {
        let scene = try SweepScene()
        try scene.load("username,email\nada,ada@example.com\nben,ben@example.com\n")
        try scene.signIn("ada", expires: day, session: "s-1")
        try scene.signIn("ben", expires: nil, session: "s-2")
        let swept = try scene.sweep()
        #expect(swept.words == (ends ? ["end-sessions ada applied"] : []))
        #expect(
            try scene.texts("SELECT id FROM sessions ORDER BY id")
                == (ends ? ["s-2"] : ["s-1", "s-2"]))
        #expect(try scene.sweep().results.isEmpty)
    }

    // MARK: Protected users, rehearsals, signals

    @Test func protectedUsersAreLeftAloneWithAWarning() throws {
        let scene = try SweepScene(
            configuration: """
                policy: {protected: {users: [ada]}}
                feeds: {a: {mode: full, leavers: {delete_after: 1 d}}}
                """)
        try scene.load(
            "username,email,end_date\nada,ada@example.com,2049-05-01\n", feed: "a")
        let before = try scene.workplace.contents()
        let swept = try scene.sweep()
        #expect(swept.words == ["disable ada unchanged policy.sweep.protected"])
        #expect(swept.ending.report.status == .allAccepted)
        #expect(try scene.workplace.contents() == before)
        try scene.leave("ada", ["a": "2049-01-01"])
        #expect(try scene.sweep().words == ["delete ada unchanged policy.sweep.protected"])
    }

    @Test func aRehearsalSaysTheSameAndChangesNothing() throws {
        let scene = try SweepScene()
        try scene.load(Self.people)
        let before = try scene.workplace.contents()
        let runs = try scene.number("SELECT count(*) FROM runs")
        let rehearsed = try scene.sweep { $0.isDryRun = true }
        #expect(rehearsed.words == ["disable ada disabled", "disable eve disabled"])
        #expect(try scene.workplace.contents() == before)
        #expect(try scene.number("SELECT count(*) FROM runs") == runs)
        #expect(try scene.sweep().words == rehearsed.words)
    }

    @Test func noticesAreOwedAsForAnyDisable() throws {
        for (mail, count) in [(nil, 0), (true, 1), (false, 0)] as [(Bool?, Int)] {
            let scene = try SweepScene()
            try scene.load("username,email,end_date\nada,ada@example.com,2049-05-01\n")
            try scene.execute("UPDATE users SET onboarded_at = 1, password_hash = 'x'")
            let swept = try scene.sweep { $0.mail = mail }
            #expect(swept.ending.report.summary.mailsQueued == UInt64(count))
        }
    }

    @Test func theDirectoryIsNeverItsOwnResultsFile() throws {
        let scene = try SweepScene()
        try scene.load(Self.people)
        let ending = scene.workplace.muster("sweep", "--results", "muster.sqlite")
        #expect(ending.status == 64 && ending.error.contains("would overwrite"))
        #expect(scene.workplace.muster("users", "list").lines.count == 5)
    }

    @Test func withoutADirectoryThereIsNothingToSweep() throws {
        let place = try Workplace()
        #expect(place.muster("sweep").status == 66)
        #expect(place.names.isEmpty)
    }
}

/// Days as text, for tests that count with them.
enum InstantDay {
    static func text(_ milliseconds: Int64) -> String { Instant(milliseconds: milliseconds).day }
}
