/// Users who are missing from a full file, and users who come back.
extension RecordDecider {
    /// Decides about a user who is missing from the file; nil: the feed has let go of them before, and
    /// nothing is left to do.
    package func decideLeaver(
        _ record: Int, of batch: RecordBatch, user: UserState, into chunk: DecidedChunk
    ) -> RecordDecision? {
        findings.removeAll(keepingCapacity: true)
        guard let terms = context.leavers else { return nil }
        let enabledEdit = ManualEdit.name(of: .enabled)
        let ruling = LeaverRuling(
            user, terms: terms, isProtected: context.isProtected(user),
            keepsEnabled: context.keepsEdits && user.manualEdits.contains(enabledEdit),
            now: context.now)
        if ruling.fate == .gone { return nil }
        var changes = UserChanges(before: user)
        let before = user.absences[terms.feed]
        if ruling.absence != before {
            changes.absence = AbsenceChange(
                feed: terms.feed, before: before, after: ruling.absence)
        }
        var outcome = Outcome.missing
        switch ruling.fate {
        case .gone, .waits: break
        case .spared: warn(.policyLeaverProtected, user)
        case .claimed: warn(.policyLeaverClaimed, user)
        case .keptByHand: findings.append(.keptLeaver)
        case .disabledBefore: outcome = .unchanged
        case .disabled:
            outcome = .disabled
            changes.isEnabled = false
            changes.disabledCause = .leaver
            if user.manualEdits.contains(enabledEdit) { changes.editsEnded = [enabledEdit] }
            endAccess(of: user, in: &changes.access)
            settleMails(record, of: batch, user: user, into: &changes)
        }
        var decision = RecordDecision(outcome: outcome, action: .disable)
        decision.target = .user(user.id)
        chunk.notes.append((record, Self.note(ruling, terms)))
        guard !changes.isEmpty || changes.absence != nil else { return decision }
        decision.changeIndex = Int32(chunk.changes.count)
        chunk.changes.append(changes)
        return decision
    }

    /// Undoes what their absence did to a user whom a describing record of the feed names again: a feed
    /// that has let go of them has them again, and if that was why they were disabled, they are enabled.
    func comeBack(
        _ record: Int, of batch: RecordBatch, user: UserState, into changes: inout UserChanges
    ) {
        guard let feed = context.feed, let absence = user.absences[feed], absence.leftAt != nil
        else { return }
        changes.absence = AbsenceChange(feed: feed, before: absence, after: nil)
        guard !user.isEnabled, user.disabledCause == .leaver, changes.isEnabled == nil,
            boolean(batch.value(record, .enabled), of: batch) != false
        else { return }
        changes.isEnabled = true
        invite(record, of: batch, user: user, into: &changes.access)
    }

    private func warn(_ code: IssueCode, _ user: UserState) {
        findings.append(DecisionFinding(code, related: user.id.value))
    }

    /// Such as `missing from hr: file 1 of 3`.
    private static func note(_ ruling: LeaverRuling, _ terms: LeaverTerms) -> String {
        let files = ruling.absence?.files ?? 0
        let counts = ruling.fate == .waits || (terms.filesMin > 1 && files <= terms.filesMin)
        let name = MessageText.quoted(terms.name)
        return "missing from \(name)" + (counts ? ": file \(files) of \(terms.filesMin)" : "")
    }
}
