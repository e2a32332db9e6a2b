import GRDB
package import Provisioning

/// What the guards compare a plan with.
extension SQLiteDirectory {
    package func activeUsers() throws(RunHalt) -> UInt64 {
        try perform("count the active users") { database in
            try UInt64.fetchOne(
                database, sql: "SELECT count(*) FROM users WHERE disabled_cause IS NULL") ?? 0
        }
    }

    package func acceptedFile(
        of feed: FeedID, mode: FeedMode
    ) throws(RunHalt) -> AcceptedFile? {
        try perform("look for the feed's last file") { database in
            let row = try Row.fetchOne(
                database,
                sql: """
                    SELECT accepted_at, records, health FROM feed_files
                    WHERE feed_id = ? AND mode = ? ORDER BY run_id DESC LIMIT 1
                    """, arguments: [feed.value, mode.rawValue])
            guard let row else { return nil }
            return AcceptedFile(
                acceptedAt: Instant(milliseconds: try row.value(0)),
                records: UInt64(max(try row.value(1) as Int64, 0)),
                health: try FileHealthText.health(of: try row.value(2), database))
        }
    }
}
