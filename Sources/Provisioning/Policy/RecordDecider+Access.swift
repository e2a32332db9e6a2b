/// Actions on a user's access: second factors, password, devices, sessions, grants and mail.
extension RecordDecider {
    /// What such an action changes; nothing where all is as it asks.
    func changeAccess(
        _ action: Action, _ record: Int, of batch: RecordBatch, user: UserState,
        into changes: inout UserChanges
    ) {
        switch action {
        case .viewGroups, .viewApps, .viewSessions: changes.isView = true
        case .removeIdentity: removeIdentity(record, of: batch, user: user, into: &changes)
        case .resetPassword:
            guard requireEnabled(user) else { return }
            changes.access.mails.append(OwedMail(.passwordReset))
        case .setPasswordExpiry:
            setPasswordExpiry(
                batch.value(record, .passwordExpires), of: batch, user: user, into: &changes)
        case .resetMFA:
            changes.access.removesEnrolments = user.hasEnrolments
        case .enrolSecondFactor: enrol(record, of: batch, user: user, into: &changes)
        case .registerDevice: register(record, of: batch, user: user, into: &changes)
        case .removeDevice:
            guard let device = batch.bytes(record, .device),
                user.access.devices.contains(where: { $0.device == device })
            else { return }
            drop([device], of: user, into: &changes.access)
        case .impersonate: impersonate(user, into: &changes)
        case .generateBackupCode: makeBackupCodes(record, of: batch, into: &changes)
        case .endSessions:
            endSessions(batch.bytes(record, .session), of: user, into: &changes.access)
        case .resendOnboarding: resendOnboarding(user, into: &changes)
        default: break
        }
    }

    /// Ends everything by which somebody is in, or could get in with a link, at this moment.
    func endAccess(of user: UserState, in access: inout AccessChanges) {
        access.sessionsEnded = user.access.sessions.map(\.id)
        access.killsLinks = true
        access.endsGrants = true
    }

    // MARK: Password and onboarding

    private func removeIdentity(
        _ record: Int, of batch: RecordBatch, user: UserState, into changes: inout UserChanges
    ) {
        guard
            user.hasPassword || user.isOnboarded || user.hasEnrolments || user.access.hasLinks
                || !user.access.sessions.isEmpty
        else { return }
        endAccess(of: user, in: &changes.access)
        if user.hasPassword { changes.access.password = .removed }
        if user.access.passwordExpires != nil { changes.access.passwordExpires = .some(nil) }
        changes.access.removesEnrolments = user.hasEnrolments
        changes.access.restartsOnboarding = true
        let mail = boolean(batch.value(record, .sendMail), of: batch)
        if user.isEnabled, context.owesOnboardingMail(recordSays: mail) {
            changes.access.mails.append(OwedMail(.onboarding))
        }
    }

    private func resendOnboarding(_ user: UserState, into changes: inout UserChanges) {
        guard requireEnabled(user) else { return }
        guard !user.isOnboarded else {
            findings.append(DecisionFinding(.policyUserOnboarded, related: user.id.value))
            return
        }
        if let last = user.access.onboardingMailAt {
            let interval = context.limits.resendInterval.components.seconds
            let wait = last.milliseconds / 1_000 + interval - context.now.milliseconds / 1_000
            if wait > 0 {
                findings.append(
                    DecisionFinding(.policyOnboardingTooRecent, related: UInt32(clamping: wait)))
                return
            }
        }
        changes.access.renewsOnboarding = true
        changes.access.killsLinks = true
        changes.access.mails.append(OwedMail(.onboarding))
    }

    /// Sets or clears the day from which the password stops working, with the mail due then.
    func setPasswordExpiry(
        _ cell: CellValue, of batch: RecordBatch, user: UserState,
        into changes: inout UserChanges
    ) {
        let day = cell.isValue ? ByteString(batch.chunk.bytes(cell.range)) : nil
        guard day != user.access.passwordExpires else { return }
        guard user.isOnboarded else {
            findings.append(
                DecisionFinding(.policyUserNotOnboarded, related: user.id.value))
            return
        }
        changes.access.passwordExpires = .some(day)
        // A day that is past needs no warning of what is to come.
        if let day, day > context.today, let due = Instant(day: day) {
            changes.access.mails.append(
                OwedMail(.passwordExpiring, dueAt: due, occasion: day))
        }
    }

