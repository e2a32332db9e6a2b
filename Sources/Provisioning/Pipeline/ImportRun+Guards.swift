/// The second step: the finished plan passes the guards, or the run halts with nothing changed.
extension ImportRun {
    /// Why the plan may not be applied; nil: it may. A run that is carried on has passed already,
    /// and commands on single users and undo are exempt.
    func guardsHalt(_ plan: DecidedRun) throws(RunHalt) -> RunHalt? {
        let before = try compareFile(plan)
        if inputs.origin == .undo { return nothingToTakeBack(plan) }
        guard inputs.resuming == nil, inputs.origin == .feed || inputs.origin == .sweep else {
            return nil
        }
        let guards = RunGuards(limits: inputs.profile.guards, allowances: inputs.allowances)
        let directory = inputs.directory
        guardChecks = try guards.check(figures(plan, before)) { () throws(RunHalt) in
            try directory.activeUsers()
        }
        guard let halt = guardChecks.halt else { return nil }
        guardExamples = GuardExamples(
            plan, tripped: guardChecks.filter(\.hasTripped).map(\.name),
            file: inputs.origin == .feed ? FeedLabel.text(of: inputs.runPlan.file) : nil,
            showsValues: inputs.showsValues)
        return halt
    }

    /// Why an undo has nothing to do: everybody was changed since or is gone. The run stays as it is, so
    /// that it can be taken back once what came after it is.
    private func nothingToTakeBack(_ plan: DecidedRun) -> RunHalt? {
        guard plan.recordCount > 0, plan.count(.skipped) == plan.recordCount else { return nil }
        let users = plan.recordCount == 1 ? "the one user" : "all \(plan.recordCount) users"
        return RunHalt(
            .someRejected, .runUndoImpossible,
            "nothing was taken back: \(users) whom the run changed were changed since, or are gone",
            advice:
                "Take the later runs back first, beginning with the newest; the results name them.")
    }

    private func figures(_ plan: DecidedRun, _ before: AcceptedFile?) -> GuardFigures {
        var figures = GuardFigures()
        figures.records = plan.recordCount
        figures.rejected = plan.count(.rejected)
        figures.created = plan.count(.created)
        figures.updated = plan.count(.updated)
        figures.removed = plan.removals
        figures.identity = plan.identity
        // Counted only where the share is asked for.
        if plan.identity.largest.count > 0 { figures.existing = plan.existingCount }
        if inputs.profile.mode == .full { figures.fullRecordsBefore = before?.records }
        figures.faults = plan.faults
        figures.differences = differences.map(\.kind).filter(inputs.profile.healthStops.contains)
        figures.wasEmpty = plan.wasEmpty
        return figures
    }

    /// Sets what differs from the last accepted file of the same kind, and says which that is; nil: there
    /// is none, or the file is a rejects file.
    private func compareFile(_ plan: DecidedRun) throws(RunHalt) -> AcceptedFile? {
        guard inputs.origin == .feed, var health else { return nil }
        if readsRejects {
            // A part of a file says nothing of how the files of its feed look.
            self.health = nil
            return nil
        }
        if let reading = try inputs.source.reading() {
            health.format = reading.format
            health.encoding = reading.encoding
            health.delimiter = reading.delimiter ?? ""
            self.health = health
        }
        guard let feed = decider.context.feed,
            let before = try inputs.directory.acceptedFile(of: feed, mode: inputs.profile.mode)
        else { return nil }
        differences =
            FileComparison(records: plan.recordCount, health: health, before: before).differences
        return before
    }

    /// The halt with examples of what tripped it, found while the results were written.
    func illustrated(_ halt: RunHalt) throws(RunHalt) -> RunHalt {
        guard let guardExamples else { return halt }
        var users: [UserID: UserState] = [:]
        if inputs.showsValues, !guardExamples.usersWithoutRecord.isEmpty {
            users = try inputs.directory.load(guardExamples.usersWithoutRecord)
        }
        let remarks = guardChecks.filter(\.hasTripped).compactMap(\.remark)
        let lines = guardExamples.lines(users) + remarks
        var halt = halt
        if !lines.isEmpty { halt.advice = lines.joined(separator: "\n  ") }
        return halt
    }
}
