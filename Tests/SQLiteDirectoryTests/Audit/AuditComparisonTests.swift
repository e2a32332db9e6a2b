import GRDB
import Provisioning
import SQLiteDirectory
import Testing

/// What the log tells of is compared with it: the change log, before-images, users, the history.
@Suite struct AuditComparisonTests {
    private static let change = "(SELECT id FROM changes WHERE run_id = 8 AND record = 1)"

    @Test(arguments: [
        "UPDATE changes SET user_id = user_id + 1 WHERE id = \(change)",
        "UPDATE changes SET action = 4 WHERE id = \(change)",
        "UPDATE changes SET outcome = 3 WHERE id = \(change)",
        "UPDATE changes SET at = at + 1 WHERE id = \(change)",
        "UPDATE changes SET record = 9 WHERE id = \(change)",
        "UPDATE changes SET run_id = 9 WHERE id = \(change)",
        "DELETE FROM changes WHERE id = \(change)",
        "UPDATE change_payloads SET payload = payload || ' ' WHERE change_id = \(change)",
        "UPDATE change_payloads SET payload = replace(payload, 'D7', 'D9') WHERE change_id = \(change)",
        "DELETE FROM change_payloads WHERE change_id = \(change)",
    ])
    func changedLineIsFoundAtItsRecord(sql: String) throws {
        let it = try AuditFixture()
        try it.execute(sql)
        let finding = try #require(try it.verify().findings.first)
        #expect(finding.run == "run7" && finding.record == 1, "\(finding.text)")
        #expect(finding.entry != nil)
    }

    @Test func addedLineIsFound() throws {
        let it = try AuditFixture()
        let insertion = """
            INSERT INTO changes(run_id, record, user_id, action, outcome, at)
            VALUES (8, ?, 1, 2, 2, 7000)
            """
        try it.execute(insertion, [1])
        #expect(try it.verify().findings.map(\.record) == [1])
        try it.execute(insertion, [70])
        #expect(try it.verify().findings.map(\.record) == [1, 70])
    }

    @Test(arguments: [
        ("UPDATE users SET created_record = 3 WHERE id = 2", UInt32(2)),
        ("UPDATE users SET created_run = 3 WHERE id = 2", 2),
        ("DELETE FROM users WHERE id = 2", 2),
        ("UPDATE users SET id = 40000 WHERE id = 2", 2),
    ])
    func changedOriginOfAUserIsFound(sql: String, record: UInt32) throws {
        let it = try AuditFixture()
        try it.execute(sql)
        let finding = try #require(try it.verify().findings.first)
        #expect(finding.run == "made" && finding.record == record, "\(finding.text)")
    }

    @Test func userWhomNobodyCreatedIsFound() throws {
        let it = try AuditFixture()
        try it.execute(
            """
            INSERT INTO users(id, username_key, email_key, created_run, created_record)
            VALUES (50000, 'mallory', 'm@example.com', 1, 1)
            """)
        #expect(try it.verify().findings.first?.message.contains("user 50000") == true)
    }

    @Test(arguments: ["actor", "name", "feed", "command", "file", "reason", "file_hash"])
    func changedRunIsFound(column: String) throws {
        let it = try AuditFixture()
        try it.execute("UPDATE runs SET \(column) = 'other' WHERE id = 8")
        let finding = try #require(try it.verify().findings.first)
        #expect(finding.run == (column == "name" ? "other" : "run7"))
    }

    @Test(arguments: [
        "state = 'stopped'", "started_at = 0", "summary = replace(summary, ':0', ':1')",
        "state = 'running'",
    ])
    func changedEndOfARunIsFound(assignment: String) throws {
        let it = try AuditFixture()
        try it.execute("UPDATE runs SET \(assignment) WHERE id = 8")
        #expect(try it.verify().findings.first?.run == "run7")
    }

    @Test func removedRunIsFound() throws {
        let it = try AuditFixture()
        try it.execute("DELETE FROM runs WHERE id = 8")
        #expect(try !it.verify().isWhole)
    }

    @Test func orphanedBeforeImageIsFound() throws {
        let it = try AuditFixture()
        try it.execute("INSERT INTO change_payloads VALUES (900000, '{}')")
        #expect(try it.verify().findingCount == 1)
    }
}
