extension UserState {
    /// The user whom a decision to create will make.
    package init(
        creating id: UserID, from record: Int, of chunk: DecidedChunk, decision: RecordDecision,
        feed: FeedID?
    ) {
        let batch = chunk.batch
        let key = batch.bytes(record, slot: ColumnLayout.usernameKeySlot) ?? ""
        let emailKey = batch.bytes(record, slot: ColumnLayout.emailKeySlot) ?? ""
        self.init(
            id: id, username: batch.bytes(record, .username) ?? key, usernameKey: key,
            email: batch.bytes(record, .email) ?? emailKey, emailKey: emailKey,
            externalID: batch.bytes(record, slot: ColumnLayout.externalIDSlot))
        for column in UserColumn.profile { profile[column] = batch.bytes(record, column) }
        for (slot, name) in batch.layout.attributeSlots {
            attributes[name] = batch.bytes(record, slot: slot)
        }
        isEnabled = decision.isEnabled
        disabledCause = decision.isEnabled ? nil : .order
        deviceLimit = decision.deviceLimit == 0 ? nil : decision.deviceLimit
        secondFactor = decision.secondFactor
        groups = chunk.groups[Int(decision.groups.lowerBound)..<Int(decision.groups.upperBound)]
            .sorted()
        feeds = feed.map { [$0] } ?? []
        if decision.accessIndex >= 0 { apply(chunk.newAccess[Int(decision.accessIndex)]) }
    }

    /// The user after `changes`; nil: deleted.
    package func applying(_ changes: UserChanges) -> UserState? {
        if changes.deletes { return nil }
        var user = self
        for (column, change) in changes.columns {
            switch column {
            case .username: user.username = change.after ?? user.username
            case .email: user.email = change.after ?? user.email
            case .externalID: user.externalID = change.after
            default: user.profile[column] = change.after
            }
        }
        user.usernameKey = changes.usernameKey ?? usernameKey
        user.emailKey = changes.emailKey ?? emailKey
        for (name, change) in changes.attributes { user.attributes[name] = change.after }
        user.groups = Set(groups).union(changes.groupsJoined).subtracting(changes.groupsLeft)
            .sorted()
        if let limit = changes.deviceLimit { user.deviceLimit = limit }
        if let method = changes.secondFactor { user.secondFactor = method }
        if let enabled = changes.isEnabled {
            user.isEnabled = enabled
            user.disabledCause = changes.disabledCause
        }
        if let feed = changes.joinsFeed { user.feeds.insert(feed) }
        if let feed = changes.leavesFeed { user.feeds.remove(feed) }
        if let absence = changes.absence { user.absences[absence.feed] = absence.after }
        if changes.movesEdits {
            user.manualEdits.formUnion(changes.editsMade)
            user.manualEdits.subtract(changes.editsEnded)
        }
        // Bookkeeping leaves the version as it is.
        if changes.isView || changes.isEmpty { return user }
        user.apply(changes.access)
        user.version += 1
        return user
    }
}

extension UserState {
    /// Takes changes of access in.
    private mutating func apply(_ changes: AccessChanges) {
        guard !changes.isEmpty else { return }
        switch changes.password {
        case .cell, .importedHash:
            hasPassword = true
            isOnboarded = true
        case .removed: hasPassword = false
        case nil: break
        }
        if let day = changes.passwordExpires { access.passwordExpires = day }
        if changes.removesEnrolments {
            enrolments = []
            access.backupCodes = 0
        }
        enrolments.subtract(changes.unenrols)
        if changes.removesBackupCodes { access.backupCodes = 0 }
        if let method = changes.enrols { enrolments.insert(method) }
        if case .backupCodes(let count) = changes.secret { access.backupCodes = count }
        if changes.restartsOnboarding { isOnboarded = false }
        if changes.restartsOnboarding || changes.renewsOnboarding { onboardingGeneration += 1 }
        if changes.killsLinks { access.hasLinks = false }
        access.devices.removeAll { changes.devicesRemoved.contains($0.device) }
        for renamed in changes.devicesRenamed {
            for index in access.devices.indices
            where access.devices[index].device == renamed.device {
                access.devices[index].name = renamed.name
            }
        }
        access.devices += changes.devicesRegistered
        access.sessions.removeAll { changes.sessionsEnded.contains($0.id) }
        access.apps = Set(access.apps).union(changes.appsJoined).subtracting(changes.appsLeft)
            .sorted()
    }
}
