import GRDB

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
