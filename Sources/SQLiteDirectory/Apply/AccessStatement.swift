import Provisioning

/// What `AccessWriter` does to the tables of access, as SQL.
enum AccessStatement: StatementText {
    case setNewUsersPassword, readGeneration
    case removeLinks, withdrawLinkMails, withdrawExpiryMails, withdrawOnboardingMails, queueMail
    case endGrants, addGrant
    case endSession
    case removeEnrolments, enrol
    case removeBackupCodes, addBackupCode
    case registerDevice, renameDevice, removeDevice
    case joinApp, leaveApp

    var sql: String {
        switch self {
        case .setNewUsersPassword, .readGeneration: userSQL
        case .removeLinks, .withdrawLinkMails, .withdrawExpiryMails, .withdrawOnboardingMails,
            .queueMail:
            mailSQL
        case .endGrants, .addGrant, .endSession: sessionSQL
        case .removeEnrolments, .enrol, .removeBackupCodes, .addBackupCode: factorSQL
        case .registerDevice, .renameDevice, .removeDevice, .joinApp, .leaveApp: ownSQL
        }
    }

    private var userSQL: String {
        switch self {
        case .readGeneration: "SELECT onboarding_generation FROM users WHERE id = ?"
        default:
            """
            UPDATE users SET password_hash = ?2, password_set_at = ?3, onboarded_at = ?3,
                password_expires = ?4
            WHERE id = ?1
            """
        }
    }

    private var mailSQL: String {
        switch self {
        case .removeLinks: "DELETE FROM links WHERE user_id = ?"
        case .withdrawLinkMails: Self.withdrawal(of: [.onboarding, .passwordReset, .reminder])
        case .withdrawExpiryMails: Self.withdrawal(of: [.passwordExpiring])
        case .withdrawOnboardingMails: Self.withdrawal(of: [.onboarding, .reminder])
        default:
            """
            INSERT OR IGNORE INTO mail_queue(user_id, kind, occasion, due_at, run_id, record)
            VALUES (?, ?, ?, ?, ?, ?)
            """
        }
    }

    /// Takes mails back that nobody has tried to send yet; what was tried may have arrived.
    private static func withdrawal(of kinds: [MailKind]) -> String {
        """
        DELETE FROM mail_queue WHERE user_id = ? AND first_attempt_at IS NULL
            AND kind IN (\(kinds.map { "\($0.rawValue)" }.joined(separator: ", ")))
        """
    }

    private var sessionSQL: String {
        switch self {
        case .endSession: "DELETE FROM sessions WHERE user_id = ? AND id = ?"
        case .endGrants:
            // One that has run out ended then.
            """
            UPDATE grants SET ended_at = ?2
            WHERE user_id = ?1 AND ended_at IS NULL AND expires_at > ?2
            """
        default:
            """
            INSERT INTO grants(
                digest, user_id, run_id, record, actor, reason, started_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """
        }
    }

    private var factorSQL: String {
        switch self {
        case .removeEnrolments: "DELETE FROM enrolments WHERE user_id = ?"
        case .enrol:
            """
            INSERT OR REPLACE INTO enrolments(secret, user_id, method, enrolled_at, last_step)
            VALUES (?, ?, ?, ?, NULL)
            """
        case .removeBackupCodes: "DELETE FROM backup_codes WHERE user_id = ?"
        default: "INSERT INTO backup_codes(user_id, hash, created_at) VALUES (?, ?, ?)"
        }
    }

    private var ownSQL: String {
        switch self {
        case .registerDevice:
            """
            INSERT OR IGNORE INTO devices(user_id, device, name, registered_at)
            VALUES (?, ?, ?, ?)
            """
        case .renameDevice: "UPDATE devices SET name = ?3 WHERE user_id = ?1 AND device = ?2"
        case .removeDevice: "DELETE FROM devices WHERE user_id = ? AND device = ?"
        case .leaveApp: "DELETE FROM user_apps WHERE user_id = ? AND app_id = ?"
        default:
            // One that was deleted since the run began is not joined.
            """
            INSERT OR IGNORE INTO user_apps(user_id, app_id) SELECT ?1, id FROM apps WHERE id = ?2
            """
        }
    }
}
