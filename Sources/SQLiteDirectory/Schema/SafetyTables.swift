import GRDB

/// Tables of what makes runs safe: what feeds delivered, who is missing from them, what was changed by
/// hand, and which rejected records nobody has corrected yet.
enum SafetyTables {
    static let columns = AddedColumns([
        ("runs", "mode", "INTEGER NOT NULL DEFAULT 0"),
        ("runs", "records", "INTEGER NOT NULL DEFAULT 0"),
        ("runs", "allowances", "TEXT NOT NULL DEFAULT ''"),
        ("runs", "request", "TEXT NOT NULL DEFAULT ''"),
        ("runs", "undoes_run", "INTEGER"), ("runs", "undone_state", "TEXT"),
        ("runs", "first_attempt", "INTEGER"), ("groups", "created_run", "INTEGER"),
        ("run_chunks", "kept_bytes", "INTEGER NOT NULL DEFAULT 0"),
    ])

    /// Makes the tables and columns.
    static func make(in database: Database) throws {
        try columns.addMissing(to: database)
        try database.execute(sql: sql)
    }

    private static let sql = """
        CREATE INDEX runs_by_undone ON runs(undoes_run) WHERE undoes_run IS NOT NULL;
        CREATE INDEX runs_by_first_attempt ON runs(first_attempt)
            WHERE first_attempt IS NOT NULL;
        CREATE TABLE run_leavers(run_id INTEGER PRIMARY KEY, users BLOB NOT NULL);
        CREATE TABLE feed_files(
            run_id INTEGER PRIMARY KEY, feed_id INTEGER NOT NULL, mode INTEGER NOT NULL,
            file_hash TEXT NOT NULL, accepted_at INTEGER NOT NULL, records INTEGER NOT NULL,
            health TEXT NOT NULL
        );
        CREATE INDEX feed_files_by_feed ON feed_files(feed_id, run_id);
        CREATE TABLE feed_absences(
            user_id INTEGER NOT NULL, feed_id INTEGER NOT NULL, files INTEGER NOT NULL,
            run_id INTEGER NOT NULL, since INTEGER NOT NULL, left_at INTEGER,
            PRIMARY KEY(user_id, feed_id)
        ) WITHOUT ROWID;
        CREATE TABLE absences_before(
            user_id INTEGER NOT NULL, feed_id INTEGER NOT NULL, run_id INTEGER NOT NULL,
            files INTEGER, former_run INTEGER, since INTEGER, left_at INTEGER,
            PRIMARY KEY(user_id, feed_id, run_id)
        ) WITHOUT ROWID;
        CREATE INDEX absences_before_by_run ON absences_before(run_id);
        CREATE TABLE manual_edits(
            user_id INTEGER NOT NULL, field TEXT NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY(user_id, field)
        ) WITHOUT ROWID;
        CREATE TABLE open_rejects(
            run_id INTEGER NOT NULL, record INTEGER NOT NULL, feed_id INTEGER NOT NULL,
            code TEXT NOT NULL, username_hash INTEGER NOT NULL, email_hash INTEGER NOT NULL,
            external_id_hash INTEGER NOT NULL, attempts INTEGER NOT NULL,
            PRIMARY KEY(run_id, record)
        ) WITHOUT ROWID;
        CREATE INDEX open_rejects_by_feed ON open_rejects(feed_id);
        """
}