    /// Owes a new onboarding mail to a user who can sign in again, where mail is on: the one before
    /// was withdrawn with the user.
    func invite(
        _ record: Int, of batch: RecordBatch, user: UserState, into access: inout AccessChanges
    ) {
        let mail = boolean(batch.value(record, .sendMail), of: batch)
        guard !user.isOnboarded, context.owesOnboardingMail(recordSays: mail) else { return }
        access.renewsOnboarding = true
        access.killsLinks = true
        access.mails.append(OwedMail(.onboarding))
    }

    /// Takes the links away that went to an address which is no longer the user's; who has not
    /// finished onboarding gets a new one at the new address, unless this record is to owe no mail.
    func moveLinks(
        _ record: Int, of batch: RecordBatch, user: UserState, into access: inout AccessChanges
    ) {
        guard user.access.hasLinks else { return }
        access.killsLinks = true
        let mail = boolean(batch.value(record, .sendMail), of: batch)
        guard !user.isOnboarded, user.isEnabled, context.mailOption != false, mail != false
        else { return }
        access.renewsOnboarding = true
        access.mails.append(OwedMail(.onboarding))
    }

    // MARK: Second factors

    private func enrol(
        _ record: Int, of batch: RecordBatch, user: UserState, into changes: inout UserChanges
    ) {
        guard let method = secondFactor(batch.value(record, .secondFactor), of: batch) else {
            findings.append(DecisionFinding(.fieldSecondFactorMissing, column: .secondFactor))
            return
        }
        guard method.needsEnrolment else {
            findings.append(
                DecisionFinding(.policySecondFactorNoEnrolment, column: .secondFactor))
            return
        }
        if method.gateways.contains(where: context.policy.gatewaysMissing.contains) {
            findings.append(DecisionFinding(.policySecondFactorNoGateway, column: .secondFactor))
            return
        }
        guard !user.enrolments.contains(method) else {
            findings.append(DecisionFinding(.policySecondFactorEnrolled, column: .secondFactor))
            return
        }
        if method == .totp {
            guard requireSecrets() else { return }
            let isGiven = batch.value(record, .totpSecret).isValue
            changes.access.secret = .totp(isGiven: isGiven)
        }
        changes.access.enrols = method
    }

    private func makeBackupCodes(
        _ record: Int, of batch: RecordBatch, into changes: inout UserChanges
    ) {
        guard context.policy.allowsBackupCodes else {
            findings.append(DecisionFinding(.policyBackupCodesOff))
            return
        }
        guard requireSecrets() else { return }
        let count = deviceLimit(batch.value(record, .count), of: batch) ?? 1
        changes.access.secret = .backupCodes(Int(count))
    }

    private func impersonate(_ user: UserState, into changes: inout UserChanges) {
        guard context.policy.allowsImpersonation else {
            findings.append(DecisionFinding(.policyImpersonationOff))
            return
        }
        guard requireEnabled(user), requireSecrets() else { return }
        let life = context.limits.impersonationLife.components.seconds * 1_000
        changes.access.secret = .impersonation(
            until: Instant(milliseconds: context.now.milliseconds + life))
    }

    /// Refuses a record whose secret nobody would see.
    private func requireSecrets() -> Bool {
        if context.showsSecrets { return true }
        findings.append(DecisionFinding(.policySecretsNoFile))
        return false
    }

    private func requireEnabled(_ user: UserState) -> Bool {
        if user.isEnabled { return true }
        findings.append(DecisionFinding(.policyUserDisabled, related: user.id.value))
        return false
    }

    private func endSessions(
        _ session: ByteString?, of user: UserState, into access: inout AccessChanges
    ) {
        let all = user.access.sessions.map(\.id)
        guard let session, session != "all" else {
            access.sessionsEnded = all
            return
        }
        guard all.contains(session) else {
            findings.append(DecisionFinding(.matchSessionNotFound, column: .session))
            return
        }
        access.sessionsEnded = [session]
    }
}

extension UserState {
    /// Whether there is a second factor to reset: an enrolment or an unused backup code.
    package var hasEnrolments: Bool { !enrolments.isEmpty || access.backupCodes > 0 }
}
