import GRDB
package import Provisioning

/// The users who belong to a feed.
extension SQLiteDirectory {
    package func members(
        of feed: FeedID, from first: UserID, through last: UserID,
        except isExcepted: (UserID) -> Bool
    ) throws(RunHalt) -> [UserID] {
        try snapshot("look for users of a feed") { database in
            let reading = try PreparedStatement(
                database,
                """
                SELECT id FROM users WHERE id BETWEEN ?1 AND ?2 AND feed_id = ?3
                UNION ALL
                SELECT user_id FROM feed_claims WHERE user_id BETWEEN ?1 AND ?2 AND feed_id = ?3
                """)
            var members: [UserID] = []
            reading.bind(1, Int64(first.value))
            reading.bind(2, Int64(last.value))
            reading.bind(3, Int64(feed.value))
            while try reading.step() {
                let user = UserID(UInt32(clamping: reading.int64(0)))
                if !isExcepted(user) { members.append(user) }
            }
            guard !members.isEmpty else { return [] }
            let settled = try PreparedStatement(
                database,
                """
                SELECT 1 FROM feed_absences JOIN users ON users.id = user_id
                WHERE user_id = ? AND feed_absences.feed_id = ? AND left_at IS NOT NULL
                    AND disabled_cause IS NOT NULL
                """)
            return try members.sorted().filter { user in
                settled.bind(1, Int64(user.value))
                settled.bind(2, Int64(feed.value))
                defer { settled.reset() }
                return try !settled.step()
            }
        }
    }
}
