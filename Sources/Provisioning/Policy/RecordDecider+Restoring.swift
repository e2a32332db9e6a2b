/// Giving values back what they were before a run.
extension RecordDecider {
    /// Fills in what makes `user` what they were before `net`; says what of it cannot come back.
    func restore(
        _ net: NetChange, of user: UserState, into changes: inout UserChanges
    ) -> [String] {
        restoreColumns(net, of: user, into: &changes)
        restoreSettings(net, of: user, into: &changes)
        restoreGroups(net, of: user, into: &changes)
        for feed in net.joinedFeeds where user.feeds.contains(feed) { changes.leavesFeed = feed }
        for feed in net.leftFeeds where !user.feeds.contains(feed) { changes.joinsFeed = feed }
        restoreNotes(net, of: user, into: &changes)
        restorePassword(net, of: user, into: &changes.access)
        restoreFactors(net, of: user, into: &changes.access)
        restoreDevices(net, of: user, into: &changes.access)
        return restoreApps(net, of: user, into: &changes.access)
    }

    /// Gives back from which feed the user is missing, and what was changed by hand.
    private func restoreNotes(
        _ net: NetChange, of user: UserState, into changes: inout UserChanges
    ) {
        // What a later file says about who is missing stays.
        if let absence = net.absence, absence.before != absence.after,
            user.absences[absence.feed] == absence.after
        {
            changes.absence = AbsenceChange(
                feed: absence.feed, before: absence.after, after: absence.before)
        }
        changes.editsMade = net.editsBefore.subtracting(user.manualEdits).sorted()
        changes.editsEnded = net.editsMade.intersection(user.manualEdits).sorted()
    }

    private func restoreColumns(
        _ net: NetChange, of user: UserState, into changes: inout UserChanges
    ) {
        for (column, change) in net.columns {
            let now = user.value(column)
            guard now != change.before else { continue }
            changes.columns.append((column, ValueChange(before: now, after: change.before)))
        }
        if let key = net.usernameKey?.before, key != user.usernameKey { changes.usernameKey = key }
        if let key = net.emailKey?.before, key != user.emailKey { changes.emailKey = key }
        for (name, change) in net.attributes where user.attributes[name] != change.before {
            changes.attributes.append(
                (name, ValueChange(before: user.attributes[name], after: change.before)))
        }
    }

    private func restoreSettings(
        _ net: NetChange, of user: UserState, into changes: inout UserChanges
    ) {
        if let limit = net.deviceLimit, limit.before != user.deviceLimit {
            changes.deviceLimit = .some(limit.before)
        }
        if let method = net.secondFactor, method.before != user.secondFactor {
            changes.secondFactor = .some(method.before)
        }
        guard let cause = net.disabledCause, cause.before != user.disabledCause else { return }
        changes.isEnabled = cause.before == nil
        changes.disabledCause = cause.before
        // Who is disabled again must not stay in.
        if cause.before != nil, user.isEnabled { endAccess(of: user, in: &changes.access) }
    }

    /// A group that was deleted since is made again: the memberships are what the run took away.
    private func restoreGroups(
        _ net: NetChange, of user: UserState, into changes: inout UserChanges
    ) {
        for (name, before, after) in net.groups where before != after {
            if before {
                let group = context.groups.add(GroupEntry(name: name))
                if !user.groups.contains(group) { changes.groupsJoined.append(group) }
            } else if let group = context.groups.index(of: name), user.groups.contains(group) {
                changes.groupsLeft.append(group)
            }
        }
    }

    /// Removes a password where there was none; another one cannot come back.
    private func restorePassword(
        _ net: NetChange, of user: UserState, into access: inout AccessChanges
    ) {
        if net.hadPassword == false, user.hasPassword {
            access.password = .removed
            access.sessionsEnded = user.access.sessions.map(\.id)
            if net.wasOnboarded == false { access.restartsOnboarding = true }
        }
        guard let day = net.passwordExpires, day.before != user.access.passwordExpires else {
            return
        }
        // Without a password there is nothing that could expire.
        let hasPassword = user.hasPassword && access.password == nil
        guard day.before == nil || hasPassword else { return }
        access.passwordExpires = .some(day.before)
        if let before = day.before, before > context.today, let due = Instant(day: before) {
            access.mails.append(OwedMail(.passwordExpiring, dueAt: due, occasion: before))
        }
    }

    private func restoreFactors(
        _ net: NetChange, of user: UserState, into access: inout AccessChanges
    ) {
        access.unenrols = net.enrolled.filter(user.enrolments.contains)
        // Codes that somebody has seen must not outlive what they were made for.
        if net.backupCodesBefore != nil, user.access.backupCodes > 0 {
            access.removesBackupCodes = true
        }
        if let until = net.grantUntil, until > context.now { access.endsGrants = true }
    }

    private func restoreDevices(
        _ net: NetChange, of user: UserState, into access: inout AccessChanges
    ) {
        for (device, before) in net.devices {
            let now = user.access.devices.first { $0.device == device }
            guard now != before else { continue }
            if now != nil { drop([device], of: user, into: &access) }
            if let before { access.devicesRegistered.append(before) }
        }
        for (device, name) in net.deviceNames {
            guard var now = user.access.devices.first(where: { $0.device == device }),
                now.name != name
            else { continue }
            now.name = name
            access.devicesRenamed.append(now)
        }
    }

    private func restoreApps(
        _ net: NetChange, of user: UserState, into access: inout AccessChanges
    ) -> [String] {
        var lost: [String] = []
        for (name, before, after) in net.apps where before != after {
            guard let app = context.apps.index(of: name) else {
                if before { lost.append("an application that the user had was deleted") }
                continue
            }
            let has = user.access.apps.contains(app)
            if before, !has { access.appsJoined.append(app) }
            if !before, has { access.appsLeft.append(app) }
        }
        return lost
    }
}
