/// What a change of a user's access shows in the results: never a secret.
enum AccessDetail {
    /// Such as `password: removed`, `devices: +laptop -phone`, `sessions ended: 2`.
    static func parts(
        _ access: AccessChanges, before: UserState, context: DecisionContext
    ) -> [String] {
        let apps = context.apps
        guard !access.isEmpty else { return [] }
        var parts: [String] = []
        if let password = access.password {
            parts.append(password == .removed ? "password: removed" : "password: set")
        }
        if let day = access.passwordExpires {
            let (old, new) = (before.access.passwordExpires?.text, day?.text)
            parts.append("password_expires: \(old ?? "(none)") → \(new ?? "(none)")")
        }
        parts += secondFactorParts(access, before: before, now: context.now)
        if access.restartsOnboarding { parts.append("onboarding: begins anew") }
        if access.renewsOnboarding { parts.append("onboarding: new link") }
        let devices =
            access.devicesRegistered.map { "+" + $0.device.text }
            + access.devicesRenamed.map { "\($0.device.text) renamed" }
            + access.devicesRemoved.map { "-" + $0.text }
        if !devices.isEmpty {
            parts.append("devices: " + devices.map(MessageText.quoted).joined(separator: " "))
        }
        if !access.sessionsEnded.isEmpty {
            parts.append("sessions ended: \(access.sessionsEnded.count)")
        }
        let assigned =
            access.appsJoined.map { "+" + apps.name($0) }
            + access.appsLeft.map { "-" + apps.name($0) }
        if !assigned.isEmpty {
            parts.append("apps: " + assigned.map(MessageText.quoted).joined(separator: " "))
        }
        if let mails = access.withdrawsMails { parts.append("mails withdrawn: \(mails.count)") }
        parts += access.mails.map { mail in
            let due = mail.dueAt.map { " due \($0.utcText)" } ?? ""
            return "mail: \(mail.kind.word)\(due)"
        }
        return parts
    }

    private static func secondFactorParts(
        _ access: AccessChanges, before: UserState, now: Instant
    ) -> [String] {
        var parts: [String] = []
        if access.removesEnrolments {
            var gone = before.enrolments.map(\.word).sorted()
            if before.access.backupCodes > 0 { gone.append("backup codes") }
            parts.append("enrolments removed: \(gone.joined(separator: ", "))")
        }
        if !access.unenrols.isEmpty {
            let words = access.unenrols.map(\.word).joined(separator: ", ")
            parts.append("enrolments removed: \(words)")
        }
        if access.removesBackupCodes { parts.append("backup codes: removed") }
        if let method = access.enrols { parts.append("enrolled: \(method.word)") }
        switch access.secret {
        case .backupCodes(let count):
            parts.append("backup codes: \(count) new, earlier ones void")
        case .impersonation(let end):
            let minutes = (end.milliseconds - now.milliseconds) / 60_000
            parts.append("may be acted as for \(minutes) min")
        case .totp, nil: break
        }
        return parts
    }
}
