import Provisioning

/// What the outbox does to the queue, as SQL; a mail's key is always the first three parameters.
enum OutboxStatement: StatementText {
    case due, nextDue, lease, isLeased, release, postpone, requeue, remove
    case user, recipient, removeRecipient
    case delivery, begin, untry, reopen, end, close
    case linkEnd, killLinks, addLink
    case permits, permit, forgetPermits

    private static let key = "user_id = ?1 AND kind = ?2 AND occasion = ?3"
    private static let time = "coalesce(not_before, due_at)"

    var sql: String {
        switch self {
        case .due, .nextDue, .lease, .isLeased, .release, .postpone, .requeue, .remove:
            queueSQL
        case .user, .recipient, .removeRecipient: userSQL
        case .delivery, .begin, .untry, .reopen, .end, .close: deliverySQL
        case .linkEnd, .killLinks, .addLink: linkSQL
        case .permits, .permit, .forgetPermits: permitSQL
        }
    }

    private var queueSQL: String {
        switch self {
        case .due:
            """
            SELECT user_id, kind, occasion FROM mail_queue
            WHERE lease IS NULL AND \(Self.time) <= ?1
            ORDER BY kind <> \(MailKind.passwordReset.rawValue), \(Self.time), run_id, record,
                user_id, kind
            LIMIT ?2
            """
        case .nextDue: "SELECT min(\(Self.time)) FROM mail_queue WHERE lease IS NULL"
        case .lease:
            """
            UPDATE mail_queue SET lease = ?4
            WHERE \(Self.key) AND lease IS NULL AND \(Self.time) <= ?5
            """
        case .isLeased: "SELECT 1 FROM mail_queue WHERE \(Self.key) AND lease = ?4"
        case .release: "UPDATE mail_queue SET lease = NULL WHERE \(Self.key) AND lease = ?4"
        case .postpone:
            "UPDATE mail_queue SET lease = NULL, not_before = ?5 WHERE \(Self.key) AND lease = ?4"
        case .requeue:
            """
            INSERT OR IGNORE INTO mail_queue(
                user_id, kind, occasion, due_at, run_id, record, not_before)
            SELECT user_id, kind, occasion, due_at, run_id, record, ?4 FROM mail_deliveries
            WHERE \(Self.key)
            """
        default: "DELETE FROM mail_queue WHERE \(Self.key)"
        }
    }

    private var userSQL: String {
        switch self {
        case .user:
            """
            SELECT coalesce(username, username_key), coalesce(email, email_key), first_name,
                last_name, display_name, language, disabled_cause IS NULL,
                onboarded_at IS NOT NULL, onboarding_generation, password_expires
            FROM users WHERE id = ?
            """
        case .recipient:
            // One that is tried again after it had failed goes where it went before.
            """
            SELECT address FROM mail_recipients WHERE \(Self.key)
            UNION ALL
            SELECT address FROM mail_deliveries WHERE \(Self.key) AND address IS NOT NULL
            LIMIT 1
            """
        default: "DELETE FROM mail_recipients WHERE \(Self.key)"
        }
    }

    private var deliverySQL: String {
        switch self {
        case .delivery:
            "SELECT attempts, first_attempt_at FROM mail_deliveries WHERE \(Self.key)"
        case .begin:
            """
            INSERT INTO mail_deliveries(
                user_id, kind, occasion, due_at, run_id, record, state, attempts,
                first_attempt_at, last_attempt_at, address)
            SELECT user_id, kind, occasion, due_at, run_id, record,
                \(MailState.attempting.rawValue), 1, ?4, ?4, ?5
            FROM mail_queue WHERE \(Self.key)
            ON CONFLICT DO UPDATE SET state = excluded.state, attempts = attempts + 1,
                first_attempt_at = coalesce(first_attempt_at, excluded.first_attempt_at),
                last_attempt_at = excluded.last_attempt_at, address = excluded.address
            """
        case .untry:
            """
            UPDATE mail_deliveries SET state = \(MailState.deferred.rawValue),
                attempts = attempts - 1,
                first_attempt_at = CASE WHEN attempts > 1 THEN first_attempt_at END
            WHERE \(Self.key)
            """
        case .reopen:
            """
            UPDATE mail_deliveries SET state = \(MailState.deferred.rawValue)
            WHERE \(Self.key) AND state = \(MailState.failed.rawValue) AND attempts = ?4
            """
        case .end:
            """
            UPDATE mail_deliveries SET state = ?4, reply_code = ?5, reply_verb = ?6, reply = ?7
            WHERE \(Self.key)
            """
        default:
            """
            INSERT INTO mail_deliveries(
                user_id, kind, occasion, due_at, run_id, record, state, attempts, last_attempt_at)
            SELECT user_id, kind, occasion, due_at, run_id, record, ?4, 0, ?5
            FROM mail_queue WHERE \(Self.key)
            ON CONFLICT DO UPDATE SET state = excluded.state
            """
        }
    }

    private var linkSQL: String {
        switch self {
        case .linkEnd: "SELECT expires_at FROM links WHERE digest = ?1"
        case .killLinks: "DELETE FROM links WHERE user_id = ? AND kind = ?"
        default:
            """
            INSERT INTO links(digest, user_id, kind, occasion, made_at, expires_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """
        }
    }

    private var permitSQL: String {
        switch self {
        case .permits:
            "SELECT sum(mails), min(slot) FROM mail_permits WHERE slot > ?1 AND slot <= ?2"
        case .permit:
            """
            INSERT INTO mail_permits(slot, mails) VALUES (?, 1)
            ON CONFLICT DO UPDATE SET mails = mails + 1
            """
        default: "DELETE FROM mail_permits WHERE slot <= ?1 OR slot > ?2"
        }
    }
}
