import GRDB
package import Provisioning

/// A user who has not finished onboarding.
package struct OnboardingListing: Equatable, Sendable {
    package var user: UserID
    package var username: ByteString
    package var email: ByteString
    /// When this onboarding began.
    package var since: Instant
    /// The last onboarding mail or reminder that somebody has tried to send; nil: none was.
    package var lastMail: LastMail?
    /// When the last one that waits is due, for the first time or again; nil: none waits.
    package var queuedFor: Instant?
    /// When the link of the last one ends, or has ended; nil: there is none.
    package var linkEndsAt: Instant?
}

/// A mail that somebody has tried to send, and what was answered.
package struct LastMail: Equatable, Sendable {
    package var state: MailState
    package var at: Instant
    /// The code and words of the answer; nil: there was none.
    package var reply: ByteString?

    package init(state: MailState, at: Instant, reply: ByteString?) {
        self.state = state
        self.at = at
        self.reply = reply
    }
}

extension SQLiteDirectory {
    /// Calls `each` for the enabled users who have not finished onboarding, those who began first
    /// coming first; one user is in memory at a time.
    ///
    /// - Complexity: one pass over the users, and a sort of two numbers for each that is listed.
    package func listOnboarding(
        _ each: (OnboardingListing) throws -> Void
    ) throws(RunHalt) {
        try snapshot("list who has not finished onboarding") { database in
            let order = try PreparedStatement(
                database,
                """
                SELECT users.id, coalesce(onboarding_since, started_at, 0) AS since
                FROM users LEFT JOIN runs ON runs.id = created_run
                WHERE onboarded_at IS NULL AND disabled_cause IS NULL ORDER BY since, users.id
                """)
            let row = try PreparedStatement(database, Self.onboardingDetails)
            let last = try PreparedStatement(database, Self.lastOnboardingMail)
            defer { order.reset() }
            while try order.step() {
                row.bind(1, order.int64(0))
                guard try row.step() else { continue }
                var listing = OnboardingListing(
                    user: UserID(UInt32(clamping: order.int64(0))), username: row.text(0),
                    email: row.text(1), since: Instant(milliseconds: order.int64(1)),
                    lastMail: nil, queuedFor: row.instant(2), linkEndsAt: row.instant(3))
                row.reset()
                listing.lastMail = try Self.lastMail(order.int64(0), last)
                try each(listing)
            }
        }
    }

    private static func lastMail(
        _ user: Int64, _ statement: PreparedStatement
    ) throws -> LastMail? {
        statement.bind(1, user)
        defer { statement.reset() }
        guard try statement.step(), let state = MailState(rawValue: statement.int64(0)) else {
            return nil
        }
        let code = statement.optionalInt64(2).map { "\($0) " } ?? ""
        return LastMail(
            state: state, at: Instant(milliseconds: statement.int64(1)),
            reply: statement.optionalText(3).map { ByteString(code + $0.text) })
    }

    private static let onboardingDetails = {
        let kinds = "(\(MailKind.onboarding.rawValue), \(MailKind.reminder.rawValue))"
        let waiting = OnboardingMails.of("mail_queue", "?1", "onboarding_generation")
        return """
            SELECT coalesce(username, username_key), coalesce(email, email_key),
                (SELECT max(coalesce(not_before, due_at)) \(waiting)),
                (SELECT max(expires_at) FROM links WHERE user_id = ?1 AND kind IN \(kinds))
            FROM users WHERE id = ?1
            """
    }()

    private static let lastOnboardingMail = {
        let generation = "(SELECT onboarding_generation FROM users WHERE id = ?1)"
        return """
            SELECT state, last_attempt_at, reply_code, reply
            \(OnboardingMails.of("mail_deliveries", "?1", generation)) AND attempts > 0
            ORDER BY last_attempt_at DESC, kind DESC, occasion DESC LIMIT 1
            """
    }()
}

extension PreparedStatement {
    /// Milliseconds in a column as an instant; nil: NULL.
    func instant(_ column: Int32) -> Instant? {
        optionalInt64(column).map { Instant(milliseconds: $0) }
    }
}
