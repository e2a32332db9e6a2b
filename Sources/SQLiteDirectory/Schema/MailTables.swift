import GRDB
import Provisioning

/// Tables of the outbox: mails that wait, and what became of those that a relay has taken.
///
/// `mail_queue` has a row for each mail that still has to be delivered, `mail_deliveries` one for each
/// that somebody has begun to send. A mail that is final leaves the queue and stays among the
/// deliveries, so that it is never queued again.
enum MailTables {
    private static let sql = """
        CREATE TABLE mail_deliveries(
            user_id INTEGER NOT NULL, kind INTEGER NOT NULL, occasion NOT NULL,
            due_at INTEGER NOT NULL, run_id INTEGER NOT NULL, record INTEGER NOT NULL,
            state INTEGER NOT NULL, attempts INTEGER NOT NULL,
            first_attempt_at INTEGER, last_attempt_at INTEGER NOT NULL,
            address TEXT, reply_code INTEGER, reply_verb TEXT, reply TEXT,
            PRIMARY KEY(user_id, kind, occasion)
        ) WITHOUT ROWID;
        CREATE TABLE mail_recipients(
            user_id INTEGER NOT NULL, kind INTEGER NOT NULL, occasion NOT NULL,
            address TEXT NOT NULL, PRIMARY KEY(user_id, kind, occasion)
        ) WITHOUT ROWID;
        CREATE TABLE mail_permits(slot INTEGER PRIMARY KEY, mails INTEGER NOT NULL);
        """

    /// What format 2 knew of attempts, as this one has it.
    private static let attempts = """
        INSERT INTO mail_deliveries(
            user_id, kind, occasion, due_at, run_id, record, state, attempts, first_attempt_at,
            last_attempt_at)
        SELECT user_id, kind, occasion, due_at, run_id, record, \(MailState.deferred.rawValue), 1,
            first_attempt_at, first_attempt_at
        FROM mail_queue WHERE first_attempt_at IS NOT NULL;
        DROP INDEX onboarding_attempts;
        ALTER TABLE mail_queue DROP COLUMN first_attempt_at;
        """

    static let columns = AddedColumns([
        ("mail_queue", "not_before", "INTEGER"), ("mail_queue", "lease", "INTEGER"),
    ])

    /// Makes the tables and columns, and brings attempts over where there can be some.
    static func make(in database: Database) throws {
        try database.execute(sql: sql)
        if try AddedColumns.has("first_attempt_at", of: "mail_queue", in: database) {
            try database.execute(sql: attempts)
        }
        try columns.addMissing(to: database)
    }
}
