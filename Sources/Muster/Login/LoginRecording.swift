import Credentials
import Provisioning
import SQLiteDirectory

/// Deciding under the write lock, and recording what follows.
extension LoginCheck {
    /// Decides again on what stands now and records it; nil: a secret that was verified is not the
    /// user's any more.
    func record(
        _ subject: LoginSubject, _ verified: LoginSubject.Verified, seen: LoginRecord,
        at now: Instant
    ) throws(RunHalt) -> LoginVerdict? {
        let directory = try place.openForCommand(wait: wait, clock: clock)
        return try directory.changeAccess("record a sign-in", actor: actor, at: now) { access in
            guard let fresh = try directory.loginRecord(of: seen.user.id, at: now) else {
                return LoginVerdict(name: subject.request.user, reason: .unknownUser)
            }
            guard fresh.passwordHash == seen.passwordHash,
                fresh.totp?.sealedSecret == seen.totp?.sealedSecret
            else { return nil }
            for grant in fresh.expiredGrants { try access.end(grant) }
            var verified = verified
            if let code = verified.code, !code.isUnused(fresh) { verified.code = nil }
            let rules = subject.rules(groups: access.groups, apps: access.apps, now)
            let decision = rules.decide(
                fresh.user, try subject.evidence(verified, access.apps))
            if decision.passwordHolds, let hash = verified.upgradedHash {
                try access.upgradePasswordHash(hash, of: fresh.user.id)
            }
            var verdict = LoginVerdict(
                name: subject.request.user, user: fresh.user, decision: decision)
            guard decision.isAllowed else { return verdict }
            verdict.show(fresh.user, groups: access.groups, apps: access.apps)
            try spend(verified.code, of: fresh.user.id, access)
            if subject.request.startsSession {
                try startSession(subject, decision, fresh.user, access, into: &verdict)
            }
            return verdict
        }
    }

    private func spend(
        _ code: CodeMatch?, of user: UserID, _ access: AccessTransaction
    ) throws {
        let isSpent =
            switch code {
            case .totp(let step): try access.acceptTOTP(step: step, of: user)
            case .backup(let code): try access.spend(code, of: user)
            case nil: true
            }
        precondition(isSpent, "nobody else writes in between")
    }

    private func startSession(
        _ subject: LoginSubject, _ decision: LoginDecision, _ user: UserState,
        _ access: AccessTransaction, into verdict: inout LoginVerdict
    ) throws {
        let device = subject.cells.device
        if decision.registersDevice, let device {
            try access.register(
                device, name: subject.cells.deviceName, droppingOldest: decision.devicesDropped,
                of: user.id)
            verdict.registeredDevice = true
            verdict.devicesDropped = decision.devicesDropped
        }
        var app: AppEntry?
        if let name = subject.request.app {
            app = access.apps.entries[Int(try LoginSubject.app(name, in: access.apps))]
        }
        verdict.session = try access.startSession(
            ByteString("s-\(Hexadecimal.text(random.bytes(8)))"), of: user.id, device: device,
            app: app?.name)
        if let app { try access.noteAccess(to: app.id, by: user.id) }
    }
}

extension CodeMatch {
    /// Whether the code is still good, by what stands now.
    fileprivate func isUnused(_ record: LoginRecord) -> Bool {
        switch self {
        case .totp(let step): record.totp?.lastStep.map { $0 < step } ?? (record.totp != nil)
        case .backup(let code): record.backupCodes.contains(code)
        }
    }
}
