import Foundation
import Provisioning
import Testing

/// Rows that are known from the last import are passed over, and only those.
@Suite struct UnchangedRowTests {
    static let feed =
        "username,email,department\nada,ada@example.com,Sales\nbob,bob@example.com,Ops\n"

    @Test func anAddWhoseUserLaterRecordsChangedIsUnchangedTheSecondTime() throws {
        let scenario = try Scenario()
        let file = """
            action,user,username,email,groups,second_factor
            add,,ada,ada@example.com,staff;x,
            remove-from-groups,ada,,,x,
            set-second-factor,ada,,,,totp
            add,,bob,bob@example.com,staff,

            """
        try scenario.load(file)
        let before = try scenario.export()
        let again = try scenario.load(file)
        #expect(
            again.words == [
                "unchanged:run.record.already-applied", "unchanged", "unchanged", "unchanged",
            ])
        #expect(try scenario.export() == before)
        // Another file has no such excuse.
        let other = try scenario.load(file + "skip,ada,,,,\n")
        #expect(
            other.words == [
                "rejected:match.user.exists", "unchanged", "unchanged", "unchanged", "skipped",
            ])
    }

    @Test func sameFileTwiceChangesNothingAndQueuesNothing() throws {
        let scenario = try Scenario()
        let first = try scenario.load(Self.feed) { $0.mail = true }
        #expect(first.ending.report.summary.mailsQueued == 2)
        let before = try scenario.export()
        let second = try scenario.load(Self.feed) { $0.mail = true }
        #expect(second.words == ["unchanged", "unchanged"])
        #expect(second.ending.report.summary.mailsQueued == 0)
        #expect(try scenario.export() == before)
    }

    /// Their columns are found while they are read.
    @Test func recordsThatNameTheirOwnValuesAreKnownToo() throws {
        let scenario = try Scenario()
        let file = scenario.folder.appendingPathComponent("feed.jsonl")
        let users = ["ada", "bob", "eve"].map {
            #"{"username":"\#($0)","email":"\#($0)@example.com","department":"IT"}"# + "\n"
        }
        try Data(users.joined().utf8).write(to: file)
        #expect(
            try scenario.load("") { $0.file = file.path }.words
                == .init(repeating: "created", count: 3))
        let before = try scenario.export()
        #expect(before.count == 3)
        #expect(
            try scenario.load("") { $0.file = file.path }.words
                == .init(repeating: "unchanged", count: 3))
        #expect(try scenario.export() == before)
    }

    @Test func userChangedByCommandIsLookedAtAgain() throws {
        let scenario = try Scenario()
        try scenario.load(Self.feed)
        _ = try scenario.act(["action": "update", "user": "ada", "department": "Board"])
        #expect(try scenario.load(Self.feed).words == ["updated", "unchanged"])
        #expect(try scenario.load(Self.feed).words == ["unchanged", "unchanged"])
    }

    @Test func userChangedByAnotherFeedIsLookedAtAgain() throws {
        let scenario = try Scenario()
        try scenario.load(Self.feed) { $0.feed = "hr" }
        try scenario.load("username,email,department\nbob,bob@example.com,Board\n") {
            $0.feed = "crm"
        }
        #expect(try scenario.load(Self.feed) { $0.feed = "hr" }.words == ["unchanged", "updated"])
    }

    @Test func deletedUserIsCreatedAgain() throws {
        let scenario = try Scenario()
        try scenario.load(Self.feed)
        _ = try scenario.act(
            ["action": "delete", "username": "ada", "email": "ada@example.com"])
        #expect(try scenario.load(Self.feed).words == ["created", "unchanged"])
    }

    @Test func orderInOneFileCountsForKnownRowsToo() throws {
        let scenario = try Scenario()
        let header = "action,username,email,department\n"
        let ada = "upsert,ada,ada@example.com,Sales\n"
        try scenario.load(header + ada)
        let imported = try scenario.load(
            header + "update,ada,ada@example.com,Board\n" + ada)
        #expect(imported.words == ["updated", "rejected:duplicate.username.in-file"])
        // The row is known again only once it has been applied.
        #expect(try scenario.load(header + ada).words == ["updated"])
        let disabled = try scenario.load(header + "disable,ada,,\n" + ada)
        #expect(disabled.words == ["disabled", "unchanged"])
    }

    @Test func recordsThatUndoOneAnotherChangeNothingTheSecondTime() throws {
        let scenario = try Scenario()
        try scenario.load("username,email\neve,eve@example.com\n")
        let text = """
            action,username,email,device_limit
            disable,eve,,
            enable,eve,,
            set-device-limit,eve,,2
            set-device-limit,eve,,5
            add,tmp,tmp@example.com,
            delete,tmp,tmp@example.com,
            """
        let first = try scenario.load(text) { $0.mail = true }
        #expect(
            first.words == ["disabled", "enabled", "applied", "applied", "created", "deleted"])
        let before = try scenario.export()
        let rehearsed = try scenario.load(text) {
            $0.mail = true
            $0.isDryRun = true
        }
        let second = try scenario.load(text) { $0.mail = true }
        #expect(
            second.words == Array(repeating: "unchanged:run.record.already-applied", count: 6))
        #expect(rehearsed.results == second.results)
        #expect(second.ending.report.summary.mailsQueued == 0)
        #expect(try scenario.export() == before)
    }

    @Test func repeatedFileDoesNotDeleteWhoeverHasComeSince() throws {
        let scenario = try Scenario()
        try scenario.load("username,email\nada,ada@example.com\n")
        let text = """
            action,username,email
            delete,ada,ada@example.com
            add,ada,ada@example.com
            """
        #expect(try scenario.load(text) { $0.mail = true }.words == ["deleted", "created"])
        let before = try scenario.export()
        let again = try scenario.load(text) { $0.mail = true }
        #expect(again.words == ["unchanged:run.record.already-applied", "unchanged"])
        #expect(again.ending.report.summary.mailsQueued == 0)
        #expect(try scenario.export() == before)
    }

    @Test func forgottenCopyOfStandardInputIsRemoved() throws {
        let scenario = try Scenario()
        let folder = scenario.folder.appendingPathComponent("muster.runs/20260101-000000-dead")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let input = folder.appendingPathComponent("input")
        try Data("username,password\nada,secret\n".utf8).write(to: input)
        try scenario.load(Self.feed)
        #expect(!FileManager.default.fileExists(atPath: input.path))
    }

    @Test func lastRecordWinsOverAKnownRowToo() throws {
        let scenario = try Scenario()
        let header = "username,email,department\n"
        try scenario.load(header + "ada,ada@example.com,Sales\n")
        let imported = try scenario.load(
            header + "ada,ada@example.com,Sales\nada,ada@example.com,Support\n"
        ) { $0.onDuplicate = .last }
        #expect(imported.words == ["rejected:duplicate.username.in-file", "updated"])
    }

    @Test func deletionOfSomebodyGoneIsUnchangedInTheSameFileOnly() throws {
        let scenario = try Scenario()
        try scenario.load("username,email\nada,ada@example.com\n")
        let text = "action,username,email\ndelete,ada,ada@example.com\n"
        #expect(try scenario.load(text).words == ["deleted"])
        #expect(try scenario.load(text).words == ["unchanged:run.record.already-applied"])
        #expect(
            try scenario.load(text + "\n").words == ["rejected:match.user.not-found"])
    }

    @Test func changedPolicyForgetsTheRows() throws {
        let scenario = try Scenario()
        try scenario.load("username,email,groups\nada,ada@example.com,a;b\n")
        try scenario.load("username,email,groups\nada,ada@example.com,a\n")
        try scenario.configure("feeds:\n  default: {groups: {mode: replace}}\n")
        #expect(
            try scenario.load("username,email,groups\nada,ada@example.com,a\n").words
                == ["updated"])
    }

    @Test func rowWithADateAheadIsDecidedEveryNight() throws {
        let scenario = try Scenario()
        let feed = "username,email,end_date\nada,ada@example.com,9998-12-31\n"
        try scenario.load(feed)
        #expect(try scenario.load(feed).words == ["unchanged"])
    }
}
