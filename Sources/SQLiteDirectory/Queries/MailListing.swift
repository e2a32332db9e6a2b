import GRDB
package import Provisioning

/// One mail of the outbox.
package struct MailListing: Equatable, Sendable {
    package var entry: MailQueueEntry
    package var stage: MailQueueCounts.Stage
    package var username: ByteString
    /// Where it goes, or went.
    package var address: ByteString
    /// When it is, or was, due for the first time.
    package var dueAt: Instant
    /// When it is tried next; nil: it is not.
    package var nextAt: Instant?
    package var attempts: UInt64
    package var lastAttemptAt: Instant?
    package var replyCode: Int?
    package var replyVerb: ByteString?
    package var reply: ByteString?
}

/// Which mails are listed.
package struct MailFilter: Equatable, Sendable {
    package var user: UserID?
    package var kind: MailKind?
    package var stage: MailQueueCounts.Stage?
    package var limit = 20

    package init() {}
}

extension SQLiteDirectory {
    /// The mails that pass the filter: those that wait in the order in which they are due, then those
    /// that are final, the latest first.
    /// - Complexity: one pass over the mails of the queue and the deliveries.
    package func listMails(_ filter: MailFilter) throws(RunHalt) -> [MailListing] {
        var condition = "TRUE"
        if let user = filter.user { condition += " AND user_id = \(user.value)" }
        if let kind = filter.kind { condition += " AND kind = \(kind.rawValue)" }
        if let stage = filter.stage { condition += " AND stage = '\(stage.rawValue)'" }
        let sql = """
            SELECT * FROM (\(Self.waitingMails) UNION ALL \(Self.finalMails)) WHERE \(condition)
            ORDER BY next_at IS NULL, next_at, last_attempt_at DESC, user_id, kind
            LIMIT \(max(filter.limit, 0))
            """
        return try perform("list mails") { database in
            let rows = try PreparedStatement(database, sql)
            var mails: [MailListing] = []
            while try rows.step() {
                guard let entry = MailQueueEntry(rows, from: 0),
                    let stage = MailQueueCounts.Stage(rawValue: rows.string(3))
                else { continue }
                mails.append(
                    MailListing(
                        entry: entry, stage: stage, username: rows.text(4), address: rows.text(5),
                        dueAt: Instant(milliseconds: rows.int64(6)), nextAt: rows.instant(7),
                        attempts: UInt64(clamping: rows.int64(8)), lastAttemptAt: rows.instant(9),
                        replyCode: rows.optionalInt64(10).map { Int($0) },
                        replyVerb: rows.optionalText(11), reply: rows.optionalText(12)))
            }
            return mails
        }
    }

    private static let people = """
        JOIN users ON users.id = user_id
        LEFT JOIN mail_recipients USING(user_id, kind, occasion)
        """
    private static let name = "coalesce(username, username_key)"

    private static let waitingMails = """
        SELECT user_id, kind, occasion,
            CASE WHEN coalesce(attempts, 0) = 0 THEN 'queued'
                WHEN state = \(MailState.attempting.rawValue) THEN 'sending'
                ELSE 'deferred' END AS stage,
            \(name), coalesce(mail_recipients.address, email, email_key), mail_queue.due_at,
            coalesce(not_before, mail_queue.due_at) AS next_at, coalesce(attempts, 0),
            CASE WHEN attempts > 0 THEN last_attempt_at END AS last_attempt_at, reply_code,
            reply_verb, reply
        FROM mail_queue LEFT JOIN mail_deliveries USING(user_id, kind, occasion) \(people)
        """

    private static let finalMails = """
        SELECT user_id, kind, occasion,
            CASE state WHEN \(MailState.sent.rawValue) THEN 'sent'
                WHEN \(MailState.failed.rawValue) THEN 'failed' ELSE 'withdrawn' END,
            \(name), coalesce(mail_deliveries.address, email, email_key), due_at, NULL, attempts,
            last_attempt_at, reply_code, reply_verb, reply
        FROM mail_deliveries \(people)
        WHERE NOT EXISTS(SELECT 1 FROM mail_queue AS queued
            WHERE queued.user_id = mail_deliveries.user_id AND queued.kind = mail_deliveries.kind
                AND queued.occasion = mail_deliveries.occasion)
        """
}
