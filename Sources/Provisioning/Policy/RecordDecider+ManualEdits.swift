/// Values that an administrator changed by hand: what a feed's record leaves alone, and which notes of
/// such changes a record makes or ends.
///
/// A feed's describing record says values. Where the profile keeps manual edits, one that says
/// something else about a noted field leaves it; one that says what the user has ends the note, as the
/// feed has set the value again. Other actions are orders: they are carried out, and end the note.
extension RecordDecider {
    /// Whether a column stays as it is although the record says otherwise; notes the warning.
    func keeps(_ column: UserColumn, of user: UserState) -> Bool {
        guard !user.manualEdits.isEmpty, context.keepsEdits else { return false }
        return keep(ManualEdit.name(of: column), of: user, DecisionFinding.kept(column))
    }

    /// Whether a custom attribute stays as it is although the record's `slot` says otherwise.
    func keeps(attribute name: ByteString, slot: Int, of user: UserState) -> Bool {
        guard !user.manualEdits.isEmpty, context.keepsEdits else { return false }
        return keep(
            ManualEdit.name(ofAttribute: name), of: user, DecisionFinding.kept(attribute: slot))
    }

    /// The groups of a list that nobody joined the user to, or took from them, by hand.
    func withoutKept(groups: [GroupIndex], of user: UserState) -> [GroupIndex] {
        guard !groups.isEmpty, !user.manualEdits.isEmpty, context.keepsEdits else { return groups }
        return groups.filter { group in
            let name = context.groups.entries[Int(group)].name
            return !keep(
                ManualEdit.name(ofGroup: name), of: user,
                DecisionFinding.kept(group: group, isMember: user.groups.contains(group)))
        }
    }

    /// The applications of a list that nobody gave the user, or took from them, by hand.
    func withoutKept(apps: [AppIndex], of user: UserState) -> [AppIndex] {
        guard !apps.isEmpty, !user.manualEdits.isEmpty, context.keepsEdits else { return apps }
        return apps.filter { app in
            let name = context.apps.entries[Int(app)].name
            return !keep(
                ManualEdit.name(ofApp: name), of: user,
                DecisionFinding.keptApp(isAssigned: user.access.apps.contains(app)))
        }
    }

    private func keep(
        _ name: ByteString, of user: UserState, _ finding: DecisionFinding
    ) -> Bool {
        guard user.manualEdits.contains(name) else { return false }
        keptEdits.insert(name)
        findings.append(finding)
        return true
    }

    /// Adds to a record's changes what is noted anew about who set the user's values.
    ///
    /// The rest of the changes is settled. A run that takes another one back says itself what it
    /// restores.
    func noteEdits(
        _ record: Int, of batch: RecordBatch, user: UserState, into changes: inout UserChanges
    ) {
        if changes.deletes || changes.isView { return }
        let action = batch.actions[record]
        switch context.origin {
        case .command:
            guard !changes.isEmpty else { return }
            changes.editsMade = editsMade(by: changes, action)
            // A date that ends with its password says nothing about the next one.
            let expiry = ManualEdit.name(of: .passwordExpires)
            if action == .removeIdentity, user.manualEdits.contains(expiry) {
                changes.editsEnded = [expiry]
            }
        case .sweep:
            guard !user.manualEdits.isEmpty, !changes.isEmpty else { return }
            changes.editsEnded = editsMade(by: changes, action)
                .filter(user.manualEdits.contains)
        case .feed:
            guard !user.manualEdits.isEmpty else { return }
            changes.editsEnded =
                user.manualEdits.filter { name in
                    !keptEdits.contains(name) && says(record, of: batch, about: name, user: user)
                }.sorted()
        case .undo: break
        }
    }

    /// Names of everything that changes, ascending.
    private func editsMade(by changes: UserChanges, _ action: Action) -> [ByteString] {
        var names = changes.columns.map { ManualEdit.name(of: $0.column) }
        names += changes.attributes.map { ManualEdit.name(ofAttribute: $0.name) }
        names += (changes.groupsJoined + changes.groupsLeft).map {
            ManualEdit.name(ofGroup: context.groups.entries[Int($0)].name)
        }
        names += (changes.access.appsJoined + changes.access.appsLeft).map {
            ManualEdit.name(ofApp: context.apps.entries[Int($0)].name)
        }
        if changes.deviceLimit != nil { names.append(ManualEdit.name(of: .deviceLimit)) }
        if changes.secondFactor != nil { names.append(ManualEdit.name(of: .secondFactor)) }
        if changes.isEnabled != nil { names.append(ManualEdit.name(of: .enabled)) }
        if changes.access.passwordExpires != nil, action != .removeIdentity {
            names.append(ManualEdit.name(of: .passwordExpires))
        }
        return names.sorted()
    }

    /// Whether a record says what the field of this name is to be, be it what it is.
    private func says(
        _ record: Int, of batch: RecordBatch, about name: ByteString, user: UserState
    ) -> Bool {
        let action = batch.actions[record]
        switch ManualEdit.field(name) {
        case .column(let column):
            guard action.isDescribing else { return action.orderedColumn == column }
            if column == .passwordExpires, !user.isOnboarded { return false }
            return describes(batch.layout.slot(of: column), record, of: batch)
        case .attribute(let name):
            guard action.isDescribing else { return false }
            return batch.layout.attributeSlots.contains { slot, attribute in
                attribute == name && describes(slot, record, of: batch)
            }
        case .group(let name): return mentions(group: name, record, of: batch)
        case .app(let name): return mentions(app: name, record, of: batch)
        case nil: return false
        }
    }

    private func describes(_ slot: Int?, _ record: Int, of batch: RecordBatch) -> Bool {
        guard let slot, !batch.value(record, slot: slot).isKeep else { return false }
        return !isDerivedOnly(record, slot: slot, of: batch)
    }

    /// Whether a `groups` cell says whether the user is to be in a group.
    private func mentions(group name: ByteString, _ record: Int, of batch: RecordBatch) -> Bool {
        let action = batch.actions[record]
        let cell = batch.value(record, .groups)
        if cell.isClear { return action.isDescribing }
        guard cell.isValue, let group = context.groups.index(of: name) else { return false }
        let request = cells.request(batch.chunk.bytes(cell.range))
        let isWhole = context.profile.groupsMode == .replace && request.hasBareNames
        if action.isDescribing, isWhole { return true }
        return request.joins.contains(group) || request.leaves.contains(group)
    }

    /// Whether an `apps` cell says whether the user is to have an application.
    private func mentions(app name: ByteString, _ record: Int, of batch: RecordBatch) -> Bool {
        let cell = batch.value(record, .apps)
        guard batch.actions[record].isDescribing else { return false }
        if cell.isClear { return true }
        guard cell.isValue, let app = context.apps.index(of: name) else { return false }
        let request = apps(batch.chunk.bytes(cell.range))
        if context.profile.groupsMode == .replace, request.hasBareNames { return true }
        return request.joins.contains(app) || request.leaves.contains(app)
    }
}

extension Action {
    /// The column whose value an action sets, other than by describing the user; nil: none, or a
    /// list of memberships.
    fileprivate var orderedColumn: UserColumn? {
        switch self {
        case .disable, .enable: .enabled
        case .setDeviceLimit: .deviceLimit
        case .setSecondFactor: .secondFactor
        case .setPasswordExpiry, .removeIdentity: .passwordExpires
        default: nil
        }
    }
}
