extension DecideStep {
    /// Decides a record that takes back what a run did to one user.
    func takeBack(
        _ record: Int, _ number: UInt32, of batch: RecordBatch, by reversal: RunReversal,
        into chunk: DecidedChunk
    ) throws(RunHalt) -> RecordDecision {
        reversal.count(mails: 0, by: number)
        let id = reversal.user(of: number)
        guard let user = lookup.states[id] else {
            return decider.findGone(id, record, of: batch, by: reversal)
        }
        var decision = decider.decideExisting(record, of: batch, user: user, into: chunk)
        decision.target = .user(id)
        noteIdentity(of: user, decision, record, into: chunk)
        guard decision.changeIndex >= 0 else { return decision }
        if let finding = try takenKey(chunk.changes[Int(decision.changeIndex)]) {
            // The changes stand in the chunk, but nothing points to them any more.
            decider.findings = [finding]
            var refused = decider.rejected(batch.actions[record])
            refused.target = decision.target
            return refused
        }
        let mails = chunk.changes[Int(decision.changeIndex)].access.withdrawsMails
        if let mails { reversal.count(mails: mails.count, by: number) }
        noteChange(decision, number, of: user, into: chunk)
        return decision
    }

    /// Whether somebody has taken a key that is to come back; one whose own record came before gives
    /// it back, too, as far as can be told here: the directory has the last word.
    private func takenKey(_ changes: UserChanges) throws(RunHalt) -> DecisionFinding? {
        let externalID = changes.columns.last { $0.column == .externalID }?.change.after
        let query = KeyQuery(
            username: changes.usernameKey, email: changes.emailKey, externalID: externalID)
        guard query != KeyQuery(username: nil, email: nil, externalID: nil) else { return nil }
        let match = try directory.find([query]).first ?? KeyMatch()
        let found: [(UserID?, IssueCode, UserColumn)] = [
            (match.byUsername, .directoryUsernameTaken, .username),
            (match.byEmail, .directoryEmailTaken, .email),
            (match.byExternalID, .directoryExternalIDTaken, .externalID),
        ]
        for (owner, code, column) in found {
            guard let owner, owner != changes.before.id, touched.lastChange(of: owner) == 0 else {
                continue
            }
            return DecisionFinding(code, column: column, related: owner.value)
        }
        return nil
    }
}
