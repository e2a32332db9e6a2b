/// Tables of what users can get at and by what means: applications, enrolments, devices, sessions,
/// mailed links and grants to act as somebody.
///
/// No secret stands here in clear: passwords and backup codes are Argon2id hashes, TOTP secrets are
/// sealed under the key file, tokens are there as their SHA-256.
enum AccessTables {
    static let sql = """
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
        ALTER TABLE users DROP COLUMN totp_secret;
        ALTER TABLE users ADD COLUMN onboarding_since INTEGER;
        ALTER TABLE mail_queue ADD COLUMN first_attempt_at INTEGER;
        CREATE INDEX onboarding_attempts ON mail_queue(user_id, first_attempt_at)
            WHERE kind = 1 AND first_attempt_at IS NOT NULL;
        ALTER TABLE run_chunks ADD COLUMN secrets_bytes INTEGER NOT NULL DEFAULT 0;
        """
}
