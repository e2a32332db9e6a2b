extension DecideStep {
    /// Decides a record that does something to a user.
    func act(
        _ record: Int, _ number: UInt32, of batch: RecordBatch, into chunk: DecidedChunk
    ) throws(RunHalt) -> RecordDecision {
        let action = batch.actions[record]
        if action.happens { hasHappenings = true }
        var keys = UserMatcher.Keys()
        keys.username = batch.bytes(record, slot: ColumnLayout.usernameKeySlot)
        keys.email = batch.bytes(record, slot: ColumnLayout.emailKeySlot)
        keys.externalID = batch.bytes(record, slot: ColumnLayout.externalIDSlot)
        let candidates = try candidates(record, of: batch, keys: keys)
        let match: UserMatcher.Match
        if batch.value(record, .user).isValue, candidates.byUser == nil {
            match = .nobody
        } else if action == .delete {
            match = matcher.matchDeleted(candidates, keys: keys)
        } else {
            match = matcher.matchTarget(candidates, keys: keys)
        }
        switch match {
        case .nobody:
            if action == .delete { missedDeletions.append(number) }
            let column =
                batch.value(record, .user).isValue
                ? UserColumn.user : namingColumn(record, of: batch)
            decider.findings = [
                column == nil
                    ? DecisionFinding(.matchKeysMissing)
                    : DecisionFinding(.matchUserNotFound, column: column)
            ]
            return decider.rejected(action)
        case .refused(let finding):
            decider.findings = [finding]
            return decider.rejected(action)
        case .user(let user):
            var decision = decider.decideExisting(record, of: batch, user: user, into: chunk)
            // A refused record says whom it was about, too.
            decision.target = user.id.provisionalOrdinal.map { .newUser($0) } ?? .user(user.id)
            noteIdentity(of: user, decision, record, into: chunk)
            guard decision.outcome != .rejected else { return decision }
            noteChange(decision, number, of: user, into: chunk)
            if decision.outcome == .deleted {
                try noteDeletion(of: [user.usernameKey, user.emailKey, user.externalID])
            }
            return decision
        }
    }
}
