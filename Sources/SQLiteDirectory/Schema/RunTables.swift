/// Tables of runs, their checkpoints, the change log, and the fingerprints of feed rows.
///
/// `changes` says that something happened to a user number and keeps no personal data; what it
/// was before stands in `change_payloads`, which can be erased on its own.
enum RunTables {
    private static let chunkColumns =
        AccessTables.columns.definition(in: "run_chunks")
        + SafetyTables.columns.definition(in: "run_chunks")

    static let sql = """
        CREATE TABLE runs(
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            feed TEXT NOT NULL,
            feed_id INTEGER NOT NULL,
            command TEXT NOT NULL,
            actor TEXT NOT NULL,
            reason TEXT,
            file TEXT NOT NULL,
            file_hash TEXT NOT NULL,
            configuration_hash TEXT NOT NULL,
            options_hash TEXT NOT NULL,
            fingerprint_basis INTEGER NOT NULL,
            first_new_user INTEGER NOT NULL,
            creates INTEGER NOT NULL,
            defers_indexes INTEGER NOT NULL,
            state TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            summary TEXT\(SafetyTables.columns.definition(in: "runs"))
        );
        CREATE INDEX runs_by_feed ON runs(feed, id);
        CREATE TABLE run_chunks(
            run_id INTEGER NOT NULL,
            chunk INTEGER NOT NULL,
            last_record INTEGER NOT NULL,
            results_bytes INTEGER NOT NULL,
            rejects_bytes INTEGER NOT NULL,
            outcomes BLOB NOT NULL\(chunkColumns),
            PRIMARY KEY(run_id, chunk)
        );
        CREATE TABLE changes(
            id INTEGER PRIMARY KEY,
            run_id INTEGER NOT NULL,
            record INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            action INTEGER NOT NULL,
            outcome INTEGER NOT NULL,
            at INTEGER NOT NULL
        );
        CREATE INDEX changes_by_user ON changes(user_id, id);
        CREATE INDEX changes_by_run ON changes(run_id, record);
        CREATE TABLE change_payloads(change_id INTEGER PRIMARY KEY, payload TEXT NOT NULL);
        CREATE TABLE row_fingerprints(
            segment INTEGER PRIMARY KEY,
            feed_id INTEGER,
            except_feed INTEGER,
            basis INTEGER NOT NULL,
            entries BLOB NOT NULL
        );
        """
}
