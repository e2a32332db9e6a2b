/// Finds out, once a file is decided, which of its records have had their effect already.
///
/// The same file may come twice, and then changes nothing the second time. Most records see to that
/// themselves, since they say how things are to be. Three kinds do not: a `delete`, which would hit
/// whoever has come since; several records on one user that undo one another, such as `disable`
/// and `enable`; and an `add` whose user was changed afterwards, be it by the next record. In a file whose bytes the feed has delivered before, these are `unchanged`, with a
/// warning.
package struct Redelivery {
    let step: DecideStep
    let directory: any Directory
    /// Records whose deletions were carried out by an earlier delivery.
    let deletions: Set<UInt32>
    /// The run that is carried on; nil: none is.
    let interrupted: OpenRun?

    /// Records that have had their effect.
    ///
    /// - Returns: their numbers; empty for most files.
    /// - Throws: a halt when directory or file cannot be read.
    /// - Complexity: one read of the file per record of the users that several records changed.
    func settledRecords() throws(RunHalt) -> Set<UInt32> {
        var settled = Set(step.missedDeletions)
        for record in deletions where Int(record) <= step.plan.verdicts.count {
            if step.plan.verdicts[Int(record) - 1].outcome == .deleted { settled.insert(record) }
        }
        for user in step.touched.usersChangedAgain {
            guard try hasComeRound(user) else { continue }
            var record = step.touched.lastChange(of: user)
            while record != 0 {
                settled.insert(record)
                record = step.touched.changeBefore(record)
            }
        }
        return settled
    }

    /// Whether all records on a user together leave them as they are.
    private func hasComeRound(_ user: UserID) throws(RunHalt) -> Bool {
        let isNew = user.provisionalOrdinal != nil
        let before = isNew ? nil : try directory.load([user])[user]
        var after = try step.virtual.state(of: user, loaded: before, places: step.places)
        guard let before else { return after == nil }
        after?.version = before.version
        after?.feeds = before.feeds
        after?.absences = before.absences
        after?.manualEdits = before.manualEdits
        // Who signed in since is as the file left them all the same.
        after?.access.sessions = before.access.sessions
        after?.access.hasLinks = before.access.hasLinks
        after?.onboardingGeneration = before.onboardingGeneration
        guard after == before else { return false }
        // Had an interrupted run settled the records on a user, it would not have changed them: what
        // is left may lead back to where it stopped, and has not had its effect for that.
        guard let interrupted else { return true }
        return try !directory.wasChanged(user, by: interrupted)
    }
}

extension DecidedRun {
    /// Turns records that have had their effect into unchanged ones with a warning.
    package func settle(_ records: Set<UInt32>) {
        guard !records.isEmpty else { return }
        for record in records {
            var verdict = Verdict(.unchanged)
            verdict.isSettled = true
            replace(record, by: verdict)
        }
        refusals.removeAll { records.contains($0.record) }
        for record in records {
            refusals.append((record, DecisionFinding(.runRecordAlreadyApplied)))
        }
        refusals.sort { $0.record < $1.record }
    }

    /// Refuses again what was refused when the file was decided as a whole.
    ///
    /// A record that met a user as earlier records had left them meets another one where those are
    /// not repeated; in a file that comes twice it must not have an effect for that.
    func keepRefusals(of first: DecidedRun, except settled: Set<UInt32>) {
        keepRefusals(first.refusedRecords.subtracting(settled), of: first)
    }

    /// Refuses again, in what is left of a run, what was refused when its file was decided as a whole.
    ///
    /// `again` is what the file came to without the settled records, on the same directory.
    func keepRefusals(
        of first: DecidedRun, unlike again: DecidedRun, except settled: Set<UInt32>
    ) {
        let kept = first.refusedRecords.filter { record in
            guard record > doneRecords, !settled.contains(record) else { return false }
            let index = Int(record) - 1
            if again.verdicts[index].outcome != .rejected { return true }
            return verdicts[index].outcome == .rejected
                && first.refusals(of: record) != again.refusals(of: record)
        }
        keepRefusals(kept, of: first)
    }

    /// Records that the deciding steps refused.
    private var refusedRecords: Set<UInt32> {
        var records: Set<UInt32> = []
        for (record, _) in refusals where verdicts[Int(record) - 1].outcome == .rejected {
            records.insert(record)
        }
        return records
    }

    private func keepRefusals(_ kept: Set<UInt32>, of first: DecidedRun) {
        guard !kept.isEmpty else { return }
        refusals.removeAll { kept.contains($0.record) }
        refusals.append(contentsOf: first.refusals.filter { kept.contains($0.record) })
        refusals.sort { $0.record < $1.record }
        for record in kept where verdicts[Int(record) - 1].outcome != .rejected {
            replace(record, by: Verdict(.rejected))
        }
    }
}
