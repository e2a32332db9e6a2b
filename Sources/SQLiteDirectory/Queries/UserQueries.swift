import GRDB
package import Provisioning

/// Lists and searches of users.
extension SQLiteDirectory {
    private static let listed = """
        SELECT id, coalesce(username, username_key), coalesce(email, email_key), external_id,
            first_name, last_name, display_name, disabled_cause IS NULL,
            onboarded_at IS NOT NULL
        FROM users
        """

    /// Calls `each` for the users that pass the filter, in the order of their usernames.
    package func listUsers(
        _ filter: UserFilter, _ each: (UserListing) throws -> Void
    ) throws(RunHalt) {
        var conditions: [String] = []
        var arguments: [ByteString] = []
        func demand(_ condition: String, _ argument: ByteString? = nil) {
            conditions.append(condition)
            if let argument { arguments.append(argument) }
        }
        if let after = filter.after { demand("username_key > ?", after) }
        if let isEnabled = filter.isEnabled {
            demand("disabled_cause IS \(isEnabled ? "" : "NOT ")NULL")
        }
        if let isOnboarded = filter.isOnboarded {
            demand("onboarded_at IS \(isOnboarded ? "NOT " : "")NULL")
        }
        if let group = filter.group {
            demand(
                """
                EXISTS(SELECT 1 FROM memberships WHERE user_id = users.id AND group_id =
                    (SELECT id FROM groups WHERE name_key = ?))
                """, GroupTable.fold(group))
        }
        if let feed = filter.feed {
            let number = "(SELECT id FROM feeds WHERE name = ?)"
            demand("(feed_id = \(number)", ByteString(feed))
            conditions[conditions.count - 1] +=
                " OR EXISTS(SELECT 1 FROM feed_claims WHERE user_id = users.id"
                + " AND feed_claims.feed_id = \(number)))"
            arguments.append(ByteString(feed))
        }
        let clause = conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        let limit = filter.limit.map { "LIMIT \($0)" } ?? ""
        let sql = "\(Self.listed) \(clause) ORDER BY username_key \(limit)"
        try perform("list users") { database in
            let rows = try PreparedStatement(database, sql)
            for (index, argument) in arguments.enumerated() {
                rows.bind(Int32(index + 1), copying: argument)
            }
            while try rows.step() { try each(Self.listing(rows)) }
        }
    }

    /// Users whose keys or names contain `text`, without regard to ASCII case; those with just this
    /// key come first, then those whose key begins with it.
    ///
    /// `id:` with a number and `ext:` with a key find that one user.
    package func searchUsers(_ text: ByteString, limit: Int) throws(RunHalt) -> [UserListing] {
        let columns = ["username_key", "email_key", "external_id"]
        let names = columns + ["first_name", "last_name", "display_name", Self.fullName]
        let exact = columns.map { "\($0) = ?1" }.joined(separator: " OR ")
        let contained = names.map { "instr(lower(\($0)), ?1) > 0" }.joined(separator: " OR ")
        let begun = columns.map { "instr(lower(\($0)), ?1) = 1" }.joined(separator: " OR ")
        switch text.bytes.withUnsafeBytes({ UserReference($0) }) {
        case .number(let number):
            return try listed("users.id = ?1", limit) { $0.bind(1, Int64(number)) }
        case .externalID(let range):
            let key = ByteString(text.bytes[range])
            return try listed("external_id = ?1", limit) { $0.bind(1, copying: key) }
        case .name, nil: break
        }
        let sql = """
            \(Self.listed) WHERE \(contained) OR external_id = ?2
            ORDER BY CASE WHEN \(exact) OR external_id = ?2 THEN 0 WHEN \(begun) THEN 1 ELSE 2 END,
                username_key
            LIMIT ?3
            """
        return try perform("search users") { database in
            let rows = try PreparedStatement(database, sql)
            rows.bind(1, copying: GroupTable.fold(text))
            rows.bind(2, copying: text)
            rows.bind(3, Int64(limit))
            var found: [UserListing] = []
            while try rows.step() { found.append(Self.listing(rows)) }
            return found
        }
    }

    private func listed(
        _ condition: String, _ limit: Int, bind: (PreparedStatement) -> Void
    ) throws(RunHalt) -> [UserListing] {
        try perform("find a user") { database in
            let rows = try PreparedStatement(
                database, "\(Self.listed) WHERE \(condition) LIMIT \(limit)")
            bind(rows)
            var found: [UserListing] = []
            while try rows.step() { found.append(Self.listing(rows)) }
            return found
        }
    }

    /// Users by state, in one pass.
    package func userCounts() throws(RunHalt) -> UserCounts {
        try perform("count the users") { database in
            var counts = UserCounts()
            let row = try PreparedStatement(
                database,
                """
                SELECT count(*), count(disabled_cause),
                    count(CASE WHEN disabled_cause IS NULL AND onboarded_at IS NULL THEN 1 END)
                FROM users
                """)
            guard try row.step() else { return counts }
            counts.all = UInt64(clamping: row.int64(0))
            counts.disabled = UInt64(clamping: row.int64(1))
            counts.active = counts.all - counts.disabled
            counts.notOnboarded = UInt64(clamping: row.int64(2))
            row.reset()
            return counts
        }
    }

    private static let fullName = "first_name || ' ' || last_name"

    private static func listing(_ row: PreparedStatement) -> UserListing {
        UserListing(
            id: UserID(UInt32(clamping: row.int64(0))), username: row.text(1), email: row.text(2),
            externalID: row.optionalText(3), firstName: row.optionalText(4),
            lastName: row.optionalText(5), displayName: row.optionalText(6),
            isEnabled: row.int64(7) != 0, isOnboarded: row.int64(8) != 0)
    }
}
