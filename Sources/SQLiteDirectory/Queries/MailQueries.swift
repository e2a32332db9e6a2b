import GRDB
package import Provisioning

/// Mails that wait for delivery, by kind.
package struct MailQueueCounts: Equatable, Sendable {
    package var queued: [MailKind: UInt64] = [:]
    /// When the first of them is due; nil: none waits.
    package var firstDueAt: Instant?

    package init() {}
}

extension SQLiteDirectory {
    /// Mails that wait for delivery.
    package func mailQueueCounts() throws(RunHalt) -> MailQueueCounts {
        try perform("count the mail queue") { database in
            let rows = try PreparedStatement(
                database, "SELECT kind, count(*), min(due_at) FROM mail_queue GROUP BY kind")
            var counts = MailQueueCounts()
            while try rows.step() {
                let due = Instant(milliseconds: rows.int64(2))
                counts.firstDueAt = min(counts.firstDueAt ?? due, due)
                guard let kind = MailKind(rawValue: UInt8(truncatingIfNeeded: rows.int64(0)))
                else { continue }
                counts.queued[kind] = UInt64(rows.int64(1))
            }
            return counts
        }
    }
}
