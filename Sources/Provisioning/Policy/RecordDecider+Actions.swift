extension RecordDecider {
    /// What an action that is not a description changes about a user.
    func act(
        _ action: Action, _ record: Int, of batch: RecordBatch, user: UserState,
        into changes: inout UserChanges
    ) {
        if context.origin == .sweep, !isDue(action, for: user) { return }
        switch action {
        case .delete: changes.deletes = true
        case .disable where user.isEnabled:
            changes.isEnabled = false
            changes.disabledCause = context.origin == .sweep ? .ended : .order
            endAccess(of: user, in: &changes.access)
        case .enable where !user.isEnabled:
            changes.isEnabled = true
            invite(record, of: batch, user: user, into: &changes.access)
        case .addToGroups, .removeFromGroups:
            changeGroups(action, record, of: batch, user: user, into: &changes)
        case .setDeviceLimit:
            let limit = deviceLimit(batch.value(record, .deviceLimit), of: batch)
            if limit != user.deviceLimit { changes.deviceLimit = .some(limit) }
            checkDevices(against: &changes, user: user)
        case .setSecondFactor:
            let method = secondFactor(batch.value(record, .secondFactor), of: batch)
            if method != user.secondFactor {
                changes.secondFactor = .some(method)
                checkSecondFactor(method, record, of: batch, user: user)
            }
        default: changeAccess(action, record, of: batch, user: user, into: &changes)
        }
    }

    private func changeGroups(
        _ action: Action, _ record: Int, of batch: RecordBatch, user: UserState,
        into changes: inout UserChanges
    ) {
        let cell = batch.value(record, .groups)
        guard cell.isValue else { return }
        let bytes = batch.chunk.bytes(cell.range)
        if action == .addToGroups {
            let request = resolve(bytes)
            changes.groupsJoined = request.joins.filter { !user.groups.contains($0) }
            changes.groupsLeft = user.groups.filter(request.leaves.contains)
        } else {
            let request = cells.request(bytes)
            let named = request.joins + request.leaves
            changes.groupsLeft = user.groups.filter(named.contains)
            if !request.unknown.isEmpty {
                findings.append(DecisionFinding(.policyGroupUnknown, column: .groups))
            }
        }
    }

    /// What a `groups` cell asks for; groups that nobody knows are created or refused.
    func resolve(_ cell: UnsafeRawBufferPointer) -> GroupCells.Request {
        let request = cells.request(cell)
        guard !request.unknown.isEmpty else { return request }
        if context.profile.unknownGroups == .reject {
            findings.append(DecisionFinding(.policyGroupUnknown, column: .groups))
            return request
        }
        for name in request.unknown {
            _ = context.groups.add(GroupEntry(name: name))
        }
        return cells.request(cell)
    }

    /// Warns of the groups that an accepted new user is the first to need.
    func announce(_ groups: Range<Int32>, of chunk: DecidedChunk, record: UInt32) {
        for place in groups {
            let index = chunk.groups[Int(place)]
            guard context.groups.announces(record, creationOf: index) else { continue }
            findings.append(DecisionFinding(.policyGroupCreated, column: .groups, related: index))
        }
    }

    /// Warns of the groups that an accepted record is the first to need.
    func announce(_ joined: some Sequence<GroupIndex>, record: UInt32) {
        for index in joined where context.groups.announces(record, creationOf: index) {
            findings.append(DecisionFinding(.policyGroupCreated, column: .groups, related: index))
        }
    }

    /// The own device limit that a cell gives; nil: `default`, or cleared.
    func deviceLimit(_ cell: CellValue, of batch: RecordBatch) -> UInt16? {
        guard cell.isValue else { return nil }
        var number: UInt16 = 0
        for byte in batch.chunk.bytes(cell.range) {
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            number = number &* 10 &+ UInt16(byte - 0x30)
        }
        return number
    }

    /// The own second factor that a cell gives; nil: `default`, or cleared.
    func secondFactor(_ cell: CellValue, of batch: RecordBatch) -> SecondFactorMethod? {
        guard cell.isValue else { return nil }
        let word = batch.chunk.bytes(cell.range)
        if let known = methods.meaning(of: word) { return known }
        let method = SecondFactorMethod(word: String(decoding: word, as: UTF8.self))
        methods.remember(word, method)
        return method
    }

    /// What a normalised boolean cell says; nil: nothing.
    func boolean(_ cell: CellValue, of batch: RecordBatch) -> Bool? {
        guard cell.isValue else { return nil }
        return batch.chunk.bytes(cell.range).first == UInt8(ascii: "t")
    }
}
