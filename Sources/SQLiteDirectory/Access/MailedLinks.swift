import GRDB
package import Provisioning

/// What makes a queued mail one mail, beside its user and kind: the generation of an onboarding, or
/// a name.
package enum MailOccasion: Equatable, Sendable {
    case generation(Int64)
    case name(ByteString)

    /// The occasion as text.
    package var text: ByteString {
        switch self {
        case .generation(let number): ByteString("\(number)")
        case .name(let name): name
        }
    }
}

/// The name of a mail in the queue.
package struct MailQueueEntry: Equatable, Sendable {
    package var user: UserID
    package var kind: MailKind
    package var occasion: MailOccasion

    package init(user: UserID, kind: MailKind, occasion: MailOccasion) {
        self.user = user
        self.kind = kind
        self.occasion = occasion
    }
}

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
                SELECT kind, typeof(occasion) = 'integer', occasion FROM mail_queue
                WHERE user_id = ? ORDER BY kind, occasion
                """)
            rows.bind(1, Int64(user.value))
            var entries: [MailQueueEntry] = []
            while try rows.step() {
                guard let kind = MailKind(rawValue: UInt8(truncatingIfNeeded: rows.int64(0)))
                else { continue }
                let occasion =
                    rows.int64(1) != 0
                    ? MailOccasion.generation(rows.int64(2)) : .name(rows.text(2))
                entries.append(MailQueueEntry(user: user, kind: kind, occasion: occasion))
            }
            return entries
        }
    }

    /// Notes that a queued mail with a link is being sent, and makes its link good.
    ///
    /// `digest` is the SHA-256 of the link's token. The link lives for `life` from the first attempt
    /// on, however often the mail is sent, and others of the user and kind die. It returns when the
    /// link ends; nil: the mail was withdrawn, or its link was used or killed, so that it must not
    /// be sent. Committed when it returns.
    package func issueLink(
        for entry: MailQueueEntry, digest: [UInt8], at now: Instant, life: Duration
    ) throws(RunHalt) -> Instant? {
        try changeAccess("issue a link", actor: "", at: now) { transaction in
            try transaction.issue(entry, digest: digest, life: life)
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
                    user: UserID(UInt32(row.int64(0))), kind: kind,
                    expiresAt: Instant(milliseconds: row.int64(2)))
            }
        }
    }
}

extension AccessTransaction {
    fileprivate func issue(
        _ entry: MailQueueEntry, digest: [UInt8], life: Duration
    ) throws -> Instant? {
        let occasion: Value =
            switch entry.occasion {
            case .generation(let number): .number(number)
            case .name(let name): .text(name)
            }
        let user = Value.number(Int64(entry.user.value))
        let kind = Value.number(Int64(entry.kind.rawValue))
        try run(
            """
            UPDATE mail_queue SET first_attempt_at = ?
            WHERE user_id = ? AND kind = ? AND occasion = ? AND first_attempt_at IS NULL
            """, .number(now.milliseconds), user, kind, occasion)
        // Later attempts make no link: where it is gone, it was used or killed.
        guard database.changesCount == 1 else {
            return try directory.link(digest: digest)?.expiresAt
        }
        let milliseconds = life.components.seconds * 1_000
        let expiresAt = Instant(milliseconds: now.milliseconds + milliseconds)
        try run("DELETE FROM links WHERE user_id = ? AND kind = ?", user, kind)
        try run(
            """
            INSERT INTO links(digest, user_id, kind, occasion, made_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """, .blob(digest), user, kind, occasion, .number(now.milliseconds),
            .number(expiresAt.milliseconds))
        return expiresAt
    }
}
