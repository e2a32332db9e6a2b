/// Which records of a file that comes again have had their effect, and what follows from that.
extension ImportRun {
    /// Decides every record that is not done yet.
    func decideRecords() throws(RunHalt) -> DecidedRun {
        if let interrupted = inputs.resuming {
            guard try comesAgain(interrupted) else { return try decideOnce().plan }
            return try decideRest(of: interrupted)
        }
        let whole = try decideWhole()
        if let first = whole.first { whole.plan.keepRefusals(of: first, except: settled) }
        whole.plan.settle(settled)
        return whole.plan
    }

    /// Decides the whole file, and finds out what is settled in it.
    ///
    /// - Returns: the plan, with nothing settled in it yet, and what the file would have come to
    ///   without looking at what it did before; nil: the same.
    private func decideWhole(
        looksBack: Bool = false
    ) throws(RunHalt) -> (plan: DecidedRun, first: DecidedRun?) {
        var step = try decideOnce(looksBack: looksBack)
        settled = try settledRecords(step)
        let meansOtherwise = settled.contains {
            let verdict = step.plan.verdicts[Int($0) - 1]
            return verdict.outcome == .deleted || verdict.writes
        }
        guard meansOtherwise else { return (step.plan, nil) }
        // What follows a deletion that is not repeated meets the user after all; so with
        // everything else that happens once.
        let first = step.plan
        try inputs.source.rewind()
        step = try decideOnce(looksBack: looksBack)
        settled.formUnion(try settledRecords(step))
        settled.formUnion(step.orphans(unlike: first.verdicts))
        return (step.plan, first)
    }

    // MARK: Runs that are carried on

    /// Whether the file of an interrupted run is not there for the first time.
    private func comesAgain(_ interrupted: InterruptedRun) throws(RunHalt) -> Bool {
        guard inputs.origin == .feed, !inputs.repeats,
            interrupted.outcomes.count < Int(interrupted.plan.records)
        else { return false }
        return try inputs.directory.wasDelivered(inputs.fileHash(), except: interrupted.run)
    }

    /// Decides what an interrupted run has left to do of a file that came again.
    ///
    /// What is settled shows in the file as a whole only: of records that undo one another, the rest
    /// alone may do something. So those before the checkpoint that did nothing are looked at once
    /// more. The others have had their effect, which is in the directory.
    private func decideRest(of interrupted: InterruptedRun) throws(RunHalt) -> DecidedRun {
        let whole = try decideWhole(looksBack: true)
        let done = UInt32(clamping: interrupted.outcomes.count)
        settled = settled.filter { $0 > done }
        try inputs.source.rewind()
        let plan = try decideOnce().plan
        if let first = whole.first {
            plan.keepRefusals(of: first, unlike: whole.plan, except: settled)
        }
        plan.settle(settled)
        return plan
    }

    // MARK: Earlier deliveries

    /// Records that an earlier delivery of the same bytes has had the effect of.
    private func settledRecords(_ step: DecideStep) throws(RunHalt) -> Set<UInt32> {
        guard inputs.origin == .feed, !inputs.repeats, let feed = decider.context.feed
        else { return [] }
        // An interrupted run is among those that are asked, but what it did is done.
        let happened =
            step.hasHappenings
            ? try inputs.directory.happened(by: inputs.fileHash(), of: feed) : []
        return try comeRoundRecords(step, feed: feed).union(happened)
    }

    /// Records that say again how things were, or undo one another, in a file that was applied.
    private func comeRoundRecords(
        _ step: DecideStep, feed: FeedID
    ) throws(RunHalt) -> Set<UInt32> {
        guard
            !step.missedDeletions.isEmpty || !step.touched.usersChangedAgain.isEmpty
                || step.plan.count(.deleted) > 0 || !step.existing.isEmpty,
            try inputs.directory.wasApplied(inputs.fileHash(), of: feed)
        else { return [] }
        let deletions = try inputs.directory.deletions(by: inputs.fileHash(), of: feed)
        var records = try Redelivery(
            step: step, directory: inputs.directory, deletions: deletions,
            interrupted: inputs.resuming?.run
        ).settledRecords()
        for (record, user) in step.existing
        where try inputs.directory.wasCreated(
            user, by: record, of: inputs.fileHash(), feed: feed)
        {
            records.insert(record)
        }
        return records
    }
}
