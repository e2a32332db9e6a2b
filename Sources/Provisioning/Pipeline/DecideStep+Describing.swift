extension DecideStep {
    /// Decides a record that says what a person is like.
    func describe(
        _ record: Int, _ number: UInt32, of batch: RecordBatch, into chunk: DecidedChunk
    ) throws(RunHalt) -> RecordDecision {
        let action = batch.actions[record]
        if let user = lookup.unchangedUser(record), touched.isUntouched(user),
            try !repeatsKeys(record, number, of: batch)
        {
            touched.describe(user, by: number)
            var decision = RecordDecision(outcome: .unchanged, action: action)
            decision.target = .user(user)
            noteIdentity(of: lookup.states[user], decision, record, into: chunk)
            return decision
        }
        if lookup.unchangedUser(record) != nil { try lookUp(single: record, of: batch) }
        if let finding = try duplicate(record, number, of: batch) {
            decider.findings = finding
            return decider.rejected(action)
        }
        if plan.wasEmpty, !batch.value(record, .user).isValue {
            return try create(record, number, of: batch, into: chunk)
        }

        var keys = UserMatcher.Keys()
        keys.username = usernameKey(record, of: batch)
        keys.email =
            batch.isDerived(record, column: .email)
            ? nil : batch.bytes(record, slot: ColumnLayout.emailKeySlot)
        keys.externalID = batch.bytes(record, slot: ColumnLayout.externalIDSlot)
        let candidates = try candidates(record, of: batch, keys: keys)
        if batch.value(record, .user).isValue, candidates.byUser == nil,
            candidates.byUsername == nil
        {
            decider.findings = [DecisionFinding(.matchUserNotFound, column: .user)]
            return decider.rejected(action)
        }
        let repeated = duplicates(of: candidates, record, number, batch)
        if !repeated.isEmpty {
            decider.findings = repeated
            return decider.rejected(action)
        }
        switch matcher.match(candidates, keys: keys) {
        case .nobody: return try create(record, number, of: batch, into: chunk)
        case .refused(let finding):
            decider.findings = [finding]
            return decider.rejected(action)
        case .user(let user):
            return try update(record, number, of: batch, user: user, into: chunk)
        }
    }

    /// Whether a known row has keys that another record of the file has taken, although no record so
    /// far has touched its user: by the survey, or before an interruption.
    private func repeatsKeys(
        _ record: Int, _ number: UInt32, of batch: RecordBatch
    ) throws(RunHalt) -> Bool {
        if duplicates?.finding(for: number) != nil { return true }
        if done.isEmpty { return false }
        return try duplicate(record, number, of: batch) != nil
    }

    private func create(
        _ record: Int, _ number: UInt32, of batch: RecordBatch, into chunk: DecidedChunk
    ) throws(RunHalt) -> RecordDecision {
        if let finding = try settleDerivedUsername(record, number, of: batch) {
            decider.findings = [finding]
            return decider.rejected(batch.actions[record])
        }
        var decision = decider.decideNew(record, of: batch, into: chunk)
        guard decision.outcome == .created else { return decision }
        if decision.accessIndex >= 0,
            chunk.newAccess[Int(decision.accessIndex)].password == .cell
        {
            plan.passwords += 1
        }
        let ordinal = touched.create(by: number)
        decision.target = .newUser(ordinal)
        plan.creates = touched.createdCount
        claim(record, number, of: batch)
        return decision
    }

    private func update(
        _ record: Int, _ number: UInt32, of batch: RecordBatch, user: UserState,
        into chunk: DecidedChunk
    ) throws(RunHalt) -> RecordDecision {
        let decision = decider.decideExisting(record, of: batch, user: user, into: chunk)
        guard decision.outcome != .rejected else { return decision }
        claim(record, number, of: batch)
        if user.id.provisionalOrdinal == nil { touched.describe(user.id, by: number) }
        noteIdentity(of: user, decision, record, into: chunk)
        noteChange(decision, number, of: user, into: chunk)
        return decision
    }

    /// Tells the tables that a record changes a user.
    func noteChange(
        _ decision: RecordDecision, _ number: UInt32, of user: UserState, into chunk: DecidedChunk
    ) {
        guard decision.changeIndex >= 0, decision.outcome != .viewed else { return }
        let movesEdits = chunk.changes[Int(decision.changeIndex)].movesEdits
        guard decision.outcome != .unchanged || movesEdits else { return }
        if user.id.provisionalOrdinal == nil {
            plan.identity.add(chunk.changes[Int(decision.changeIndex)], by: number)
        }
        let isAgain = touched.lastChange(of: user.id) != 0
        touched.change(user.id, by: number)
        if isAgain || !decision.action.isDescribing {
            let after = user.applying(chunk.changes[Int(decision.changeIndex)])
            virtual.note(user.id, record: number, state: after)
        }
    }

    /// The column by which a message names the user of a record.
    func namingColumn(_ record: Int, of batch: RecordBatch) -> UserColumn? {
        [.externalID, .username, .email, .user].first { batch.value(record, $0).isValue }
    }

    /// The username that finds a user; a derived one does only where the record has no external id
    /// to be found by.
    private func usernameKey(_ record: Int, of batch: RecordBatch) -> ByteString? {
        if decider.usernames.canNumber(record, of: batch) { return nil }
        return batch.bytes(record, slot: ColumnLayout.usernameKeySlot)
    }
}
