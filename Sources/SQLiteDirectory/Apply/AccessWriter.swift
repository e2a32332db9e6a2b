import GRDB
import Provisioning

/// A record that is being written: whom it is about, and where it stands.
struct WrittenRecord {
    let user: UInt32
    /// Index in the chunk, and number in the feed.
    let index: Int
    let number: UInt32
    let chunk: DecidedChunk
    let run: OpenRun
}

/// Writes what a record changes about a user's access beside the user's own row: enrolments,
/// devices, sessions, applications, links, grants and mails.
///
/// What goes is written before what comes, so that a record can replace something.
final class AccessWriter {
    private let statements: LazyStatements<AccessStatement>
    private let apps: AppTable

    init(_ database: Database, apps: AppTable) {
        statements = LazyStatements(database)
        self.apps = apps
    }

    /// Writes the access of a user whose row has just been made; its mails are those of the first
    /// onboarding.
    func writeNew(_ changes: AccessChanges, of record: WrittenRecord) throws {
        let expires = changes.passwordExpires ?? nil
        if changes.password != nil || expires != nil {
            let hash = try changes.password.flatMap {
                try record.chunk.passwordHash(for: record.index, $0)
            }
            let setAt = hash == nil ? nil : record.run.startedAt.milliseconds
            try statements.run(
                .setNewUsersPassword, .number(Int64(record.user)), .text(hash), .number(setAt),
                .text(expires))
        }
        try write(changes, of: record, generation: 1)
    }

    /// Writes everything but the columns of the user's own row, which are changed already.
    ///
    /// Onboarding mails are those of `generation`.
    func write(
        _ changes: AccessChanges, of record: WrittenRecord, generation: UInt32
    ) throws {
        let user = StatementValue.number(Int64(record.user))
        try end(changes, of: record)
        if changes.removesEnrolments {
            try statements.run(.removeEnrolments, user)
            try statements.run(.removeBackupCodes, user)
        }
        for method in changes.unenrols {
            try statements.run(.removeEnrolment, user, .number(Int64(method.rawValue)))
        }
        if changes.removesBackupCodes { try statements.run(.removeBackupCodes, user) }
        try enrol(changes, record)
        try writeDevices(changes, of: record)
        for app in changes.appsLeft {
            try statements.run(.leaveApp, user, .number(number(of: app)))
        }
        for app in changes.appsJoined {
            try statements.run(.joinApp, user, .number(number(of: app)))
        }
        try keepSecret(changes.secret, record)
        for mail in changes.mails { try queue(mail, record, generation) }
        if let due = changes.onboardingMailDue {
            try statements.run(.moveOnboardingMail, user, .number(due.milliseconds))
        }
    }

    /// Makes links that were mailed worthless, and takes back mails with links that were not
    /// delivered.
    func killLinks(of user: UInt32) throws {
        try removeLinks(of: user)
        try statements.run(.withdrawLinkMails, .number(Int64(user)))
        try statements.run(.closeLinkMails, .number(Int64(user)))
    }

    /// Takes back what would tell somebody who is enabled again that they are disabled.
    func withdrawDisabledNotices(of user: UInt32) throws {
        try statements.run(.withdrawDisabledNotices, .number(Int64(user)))
        try statements.run(.closeDisabledNotices, .number(Int64(user)))
    }

    /// Makes links that were mailed worthless; mails that wait get their own when they are sent.
    func removeLinks(of user: UInt32) throws {
        try statements.run(.removeLinks, .number(Int64(user)))
    }

    private func withdrawOnboardingMails(of user: UInt32) throws {
        try statements.run(.withdrawOnboardingMails, .number(Int64(user)))
        try statements.run(.closeOnboardingMails, .number(Int64(user)))
    }

    private func withdrawExpiryMails(of user: UInt32) throws {
        try statements.run(.withdrawExpiryMails, .number(Int64(user)))
        try statements.run(.closeExpiryMails, .number(Int64(user)))
    }

    /// The generation of a user's onboarding, as it stands in this transaction.
    func generation(of user: UInt32) throws -> UInt32 {
        let statement = try statements(.readGeneration)
        statement.bind(1, Int64(user))
        defer { statement.reset() }
        return try statement.step() ? UInt32(clamping: statement.int64(0)) : 1
    }

