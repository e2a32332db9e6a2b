import GRDB

/// Tables of what users can get at and by what means: applications, enrolments, devices, sessions,
/// mailed links and grants to act as somebody.
///
/// No secret stands here in clear: passwords and backup codes are Argon2id hashes, TOTP secrets are
/// sealed under the key file, tokens are there as their SHA-256.
enum AccessTables {
    private static let sql = """
        CREATE TABLE apps(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            name_key TEXT NOT NULL UNIQUE,
            requires_second_factor INTEGER NOT NULL,
            created_at INTEGER NOT NULL
        );
        CREATE TABLE app_groups(
            app_id INTEGER NOT NULL, group_id INTEGER NOT NULL, PRIMARY KEY(app_id, group_id)
        ) WITHOUT ROWID;
        CREATE TABLE user_apps(
            user_id INTEGER NOT NULL, app_id INTEGER NOT NULL, PRIMARY KEY(user_id, app_id)
        ) WITHOUT ROWID;
        CREATE TABLE app_access(
            user_id INTEGER NOT NULL, app_id INTEGER NOT NULL, last_at INTEGER NOT NULL,
            PRIMARY KEY(user_id, app_id)
        ) WITHOUT ROWID;
        CREATE TABLE enrolments(
            user_id INTEGER NOT NULL, method INTEGER NOT NULL, enrolled_at INTEGER NOT NULL,
            secret BLOB, last_step INTEGER, PRIMARY KEY(user_id, method)
        ) WITHOUT ROWID;
        CREATE TABLE backup_codes(
            id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, hash TEXT NOT NULL,
            created_at INTEGER NOT NULL
        );
        CREATE INDEX backup_codes_by_user ON backup_codes(user_id);
        CREATE TABLE devices(
            id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, device TEXT NOT NULL, name TEXT,
            registered_at INTEGER NOT NULL, last_seen_at INTEGER, UNIQUE(user_id, device)
        );
        CREATE TABLE sessions(
            id TEXT PRIMARY KEY, user_id INTEGER NOT NULL, device TEXT,
            started_at INTEGER NOT NULL, last_seen_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX sessions_by_user ON sessions(user_id);
        CREATE TABLE links(
            digest BLOB PRIMARY KEY, user_id INTEGER NOT NULL, kind INTEGER NOT NULL,
            occasion NOT NULL, made_at INTEGER NOT NULL, expires_at INTEGER NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX links_by_user ON links(user_id);
        CREATE TABLE grants(
            id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, user_id INTEGER NOT NULL,
            run_id INTEGER NOT NULL, record INTEGER NOT NULL, actor TEXT NOT NULL, reason TEXT,
            started_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
            uses INTEGER NOT NULL DEFAULT 0, last_used_at INTEGER, ended_at INTEGER
        );
        CREATE INDEX grants_by_user ON grants(user_id);
        """

    static let columns = AddedColumns([
        ("users", "onboarding_since", "INTEGER"),
        ("run_chunks", "secrets_bytes", "INTEGER NOT NULL DEFAULT 0"),
    ])

    /// Makes the tables and columns, and takes away what stands elsewhere from then on.
    static func make(in database: Database) throws {
        try database.execute(sql: sql)
        try columns.addMissing(to: database)
        if try AddedColumns.has("totp_secret", of: "users", in: database) {
            try database.execute(sql: "ALTER TABLE users DROP COLUMN totp_secret")
        }
    }
}
