import Provisioning

/// What `AccessWriter` does to the tables of access, as SQL.
enum AccessStatement: StatementText {
    case setNewUsersPassword, readGeneration
    case removeLinks, withdrawLinkMails, closeLinkMails, withdrawExpiryMails, closeExpiryMails
    case withdrawOnboardingMails, closeOnboardingMails, withdrawDisabledNotices
    case closeDisabledNotices, withdrawMailsOfRun, closeMailsOfRun, queueMail, addRecipient,
        moveOnboardingMail
    case endGrants, addGrant
    case endSession
    case removeEnrolments, removeEnrolment, enrol
    case removeBackupCodes, addBackupCode
    case registerDevice, renameDevice, removeDevice
    case joinApp, leaveApp

    var sql: String {
        switch self {
        case .setNewUsersPassword, .readGeneration: userSQL
        case .removeLinks, .withdrawLinkMails, .closeLinkMails, .withdrawExpiryMails,
            .closeExpiryMails, .withdrawOnboardingMails, .closeOnboardingMails,
            .withdrawDisabledNotices, .closeDisabledNotices, .withdrawMailsOfRun,
            .closeMailsOfRun:
            withdrawalSQL
        case .queueMail, .addRecipient, .moveOnboardingMail: mailSQL
        case .endGrants, .addGrant, .endSession: sessionSQL
        case .removeEnrolments, .removeEnrolment, .enrol, .removeBackupCodes, .addBackupCode:
            factorSQL
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

    private var withdrawalSQL: String {
        switch self {
        case .removeLinks: "DELETE FROM links WHERE user_id = ?"
        case .withdrawLinkMails: MailWithdrawal.fromQueue(MailWithdrawal.withLinks)
        case .closeLinkMails: MailWithdrawal.fromDeliveries(MailWithdrawal.withLinks)
        case .withdrawExpiryMails: MailWithdrawal.fromQueue([.passwordExpiring])
        case .closeExpiryMails: MailWithdrawal.fromDeliveries([.passwordExpiring])
        case .withdrawOnboardingMails: MailWithdrawal.fromQueue(MailWithdrawal.ofOnboarding)
        case .closeOnboardingMails: MailWithdrawal.fromDeliveries(MailWithdrawal.ofOnboarding)
        case .withdrawDisabledNotices: MailWithdrawal.fromQueue([.accountDisabled])
        case .withdrawMailsOfRun: MailWithdrawal.ofRunFromQueue
        case .closeMailsOfRun: MailWithdrawal.ofRunFromDeliveries
        default: MailWithdrawal.fromDeliveries([.accountDisabled])
        }
    }

    private var mailSQL: String {
        switch self {
        case .queueMail: MailQueueing.sql
        case .addRecipient: MailQueueing.recipientSQL
        default:
            """
            UPDATE mail_queue SET due_at = ?2
            WHERE user_id = ?1 AND kind = \(MailKind.onboarding.rawValue)
                AND not_before IS NULL AND lease IS NULL AND NOT EXISTS(
                    SELECT 1 FROM mail_deliveries AS tried
                    WHERE tried.user_id = mail_queue.user_id AND tried.kind = mail_queue.kind
                        AND tried.occasion = mail_queue.occasion)
            """
        }
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
        case .removeEnrolment: "DELETE FROM enrolments WHERE user_id = ? AND method = ?"
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