    private func end(_ changes: AccessChanges, of record: WrittenRecord) throws {
        let user = StatementValue.number(Int64(record.user))
        if changes.killsLinks { try killLinks(of: record.user) }
        if changes.movesGeneration { try withdrawOnboardingMails(of: record.user) }
        if changes.passwordExpires != nil { try withdrawExpiryMails(of: record.user) }
        if let mails = changes.withdrawsMails {
            try statements.run(.withdrawMailsOfRun, user, .number(mails.run))
            try statements.run(.closeMailsOfRun, user, .number(mails.run))
        }
        if changes.endsGrants {
            try statements.run(.endGrants, user, .number(record.run.startedAt.milliseconds))
        }
        for session in changes.sessionsEnded {
            try statements.run(.endSession, user, .text(session))
        }
    }

    private func enrol(_ changes: AccessChanges, _ record: WrittenRecord) throws {
        var methods = changes.enrols.map { [$0] } ?? []
        if changes.takesTOTPSecret, !methods.contains(.totp) { methods.append(.totp) }
        for method in methods {
            var secret: [UInt8]?
            if method == .totp {
                secret = record.chunk.issued(for: record.index).totpSecret
                guard secret != nil else { throw DecidedChunk.lacking("TOTP secret") }
            }
            try statements.run(
                .enrol, blob: secret, .number(Int64(record.user)),
                .number(Int64(method.rawValue)), .number(record.run.startedAt.milliseconds))
        }
    }

    private func writeDevices(_ changes: AccessChanges, of record: WrittenRecord) throws {
        let user = StatementValue.number(Int64(record.user))
        for device in changes.devicesRemoved {
            try statements.run(.removeDevice, user, .text(device))
        }
        for device in changes.devicesRenamed {
            try statements.run(.renameDevice, user, .text(device.device), .text(device.name))
        }
        for device in changes.devicesRegistered {
            try statements.run(
                .registerDevice, user, .text(device.device), .text(device.name),
                .number(device.registeredAt.milliseconds))
        }
    }

    private func keepSecret(_ request: SecretRequest?, _ record: WrittenRecord) throws {
        let issued = record.chunk.issued(for: record.index)
        let user = StatementValue.number(Int64(record.user))
        let now = StatementValue.number(record.run.startedAt.milliseconds)
        switch request {
        case .backupCodes:
            guard !issued.backupCodes.isEmpty else { throw DecidedChunk.lacking("backup code") }
            try statements.run(.removeBackupCodes, user)
            for code in issued.backupCodes {
                try statements.run(.addBackupCode, user, .text(code), now)
            }
        case .impersonation:
            guard let grant = issued.grant else { throw DecidedChunk.lacking("grant") }
            try statements.run(
                .addGrant, blob: grant.digest, user, .number(record.run.id),
                .number(Int64(record.number)), .text(ByteString(record.run.actor)),
                .text(record.chunk.batch.bytes(record.index, .reason)), now,
                .number(grant.expiresAt.milliseconds))
        case .totp, nil: break
        }
    }

    /// Queues a mail, unless the same one was queued before; a new one about the end of a password
    /// takes the place of those that were not delivered.
    private func queue(
        _ mail: OwedMail, _ record: WrittenRecord, _ generation: UInt32
    ) throws {
        let user = StatementValue.number(Int64(record.user))
        let kind = StatementValue.number(Int64(mail.kind.rawValue))
        if mail.kind == .passwordExpiring { try withdrawExpiryMails(of: record.user) }
        let occasion =
            mail.kind == .onboarding
            ? StatementValue.number(Int64(generation))
            : .text(mail.occasion ?? ByteString("\(record.run.name):\(record.number)"))
        let due = mail.dueAt ?? record.run.startedAt
        try statements.run(
            .queueMail, user, kind, occasion, .number(due.milliseconds), .number(record.run.id),
            .number(Int64(record.number)))
        if let recipient = mail.recipient {
            try statements.run(.addRecipient, user, kind, occasion, .text(recipient))
        }
    }

    private func number(of app: AppIndex) -> Int64 { Int64(apps.entries[Int(app)].id) }
}

extension AccessChanges {
    /// Whether onboarding links of the next generation are the ones that hold from now on.
    var movesGeneration: Bool { restartsOnboarding || renewsOnboarding }
}
