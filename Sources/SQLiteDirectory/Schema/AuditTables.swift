/// Tables of the audit log: a chain of entries, each with a code that covers the one before.
///
/// An entry stands for a run's beginning or end, for the records of one chunk, or for one event
/// outside a run. Which record is in which entry follows from run and record numbers; names of
/// people are not in it, and what was before a change stands in `change_payloads`, of which an
/// entry holds a keyed digest alone.
enum AuditTables {
    static let sql = """
        CREATE TABLE audit(
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            run_id INTEGER NOT NULL,
            user_id INTEGER NOT NULL,
            first_record INTEGER NOT NULL,
            last_record INTEGER NOT NULL,
            body BLOB NOT NULL,
            code BLOB NOT NULL
        );
        CREATE INDEX audit_by_run ON audit(run_id, id);
        CREATE INDEX audit_by_user ON audit(user_id, id) WHERE user_id <> 0;
        CREATE TABLE audit_head(
            id INTEGER PRIMARY KEY CHECK(id = 1), entry INTEGER NOT NULL, code BLOB NOT NULL,
            signature BLOB NOT NULL
        );
        CREATE TABLE deleted_users(
            pseudonym BLOB NOT NULL, user_id INTEGER NOT NULL, created_run INTEGER NOT NULL,
            created_record INTEGER NOT NULL, deleted_at INTEGER NOT NULL,
            PRIMARY KEY(pseudonym, user_id)
        ) WITHOUT ROWID;
        """
}
