extension RecordDecider {
    /// Compares what a describing record says with what the directory has.
    func describe(
        _ record: Int, of batch: RecordBatch, user: UserState, into changes: inout UserChanges
    ) {
        compareKeys(record, of: batch, user: user, into: &changes)
        for (slot, content) in batch.layout.contents.enumerated() {
            let cell = batch.value(record, slot: slot)
            guard !cell.isKeep, !isDerivedOnly(record, slot: slot, of: batch) else { continue }
            switch content {
            case .usernameKey, .emailKey: continue
            case .attribute(let name):
                compare(
                    cell, of: batch, before: user.attributes[name],
                    change: {
                        if keeps(attribute: name, slot: slot, of: user) { return }
                        changes.attributes.append((name, $0))
                    })
            case .column(let column) where Self.isProfile(column):
                compare(
                    cell, of: batch, before: user.profile[column],
                    change: {
                        if keeps(column, of: user) { return }
                        changes.columns.append((column, $0))
                    })
            case .column: continue
            }
        }
        compareSettings(record, of: batch, user: user, into: &changes)
        compareGroups(record, of: batch, user: user, into: &changes)
        if let enabled = boolean(batch.value(record, .enabled), of: batch),
            enabled != user.isEnabled, !keeps(.enabled, of: user),
            !(enabled && staysEnded(user, after: changes))
        {
            changes.isEnabled = enabled
            changes.disabledCause = enabled ? nil : .order
            if enabled {
                invite(record, of: batch, user: user, into: &changes.access)
            } else {
                endAccess(of: user, in: &changes.access)
            }
        }
        compareApps(record, of: batch, user: user, into: &changes)
        let expiry = batch.value(record, .passwordExpires)
        if !expiry.isKeep, user.isOnboarded {
            let isKept =
                !user.manualEdits.isEmpty
                && batch.bytes(record, .passwordExpires) != user.access.passwordExpires
                && keeps(.passwordExpires, of: user)
            if !isKept { setPasswordExpiry(expiry, of: batch, user: user, into: &changes) }
        } else if expiry.isValue {
            findings.append(DecisionFinding(.fieldValueDropped, column: .passwordExpires))
        }
        let secrets: [UserColumn] = [.password, .passwordHash, .totpSecret]
        if secrets.contains(where: { batch.value(record, $0).isValue }) {
            findings.append(DecisionFinding(.policyPasswordKept))
        }
    }

    /// Username, e-mail and external id: as written, and their compared forms.
    private func compareKeys(
        _ record: Int, of batch: RecordBatch, user: UserState, into changes: inout UserChanges
    ) {
        if let slot = batch.layout.slot(of: .username),
            !isDerivedOnly(record, slot: slot, of: batch),
            let written = batch.bytes(record, slot: slot), written != user.username,
            !keeps(.username, of: user)
        {
            changes.columns.append((.username, ValueChange(before: user.username, after: written)))
            changes.usernameKey = batch.bytes(record, slot: ColumnLayout.usernameKeySlot)
        }
        if let slot = batch.layout.slot(of: .email),
            !isDerivedOnly(record, slot: slot, of: batch),
            let written = batch.bytes(record, slot: slot), written != user.email,
            !keeps(.email, of: user)
        {
            changes.columns.append((.email, ValueChange(before: user.email, after: written)))
            changes.emailKey = batch.bytes(record, slot: ColumnLayout.emailKeySlot)
            if changes.emailKey != user.emailKey {
                moveLinks(record, of: batch, user: user, into: &changes.access)
            }
        }
        compare(
            batch.value(record, slot: ColumnLayout.externalIDSlot), of: batch,
            before: user.externalID,
            change: {
                if keeps(.externalID, of: user) { return }
                changes.columns.append((.externalID, $0))
            })
    }

    /// Device limit and second factor, each of which may go back to the default.
    private func compareSettings(
        _ record: Int, of batch: RecordBatch, user: UserState, into changes: inout UserChanges
    ) {
        let limitCell = batch.value(record, .deviceLimit)
        if !limitCell.isKeep {
            let limit = deviceLimit(limitCell, of: batch)
            if limit != user.deviceLimit, !keeps(.deviceLimit, of: user) {
                changes.deviceLimit = .some(limit)
            }
            checkDevices(against: &changes, user: user)
        }
        let factorCell = batch.value(record, .secondFactor)
        if !factorCell.isKeep {
            let method = secondFactor(factorCell, of: batch)
            if method != user.secondFactor, !keeps(.secondFactor, of: user) {
                changes.secondFactor = .some(method)
                checkSecondFactor(method, record, of: batch, user: user)
            }
        }
    }

    /// Notes what stands against a new second factor, given the record's own phone if it has one.
    func checkSecondFactor(
        _ method: SecondFactorMethod?, _ record: Int, of batch: RecordBatch, user: UserState
    ) {
        guard let method else { return }
        let phone = batch.value(record, .phone)
        let hasPhone = phone.isKeep ? user.profile[.phone] != nil : phone.isValue
        if let finding = secondFactors.finding(
            for: method, hasEmail: true, hasPhone: hasPhone, enrolled: user.enrolments)
        {
            findings.append(finding)
        }
    }

    private func compareGroups(
        _ record: Int, of batch: RecordBatch, user: UserState, into changes: inout UserChanges
    ) {
        let cell = batch.value(record, .groups)
        if cell.isClear {
            changes.groupsLeft = withoutKept(groups: user.groups, of: user)
            return
        }
        guard cell.isValue else { return }
        let request = resolve(batch.chunk.bytes(cell.range))
        changes.groupsJoined = request.joins.filter { !user.groups.contains($0) }
        if context.profile.groupsMode == .replace, request.hasBareNames {
            changes.groupsLeft = user.groups.filter { !request.joins.contains($0) }
        } else {
            changes.groupsLeft = user.groups.filter(request.leaves.contains)
        }
        changes.groupsJoined = withoutKept(groups: changes.groupsJoined, of: user)
        changes.groupsLeft = withoutKept(groups: changes.groupsLeft, of: user)
    }

    private func compare(
        _ cell: CellValue, of batch: RecordBatch, before: ByteString?,
        change: (ValueChange) -> Void
    ) {
        if cell.isClear {
            if before != nil { change(ValueChange(before: before, after: nil)) }
        } else if cell.isValue {
            let bytes = batch.chunk.bytes(cell.range)
            if let before, before.equals(bytes) { return }
            change(ValueChange(before: before, after: ByteString(bytes)))
        }
    }

    /// Whether the value is one that the profile derives for new users only.
    func isDerivedOnly(_ record: Int, slot: Int, of batch: RecordBatch) -> Bool {
        guard batch.isDerived(record, slot: slot) else { return false }
        switch batch.layout.contents[slot] {
        case .column(let column): return !context.profile.derivedAlways.contains(column.name)
        default: return true
        }
    }

    private static let profileColumns = Set(UserColumn.profile)
    private static func isProfile(_ column: UserColumn) -> Bool { profileColumns.contains(column) }
}
