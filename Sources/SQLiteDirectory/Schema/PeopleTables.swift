import Provisioning

/// Tables of users and what hangs on them.
///
/// A user's row is kept short, for a million of them are written at once: the compared forms of
/// the keys always stand, the forms as written only where they differ; what most users do not
/// have is NULL; the log of a creation is the run and record in the row itself.
enum PeopleTables {
    static let sql = """
        CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE feeds(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE groups(
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            name_key TEXT NOT NULL UNIQUE,
            device_limit INTEGER,
            second_factor INTEGER,
            created_at INTEGER NOT NULL\(SafetyTables.columns.definition(in: "groups"))
        );
        CREATE TABLE users(
            id INTEGER PRIMARY KEY,
            username_key TEXT NOT NULL,
            email_key TEXT NOT NULL,
            external_id TEXT,
            username TEXT,
            email TEXT,
            disabled_cause INTEGER,
            device_limit INTEGER,
            second_factor INTEGER,
            feed_id INTEGER,
            created_run INTEGER NOT NULL,
            created_record INTEGER NOT NULL,
            version INTEGER NOT NULL DEFAULT 1,
            onboarding_generation INTEGER NOT NULL DEFAULT 1,
            onboarded_at INTEGER,
            \(UserColumn.profile.map { "\($0.name) TEXT" }.joined(separator: ",\n    ")),
            password_hash TEXT,
            password_set_at INTEGER,
            password_expires TEXT\(AccessTables.columns.definition(in: "users"))
        );
        CREATE TABLE memberships(
            user_id INTEGER NOT NULL, group_id INTEGER NOT NULL, PRIMARY KEY(user_id, group_id)
        ) WITHOUT ROWID;
        CREATE TABLE attribute_names(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
        CREATE TABLE user_attributes(
            user_id INTEGER NOT NULL, attribute_id INTEGER NOT NULL, value TEXT NOT NULL,
            PRIMARY KEY(user_id, attribute_id)
        ) WITHOUT ROWID;
        CREATE TABLE feed_claims(
            user_id INTEGER NOT NULL, feed_id INTEGER NOT NULL, PRIMARY KEY(user_id, feed_id)
        ) WITHOUT ROWID;
        CREATE TABLE mail_queue(
            user_id INTEGER NOT NULL, kind INTEGER NOT NULL, occasion NOT NULL,
            due_at INTEGER NOT NULL, run_id INTEGER NOT NULL,
            record INTEGER NOT NULL\(MailTables.columns.definition(in: "mail_queue")),
            PRIMARY KEY(user_id, kind, occasion)
        ) WITHOUT ROWID;
        """
}
