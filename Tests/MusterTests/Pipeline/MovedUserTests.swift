import Foundation
import Muster
import Provisioning
import SQLiteDirectory
import Testing

/// Whoever is not the one any more whom a record's keys named when it was decided is left alone.
@Suite struct MovedUserTests {
    /// A feed about ada, what somebody does to her before the first write, and whether she is still meant.
    struct Case: Sendable, CustomTestStringConvertible {
        var feed: String
        var column: String
        var value: String
        var isMeant: Bool
        var testDescription: String { "\(feed.split(separator: "\n")[1]), \(column) \(value)" }
    }

    static let cases = [
        Case(
            feed: "username,department\nada,Sales\n", column: "username", value: "adele",
            isMeant: false),
        Case(
            feed: "username,department\nada,Sales\n", column: "email", value: "new@example.com",
            isMeant: true),
        Case(
            feed: "email,department\nada@example.com,Sales\n", column: "email",
            value: "new@example.com", isMeant: false),
        Case(
            feed: "email,department\nada@example.com,Sales\n", column: "external_id", value: "E9",
            isMeant: true),
        Case(
            feed: "external_id,department\nE1,Sales\n", column: "external_id", value: "E9",
            isMeant: false),
        Case(
            feed: "external_id,department\nE1,Sales\n", column: "username", value: "adele",
            isMeant: true),
        Case(
            feed: "action,username,email\ndelete,ada,ada@example.com\n", column: "email",
            value: "new@example.com", isMeant: false),
        Case(
            feed: "action,username,email\ndelete,ada,ada@example.com\n", column: "username",
            value: "adele", isMeant: false),
        Case(
            feed: "action,username,email\ndelete,ada,ada@example.com\n", column: "external_id",
            value: "E9", isMeant: true),
        Case(
            feed: "action,user\ndisable,ada\n", column: "username", value: "adele", isMeant: true),
    ]

    @Test(arguments: cases) func whoHasMovedIsLeftAlone(one: Case) throws {
        let scenario = try Scenario()
        try scenario.load("username,email,external_id\nada,ada@example.com,E1\n")
        let file = scenario.folder.appendingPathComponent("next.csv")
        try Data(one.feed.utf8).write(to: file)
        let job = ImportJob(
            ImportOptions(file: file.path, actor: "tester"), into: scenario.place)
        job.configure = { inputs in
            let directory = FaultyDirectory(inputs.directory)
            directory.afterOpening = {
                _ = try? scenario.act(["action": "update", "user": "ada", one.column: one.value])
            }
            inputs.directory = directory
        }
        let summary = try job.run().report.summary
        #expect(summary.count(.rejected) == (one.isMeant ? 0 : 1))
        #expect(summary.issues[.directoryUserMoved] == (one.isMeant ? nil : 1))
        let ada = try scenario.export().first { $0.contains(one.value) }
        if one.feed.contains("Sales") {
            #expect(ada?.contains("Sales") == one.isMeant)
        } else if one.feed.contains("delete") {
            #expect((ada == nil) == one.isMeant)
        }
    }
}
