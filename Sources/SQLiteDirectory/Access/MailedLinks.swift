import GRDB
package import Provisioning

/// A link by which a user sets a password.
package struct MailedLink: Equatable, Sendable {
    package var user: UserID
    package var kind: MailKind
    package var expiresAt: Instant

    package init(user: UserID, kind: MailKind, expiresAt: Instant) {
        self.user = user
        self.kind = kind
        self.expiresAt = expiresAt
    }
}

extension SQLiteDirectory {
    /// The mails in the queue that are owed to a user, by kind and occasion.
    package func queuedMails(of user: UserID) throws(RunHalt) -> [MailQueueEntry] {
        try perform("read the mail queue") { database in
            let rows = try PreparedStatement(
                database,
                """
                SELECT user_id, kind, occasion FROM mail_queue
                WHERE user_id = ? ORDER BY kind, occasion
                """)
            rows.bind(1, Int64(user.value))
            var entries: [MailQueueEntry] = []
            while try rows.step() {
                if let entry = MailQueueEntry(rows, from: 0) { entries.append(entry) }
            }
            return entries
        }
    }

    /// The link whose token has this SHA-256, dead or not; nil: none, or it was used.
    package func link(digest: [UInt8]) throws(RunHalt) -> MailedLink? {
        try perform("look for a link") { database in
            let row = try PreparedStatement(
                database, "SELECT user_id, kind, expires_at FROM links WHERE digest = ?")
            return try digest.withUnsafeBytes { bytes in
                row.bind(1, blob: bytes)
                guard try row.step() else { return nil }
                defer { row.reset() }
                guard let kind = MailKind(rawValue: UInt8(truncatingIfNeeded: row.int64(1))) else {
                    return nil
                }
                return MailedLink(
                    user: UserID(UInt32(clamping: row.int64(0))), kind: kind,
                    expiresAt: Instant(milliseconds: row.int64(2)))
            }
        }
    }
}
