import Provisioning

/// Taking back mails that were not delivered, as SQL with the user as its one parameter.
///
/// What a relay is sending at this moment cannot be taken back; when it is not taken, it is not tried
/// again.
enum MailWithdrawal {
    static let withLinks: [MailKind] = [.onboarding, .passwordReset, .reminder]
    static let ofOnboarding: [MailKind] = [.onboarding, .reminder]

    static func fromQueue(_ kinds: [MailKind]) -> String {
        "DELETE FROM mail_queue WHERE user_id = ? AND kind IN (\(list(kinds)))"
    }

    /// Says of those that were tried, and of those that failed, that nobody tries them again.
    static func fromDeliveries(_ kinds: [MailKind]) -> String {
        """
        UPDATE mail_deliveries SET state = \(MailState.withdrawn.rawValue)
        WHERE user_id = ? AND kind IN (\(list(kinds))) 
            AND state IN (\(MailState.deferred.rawValue), \(MailState.failed.rawValue))
        """
    }

    /// Those that a run owes to the user, with user and run as parameters.
    static let ofRunFromQueue = "DELETE FROM mail_queue WHERE user_id = ? AND run_id = ?"

    static let ofRunFromDeliveries = """
        UPDATE mail_deliveries SET state = \(MailState.withdrawn.rawValue)
        WHERE user_id = ? AND run_id = ?
            AND state IN (\(MailState.deferred.rawValue), \(MailState.failed.rawValue))
        """

    private static func list(_ kinds: [MailKind]) -> String {
        kinds.map { "\($0.rawValue)" }.joined(separator: ", ")
    }
}

/// Putting a mail into the queue, unless it is there or was delivered before.
enum MailQueueing {
    static let sql = """
        INSERT OR IGNORE INTO mail_queue(user_id, kind, occasion, due_at, run_id, record)
        SELECT ?1, ?2, ?3, ?4, ?5, ?6 WHERE NOT EXISTS(
            SELECT 1 FROM mail_deliveries WHERE user_id = ?1 AND kind = ?2 AND occasion = ?3)
        """

    /// Says where a mail goes that is queued and does not go to the user's own address.
    static let recipientSQL = """
        INSERT OR IGNORE INTO mail_recipients(user_id, kind, occasion, address)
        SELECT user_id, kind, occasion, ?4 FROM mail_queue
        WHERE user_id = ?1 AND kind = ?2 AND occasion = ?3
        """
}
