import GRDB
import Provisioning

/// The mail queue of a directory, as outside readers see it.
enum MailQueue {
    /// One text for each queued mail: kind, user and occasion, in order.
    static func entries(of path: String) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration).read { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT kind || ' ' || username_key || ' ' || occasion
                    FROM mail_queue JOIN users ON users.id = user_id ORDER BY 1
                    """)
        }
    }
}

extension MailQueue {
    /// One text for each queued mail, in order: its kind and user, where it goes if not to the user's
    /// own address, and the day on which it is due if that is more than an hour ahead.
    ///
    /// Such as `email-changed ada to ada@old.example` and `onboarding eve due 2049-01-04`.
    static func owed(of path: String) throws -> [String] {
        var configuration = Configuration()
        configuration.readonly = true
        let rows = try DatabaseQueue(path: path, configuration: configuration).read { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT kind, username_key, address,
                        CASE WHEN due_at > (unixepoch() + 3600) * 1000
                            THEN strftime('%Y-%m-%d', due_at / 1000, 'unixepoch') END AS day
                    FROM mail_queue JOIN users ON users.id = user_id
                        LEFT JOIN mail_recipients USING(user_id, kind, occasion)
                    """)
        }
        return rows.map { row in
            var text = MailKind(rawValue: row["kind"])?.word ?? "unknown"
            text += " \(row["username_key"] as String)"
            if let address = row["address"] as String? { text += " to \(address)" }
            if let day = row["day"] as String? { text += " due \(day)" }
            return text
        }.sorted()
    }
}
