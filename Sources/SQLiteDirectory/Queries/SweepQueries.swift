import GRDB
package import Provisioning

/// A user to whom something is due, and since which day.
package struct DueUser: Equatable, Sendable {
    package var user: UserID
    /// The day as `YYYYMMDD` in digits: four bytes, for there can be many.
    private let digits: UInt32

    init(user: Int64, day: Int64) {
        self.user = UserID(UInt32(truncatingIfNeeded: user))
        digits = UInt32(truncatingIfNeeded: day)
    }

    /// The day as `YYYY-MM-DD`.
    package var day: String {
        let text = String(digits)
        let padded = String(repeating: "0", count: max(0, 8 - text.count)) + text
        return "\(padded.prefix(4))-\(padded.dropFirst(4).prefix(2))-\(padded.suffix(2))"
    }
}

/// A leaver whose grace is over, named as a deletion has to name them.
package struct DueLeaver: Equatable, Sendable {
    package var due: DueUser
    package var username: ByteString
    package var email: ByteString
    /// The grace that counts: the longest of those of the user's feeds.
    package var grace: Duration
}

/// Everybody to whom time has something to do, by what it is.
package struct DueUsers: Equatable, Sendable {
    /// Enabled, and past the end date.
    package var ended: [DueUser] = []
    /// Disabled as leavers, and past the grace of every feed that let go of them.
    package var left: [DueLeaver] = []
    /// Enabled, with sessions that began with a password which has expired.
    package var expired: [DueUser] = []

    package init() {}
    package var count: Int { ended.count + left.count + expired.count }
}

extension SQLiteDirectory {
    /// Whom a sweep of `today` (`YYYY-MM-DD`, UTC) has to do something about, each list in the order
    /// of user numbers.
    ///
    /// `grace` is how long leavers of a feed, by its name, are kept after it let go of them; nil: for
    /// ever. A user of several feeds is due when each of them has a grace and the longest is over,
    /// counted from the day on which the last let go; one that has them still keeps them.
    /// - Complexity: one pass over the users, one over the sessions, one over the leavers.
    package func usersDue(
        today: ByteString, now: Instant, grace: (String) -> Duration?
    ) throws(RunHalt) -> DueUsers {
        let feeds = try feedNames()
        let graces = feeds.compactMap { feed in
            grace(feed.name).map { (feed.id, $0.components.seconds) }
        }
        return try snapshot("look for who is due") { database in
            var due = DueUsers()
            due.ended = try Self.days(
                """
                SELECT id, CAST(replace(end_date, '-', '') AS INTEGER) FROM users
                WHERE end_date < ? AND disabled_cause IS NULL ORDER BY id
                """, today, in: database)
            due.expired = try Self.days(
                """
                SELECT id, CAST(replace(password_expires, '-', '') AS INTEGER) FROM users
                WHERE id IN (SELECT user_id FROM sessions) AND password_expires <= ?1
                    AND disabled_cause IS NULL AND onboarded_at IS NOT NULL
                    AND (end_date IS NULL OR end_date >= ?1) ORDER BY id
                """, today, in: database)
            if !graces.isEmpty { due.left = try Self.leavers(graces, at: now, in: database) }
            return due
        }
    }

    private func feedNames() throws(RunHalt) -> [(id: Int64, name: String)] {
        try perform("read the feeds") { database in
            try Row.fetchAll(database, sql: "SELECT id, name FROM feeds ORDER BY id")
                .map { (try $0.value(0), try $0.value(1)) }
        }
    }

    private static func days(
        _ sql: String, _ today: ByteString, in database: Database
    ) throws -> [DueUser] {
        let rows = try PreparedStatement(database, sql)
        rows.bind(1, copying: today)
        var due: [DueUser] = []
        while try rows.step() { due.append(DueUser(user: rows.int64(0), day: rows.int64(1))) }
        return due
    }

    private static func leavers(
        _ graces: [(feed: Int64, seconds: Int64)], at now: Instant, in database: Database
    ) throws -> [DueLeaver] {
        let values = graces.map { "(\($0.feed), \($0.seconds * 1_000))" }
        let rows = try PreparedStatement(
            database,
            """
            WITH grace(feed_id, life) AS (VALUES \(values.joined(separator: ", "))),
            gone AS (
                SELECT user_id, max(left_at) AS last, max(life) AS life
                FROM feed_absences LEFT JOIN grace USING(feed_id) WHERE left_at IS NOT NULL
                GROUP BY user_id
                HAVING count(*) = count(life) AND max(left_at) + max(life) <= ?1)
            SELECT id, CAST(strftime('%Y%m%d', last / 1000, 'unixepoch') AS INTEGER),
                coalesce(username, username_key), coalesce(email, email_key), life
            FROM gone JOIN users ON users.id = gone.user_id
            WHERE disabled_cause = \(DisabledCause.leaver.rawValue) AND NOT EXISTS(
                SELECT 1 FROM (
                    SELECT users.feed_id AS feed
                    UNION SELECT feed_id FROM feed_claims WHERE user_id = users.id)
                WHERE feed > 0 AND NOT EXISTS(
                    SELECT 1 FROM feed_absences
                    WHERE user_id = users.id AND feed_id = feed AND left_at IS NOT NULL))
            ORDER BY id
            """)
        rows.bind(1, now.milliseconds)
        var due: [DueLeaver] = []
        while try rows.step() {
            due.append(
                DueLeaver(
                    due: DueUser(user: rows.int64(0), day: rows.int64(1)),
                    username: rows.text(2), email: rows.text(3),
                    grace: .milliseconds(rows.int64(4))))
        }
        return due
    }

    /// Closes runs of `command` that were killed, which nobody carries on: the next one begins anew.
    /// The caller holds the run lock.
    package func supersedeRuns(of command: String) throws(RunHalt) {
        precondition(runLock != nil, "only the holder of the run lock knows that they are dead")
        let names = try perform("look for interrupted runs") { database in
            try String.fetchAll(
                database,
                sql: "SELECT name FROM runs WHERE command = ? AND state IN (?, ?) ORDER BY id",
                arguments: [
                    command, RunState.running.rawValue, RunState.interrupted.rawValue,
                ])
        }
        for name in names {
            guard let listing = try run(named: name) else { continue }
            let run = OpenRun(
                id: listing.id, name: name, feed: FeedID(0), firstNewUser: 0,
                fingerprintBasis: 0, actor: listing.plan.actor,
                startedAt: listing.plan.startedAt)
            try closeRun(run, state: .superseded, summary: RunSummary())
        }
    }
}
