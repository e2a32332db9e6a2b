import GRDB
package import Provisioning

/// A user who has not finished onboarding.
package struct OnboardingListing: Equatable, Sendable {
    package var user: UserID
    package var username: ByteString
    package var email: ByteString
    /// When this onboarding began.
    package var since: Instant
    /// When the last onboarding mail or reminder was first attempted; nil: none was.
    package var attemptedAt: Instant?
    /// When the last one that nobody has tried to send is due; nil: none waits.
    package var queuedFor: Instant?
    /// When the link of the last one ends, or has ended; nil: there is none.
    package var linkEndsAt: Instant?
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
            defer { order.reset() }
            while try order.step() {
                row.bind(1, order.int64(0))
                guard try row.step() else { continue }
                let listing = OnboardingListing(
                    user: UserID(UInt32(order.int64(0))), username: row.text(0),
                    email: row.text(1), since: Instant(milliseconds: order.int64(1)),
                    attemptedAt: row.instant(2), queuedFor: row.instant(3),
                    linkEndsAt: row.instant(4))
                row.reset()
                try each(listing)
            }
        }
    }

    private static let onboardingDetails = {
        let kinds = "(\(MailKind.onboarding.rawValue), \(MailKind.reminder.rawValue))"
        return """
            SELECT coalesce(username, username_key), coalesce(email, email_key),
                (SELECT max(first_attempt_at) FROM mail_queue WHERE user_id = ?1
                    AND kind IN \(kinds)),
                (SELECT max(due_at) FROM mail_queue WHERE user_id = ?1 AND kind IN \(kinds)
                    AND first_attempt_at IS NULL),
                (SELECT max(expires_at) FROM links WHERE user_id = ?1 AND kind IN \(kinds))
            FROM users WHERE id = ?1
            """
    }()
}

extension PreparedStatement {
    /// Milliseconds in a column as an instant; nil: NULL.
    func instant(_ column: Int32) -> Instant? {
        optionalInt64(column).map { Instant(milliseconds: $0) }
    }
}
