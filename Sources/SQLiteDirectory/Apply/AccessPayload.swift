import Provisioning

/// The part of a before-image that is about access: names and times, never a secret or its hash.
extension ChangePayload {
    static func append(
        _ access: AccessChanges, of changes: UserChanges, _ apps: AppTable,
        to writer: inout JSONWriter
    ) {
        let before = changes.before
        appendPassword(access, before, to: &writer)
        appendFactors(access, before, to: &writer)
        appendDevices(access, before, to: &writer)
        append(access.sessionsEnded, "sessions_ended", to: &writer)
        append(access.appsJoined, "apps_joined", apps, to: &writer)
        append(access.appsLeft, "apps_left", apps, to: &writer)
        if let mails = access.withdrawsMails {
            append(Int64(mails.count), "mails_withdrawn", to: &writer)
        }
        if access.killsLinks { append(1, "links_killed", to: &writer) }
        if access.endsGrants { append(1, "grants_ended", to: &writer) }
        append(access.mails, to: &writer)
    }

    private static func appendPassword(
        _ access: AccessChanges, _ before: UserState, to writer: inout JSONWriter
    ) {
        if let password = access.password {
            writer.key("password")
            writer.text(password == .removed ? "removed" : "set")
            writer.key("had_password")
            writer.number(before.hasPassword ? 1 : 0)
        }
        if let expires = access.passwordExpires {
            writer.key("password_expires")
            writer.pair(before.access.passwordExpires, expires)
        }
        let isSet = access.password == .cell || access.password == .importedHash
        if access.restartsOnboarding || (isSet && !before.isOnboarded) {
            writer.key("onboarded")
            writer.pair(before.isOnboarded ? 1 : 0, access.restartsOnboarding ? 0 : 1)
        }
        if access.movesGeneration {
            let generation = Int64(before.onboardingGeneration)
            writer.key("onboarding_generation")
            writer.pair(generation, generation + 1)
        }
    }

    private static func appendFactors(
        _ access: AccessChanges, _ before: UserState, to writer: inout JSONWriter
    ) {
        if access.removesEnrolments {
            append(words(before.enrolments), "enrolments_removed", to: &writer)
        } else {
            append(words(Set(access.unenrols)), "enrolments_removed", to: &writer)
        }
        var added = access.enrols.map { Set([$0]) } ?? []
        if access.takesTOTPSecret { added.insert(.totp) }
        append(words(added), "enrolments_added", to: &writer)
        var codes: Int?
        if access.removesEnrolments || access.removesBackupCodes { codes = 0 }
        switch access.secret {
        case .backupCodes(let count): codes = count
        case .impersonation(let until): append(until.milliseconds, "grant_until", to: &writer)
        case .totp, nil: break
        }
        if let codes, codes != before.access.backupCodes || codes > 0 {
            writer.key("backup_codes")
            writer.pair(Int64(before.access.backupCodes), Int64(codes))
        }
    }

    private static func appendDevices(
        _ access: AccessChanges, _ before: UserState, to writer: inout JSONWriter
    ) {
        append(access.devicesRegistered, "devices_registered", to: &writer)
        let removed = before.access.devices.filter { access.devicesRemoved.contains($0.device) }
        append(removed, "devices_removed", to: &writer)
        guard !access.devicesRenamed.isEmpty else { return }
        writer.key("devices_renamed")
        writer.beginObject()
        for renamed in access.devicesRenamed {
            let known = before.access.devices.first { $0.device == renamed.device }
            writer.key(renamed.device)
            writer.pair(known?.name, renamed.name)
        }
        writer.endObject()
    }

    private static func words(_ methods: Set<SecondFactorMethod>) -> [ByteString] {
        methods.sorted { $0.rawValue < $1.rawValue }.map { ByteString($0.word) }
    }

    private static func append(_ number: Int64, _ name: String, to writer: inout JSONWriter) {
        writer.key(name)
        writer.number(number)
    }

    private static func append(
        _ texts: [ByteString], _ name: String, to writer: inout JSONWriter
    ) {
        guard !texts.isEmpty else { return }
        writer.key(name)
        writer.beginArray()
        for text in texts { writer.text(text) }
        writer.endArray()
    }

    private static func append(
        _ indexes: [AppIndex], _ name: String, _ apps: AppTable, to writer: inout JSONWriter
    ) {
        append(indexes.map { apps.entries[Int($0)].name }, name, to: &writer)
    }

    private static func append(
        _ devices: [RegisteredDevice], _ name: String, to writer: inout JSONWriter
    ) {
        guard !devices.isEmpty else { return }
        writer.key(name)
        writer.beginArray()
        for device in devices {
            writer.beginObject()
            writer.key("device")
            writer.text(device.device)
            writer.key("name")
            writer.text(device.name)
            append(device.registeredAt.milliseconds, "registered_at", to: &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func append(_ mails: [OwedMail], to writer: inout JSONWriter) {
        guard !mails.isEmpty else { return }
        writer.key("mails")
        writer.beginArray()
        for mail in mails {
            writer.beginObject()
            append(Int64(mail.kind.rawValue), "kind", to: &writer)
            if let due = mail.dueAt { append(due.milliseconds, "due_at", to: &writer) }
            if let occasion = mail.occasion {
                writer.key("occasion")
                writer.text(occasion)
            }
            writer.endObject()
        }
        writer.endArray()
    }
}
