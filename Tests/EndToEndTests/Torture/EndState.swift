import Foundation
import GRDB
import Testing

/// All that must be the same in two directories that the same commands were given to, however often
/// they were killed: users with their memberships, secrets and enrolments, groups, owed mail, changes,
/// absences and indexes.
///
/// Not compared: numbers of users and runs, names of runs, times, random values (salts, codes, tokens,
/// sealed secrets), of which there must be as many for each user, and how often a record that is still
/// rejected was delivered.
struct EndState {
    private var parts: [(name: String, text: String)] = []

    /// Looks at a directory, and holds its file and its audit log to account.
    init(of place: Workplace, _ label: String) throws {
        parts = [
            ("export", place.muster("users", "export").output),
            ("groups", place.muster("groups", "list").output),
        ]
        var configuration = Configuration()
        configuration.readonly = true
        parts += try DatabaseQueue(
            path: place.path("muster.sqlite"), configuration: configuration
        ).read { database in
            let check = try String.fetchAll(database, sql: "PRAGMA integrity_check")
            #expect(check == ["ok"], "\(label)")
            // One text each: a row of 100,000 is slow to fetch.
            return try Self.queries.map { name, lines in
                let text = try String.fetchOne(
                    database,
                    sql: "SELECT group_concat(line, char(10)) FROM (\(lines) ORDER BY 1)")
                return (name, text ?? "")
            }
        }
        let verification = place.muster("audit", "verify")
        #expect(verification.status == 0, "\(label): \(verification.output)\(verification.error)")
    }

    private static let queries: KeyValuePairs = [
        "users": """
        SELECT username_key || ' ' || version || ' ' || created_record || ' '
            || coalesce(feed_id, 0) || ' ' || onboarding_generation || ' '
            || (password_hash IS NOT NULL) || ' ' || coalesce(disabled_cause, 0) AS line
        FROM users
        """,
        "mails": """
        SELECT kind || ' ' || username_key || ' ' || coalesce(address, '') AS line
        FROM mail_queue JOIN users ON users.id = user_id
            LEFT JOIN mail_recipients USING(user_id, kind, occasion)
        """,
        "changes": """
        SELECT action || ' ' || outcome || ' ' || coalesce(username_key, '(deleted)') AS line
        FROM changes LEFT JOIN users ON users.id = user_id
        """,
        "records": "SELECT record || ' ' || action || ' ' || outcome AS line FROM changes",
        "absences": """
        SELECT username_key || ' ' || files || ' ' || (left_at IS NOT NULL) AS line
        FROM feed_absences JOIN users ON users.id = user_id
        """,
        "enrolments": """
        SELECT username_key || ' ' || method || ' ' || (secret IS NOT NULL) AS line
        FROM enrolments JOIN users ON users.id = user_id
        """,
        "backup codes": """
        SELECT username_key || ' ' || count(*) AS line
        FROM backup_codes JOIN users ON users.id = user_id GROUP BY user_id
        """,
        "grants": "SELECT username_key AS line FROM grants JOIN users ON users.id = user_id",
        "files": "SELECT 'accepted' AS line FROM feed_files",
        "open rejects": "SELECT code AS line FROM open_rejects",
        "indexes": """
        SELECT name || ' ' || coalesce(sql, '') AS line FROM sqlite_schema WHERE type = 'index'
        """,
    ]

    /// Expects that this is the directory that it should be, but for the parts of these names.
    func expect(_ other: EndState, but varying: [String] = [], _ label: String) {
        for (found, wanted) in zip(parts, other.parts) where !varying.contains(found.name) {
            #expect(Difference(found.text, wanted.text) == nil, "\(label): \(found.name)")
        }
    }
}
