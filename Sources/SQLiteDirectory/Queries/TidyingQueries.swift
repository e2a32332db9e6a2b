import GRDB
package import Provisioning

/// Rows that nobody needs any more, in figures.
package struct TidiedRows: Equatable, Sendable {
    /// Mailed links that ended long ago.
    package var links: UInt64 = 0
    /// Grants to act as a user that ran out, and whose end is noted now.
    package var grantsEnded: UInt64 = 0
    /// Grants that ended long ago.
    package var grants: UInt64 = 0
    /// What became of mails, long ago.
    package var deliveries: UInt64 = 0

    package init() {}
    package var isEmpty: Bool { self == TidiedRows() }

    static func += (left: inout Self, right: Self) {
        left.links += right.links
        left.grantsEnded += right.grantsEnded
        left.grants += right.grants
        left.deliveries += right.deliveries
    }
}

/// The removal of what has no effect on anybody any more.
///
/// It is no change of a user, so there is no record of it: rows go, and an event in the audit log says
/// how many.
extension SQLiteDirectory {
    /// Rows to a transaction: a few hundredths of a second, so that other writers need not wait.
    private static let tidiedAtOnce = 5_000

    /// What `tidy` would remove now.
    package func rowsToTidy(before limit: Instant, at now: Instant) throws(RunHalt) -> TidiedRows {
        try snapshot("look for what can be removed") { database in
            var rows = TidiedRows()
            for (table, condition) in Self.tidyable {
                let counting = try PreparedStatement(
                    database, "SELECT count(*) FROM \(table) WHERE \(condition)")
                counting.bind(1, limit.milliseconds)
                guard try counting.step() else { continue }
                rows[table] = UInt64(clamping: counting.int64(0))
                counting.reset()
            }
            let ending = try PreparedStatement(
                database, "SELECT count(*) FROM grants WHERE \(Self.hasRunOut)")
            ending.bind(1, now.milliseconds)
            if try ending.step() { rows.grantsEnded = UInt64(clamping: ending.int64(0)) }
            ending.reset()
            return rows
        }
    }

    /// Removes links, grants and accounts of mails that ended before `limit`, and notes the end of
    /// grants that have run out by `now`.
    ///
    /// A few thousand rows a transaction; when it throws, those before stay removed. What became of
    /// the mails of somebody who has not finished onboarding stays: reminders count on it.
    /// - Returns: how many rows were removed.
    package func tidy(
        before limit: Instant, actor: String, at now: Instant
    ) throws(RunHalt) -> TidiedRows {
        var all = TidiedRows()
        all.grantsEnded = try endGrants(actor: actor, at: now)
        for (table, condition) in Self.tidyable {
            let users = try usersWithRows(in: table, condition, before: limit)
            var next = 0
            while next < users.count {
                let end = min(users.count, next + Self.tidiedAtOnce)
                // A user's rows go together, however many they are.
                let last = users[end - 1]
                all += try remove(
                    from: table, condition, users: users[next]...last, before: limit,
                    actor: actor, at: now)
                next = end
                while next < users.count, users[next] == last { next += 1 }
            }
        }
        return all
    }

    private static let tidyable = [
        ("links", "expires_at < ?1"),
        ("grants", "ended_at < ?1"),
        (
            "mail_deliveries",
            """
            state >= \(MailState.sent.rawValue) AND last_attempt_at < ?1
            AND NOT (kind IN (\(MailKind.onboarding.rawValue), \(MailKind.reminder.rawValue))
                AND EXISTS(SELECT 1 FROM users WHERE id = user_id AND onboarded_at IS NULL))
            """
        ),
    ]

    private static let hasRunOut = "ended_at IS NULL AND expires_at <= ?1"

    /// Users of the rows, one entry a row, ascending.
    private func usersWithRows(
        in table: String, _ condition: String, before limit: Instant
    ) throws(RunHalt) -> [UInt32] {
        try snapshot("look for what can be removed") { database in
            let rows = try PreparedStatement(
                database, "SELECT user_id FROM \(table) WHERE \(condition) ORDER BY user_id")
            rows.bind(1, limit.milliseconds)
            var users: [UInt32] = []
            while try rows.step() { users.append(UInt32(truncatingIfNeeded: rows.int64(0))) }
            return users
        }
    }

    private func remove(
        from table: String, _ condition: String, users: ClosedRange<UInt32>,
        before limit: Instant, actor: String, at now: Instant
    ) throws(RunHalt) -> TidiedRows {
        let audit = try auditLog()
        return try writing("remove old rows") { database in
            let removal = try PreparedStatement(
                database,
                "DELETE FROM \(table) WHERE user_id BETWEEN ?2 AND ?3 AND \(condition)")
            removal.bind(1, limit.milliseconds)
            removal.bind(2, Int64(users.lowerBound))
            removal.bind(3, Int64(users.upperBound))
            try removal.run()
            var rows = TidiedRows()
            rows[table] = UInt64(database.changesCount)
            try audit.appendEvent(
                "sweep.tidied", user: nil, actor: actor,
                detail: [
                    "rows": ByteString(table), "removed": ByteString("\(rows[table])"),
                ], at: now, in: database)
            return rows
        }
    }

    /// Notes the end of grants that ran out, each with its event.
    private func endGrants(actor: String, at now: Instant) throws(RunHalt) -> UInt64 {
        let users = try perform("look for grants that ran out") { database in
            try UInt32.fetchAll(
                database, sql: "SELECT DISTINCT user_id FROM grants WHERE \(Self.hasRunOut)",
                arguments: [now.milliseconds])
        }
        guard !users.isEmpty else { return 0 }
        return try changeAccess("note the end of grants", actor: actor, at: now) { transaction in
            var count: UInt64 = 0
            for user in users {
                for grant in try Self.expiredGrants(
                    of: UserID(user), at: now, transaction.database)
                {
                    try transaction.end(grant)
                    count += 1
                }
            }
            return count
        }
    }
}

extension TidiedRows {
    /// The figure of a table.
    fileprivate subscript(table: String) -> UInt64 {
        get {
            switch table {
            case "links": links
            case "grants": grants
            default: deliveries
            }
        }
        set {
            switch table {
            case "links": links = newValue
            case "grants": grants = newValue
            default: deliveries = newValue
            }
        }
    }
}
