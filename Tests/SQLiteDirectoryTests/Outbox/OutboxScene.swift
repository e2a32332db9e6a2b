import Provisioning
import SQLiteDirectory
import Testing

/// A directory with one user and four mails that wait, and relays in front of it.
struct OutboxScene {
    static let now = SignInScene.now
    static let hour = Duration.seconds(3_600)

    let base: SignInScene

    init(_ names: [String] = ["ada"]) throws {
        base = try SignInScene(names)
        try base.run(
            """
            INSERT INTO mail_queue(user_id, kind, occasion, due_at, run_id, record) VALUES
                (\(ada.value), 1, 1, 40, 1, 1), (\(ada.value), 2, 'run:1', 30, 1, 2),
                (\(ada.value), 3, '2027-01-01', 20, 1, 3), (\(ada.value), 7, 'run:4', 10, 1, 4);
            INSERT INTO mail_recipients VALUES (\(ada.value), 7, 'run:4', 'old@example.com');
            UPDATE users SET password_expires = '2027-01-01';
            """)
    }

    var ada: UserID { base.ada }

    var onboarding: MailQueueEntry {
        MailQueueEntry(user: ada, kind: .onboarding, occasion: .generation(1))
    }
    var reset: MailQueueEntry {
        MailQueueEntry(user: ada, kind: .passwordReset, occasion: .name("run:1"))
    }
    var expiring: MailQueueEntry {
        MailQueueEntry(user: ada, kind: .passwordExpiring, occasion: .name("2027-01-01"))
    }
    var notice: MailQueueEntry {
        MailQueueEntry(user: ada, kind: .emailChanged, occasion: .name("run:4"))
    }

    /// Another relay on the same directory, as in a process of its own.
    func relay() throws -> Outbox { try Outbox(base.folder.open(.command)) }

    /// The digest of a mail's link, as a test makes it.
    static func digest(of entry: MailQueueEntry) -> [UInt8]? {
        switch entry.kind {
        case .onboarding: [1, UInt8(truncatingIfNeeded: entry.user.value)]
        case .passwordReset: [2]
        case .reminder: [4]
        default: nil
        }
    }

    static func begin(
        _ outbox: Outbox, _ entry: MailQueueEntry, ending: MailAttemptEnd? = nil,
        at now: Instant = now, life: Duration = hour
    ) throws -> MailAttemptStart? {
        let request = MailAttemptRequest(entry: entry, digest: digest(of: entry), life: life)
        return try outbox.advance(ending: ending, beginning: request, at: now)
    }

    /// Leases a mail and begins an attempt.
    static func attempt(
        _ outbox: Outbox, _ entry: MailQueueEntry, at now: Instant = now, life: Duration = hour
    ) throws -> MailAttempt {
        #expect(try outbox.lease([entry], at: now) == [entry])
        guard case .begun(let attempt) = try begin(outbox, entry, at: now, life: life) else {
            throw Unexpected()
        }
        return attempt
    }

    static func end(
        _ outbox: Outbox, _ attempt: MailAttempt, _ state: MailAttemptEnd.State,
        _ code: Int = 250, at now: Instant = now
    ) throws {
        let end = MailAttemptEnd(attempt, state, reply: (code, "RCPT", "text"))
        _ = try outbox.advance(ending: end, beginning: nil, at: now)
    }

    /// State and attempts of the mails that somebody has taken.
    var deliveries: [String] {
        get throws {
            try base.texts(
                "SELECT printf('%d %d %d', kind, state, attempts) FROM mail_deliveries ORDER BY 1")
        }
    }

    static func later(_ milliseconds: Int64) -> Instant {
        Instant(milliseconds: now.milliseconds + milliseconds)
    }

    struct Unexpected: Error {}
}
