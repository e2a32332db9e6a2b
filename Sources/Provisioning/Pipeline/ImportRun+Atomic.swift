/// An atomic run: one transaction, and nothing of it where a record is rejected.
extension ImportRun {
    /// Whether the plan of an atomic run has a record that is rejected.
    func isAborted(_ plan: DecidedRun) -> Bool {
        inputs.isAtomic && plan.count(.rejected) > 0
    }

    /// Ends an atomic run with nothing applied: rejected records keep their results, all others are
    /// skipped.
    ///
    /// The history has it as stopped, so that nobody takes its file for one that was accepted. `run` is
    /// the run that was open when the refusal was met; nil: nothing has been opened.
    func abort(_ plan: DecidedRun, run: OpenRun? = nil) throws(RunHalt) -> RunEnding {
        if inputs.sink.canTakeBack { try inputs.sink.truncate(to: ResultPositions()) }
        try inputs.source.rewind()
        try read(.apply, wantsFingerprints: false) { (batch) throws(RunHalt) in
            ChunkResults(aborted: batch, plan: plan, groups: self.decider.context.groups)
        }
        try writeLeavers(plan) {
            ChunkResults(aborted: $0, plan: plan, groups: self.decider.context.groups)
        }
        try inputs.sink.finish()
        if inputs.isDryRun { return ending(.stopped, of: plan, run: nil) }
        let opened: OpenRun
        if let run { opened = run } else { opened = try openAborted(plan) }
        try inputs.directory.closeRun(opened, state: .stopped, summary: summary)
        return ending(.stopped, of: plan, run: opened)
    }

    /// The row of a run that has nothing to apply: that of the interrupted one, or a new one without
    /// the file's hash, as a stopped run has it.
    private func openAborted(_ plan: DecidedRun) throws(RunHalt) -> OpenRun {
        if let interrupted = inputs.resuming {
            return try inputs.directory.reopenRun(interrupted, creates: 0)
        }
        var runPlan = inputs.runPlan
        runPlan.fileHash = ""
        runPlan.mode = isFull ? .full : .delta
        runPlan.records = UInt32(plan.recordCount)
        return try inputs.directory.openRun(runPlan)
    }
}

extension DecidedRun {
    /// Refuses records that were decided to be right.
    func refuse(_ late: [(record: UInt32, findings: [DecisionFinding])]) {
        for (record, findings) in late {
            replace(record, by: Verdict(.rejected))
            refusals.removeAll { $0.record == record }
            for finding in findings { refusals.append((record, finding)) }
        }
        refusals.sort { $0.record < $1.record }
    }
}

extension ChunkResults {
    /// The results of a chunk of an atomic run of which nothing is applied.
    init(aborted batch: RecordBatch, plan: DecidedRun, groups: GroupTable) {
        self.init(
            batch: batch,
            outcomes: ContiguousArray(repeating: .skipped, count: batch.recordCount))
        for record in 0..<batch.recordCount {
            let number = batch.chunk.records[record].number
            let outcome = plan.verdicts[Int(number) - 1].outcome
            var found = batch.issues(of: record)
            switch outcome {
            case .rejected:
                outcomes[record] = .rejected
                found += plan.refusals(of: number).map {
                    $0.issue(for: record, of: batch, groups: groups)
                }
                found =
                    found.filter { $0.severity == .error }
                    + found.filter { $0.severity == .warning }
            case .skipped: break
            default:
                details.append((record, "nothing was applied; decided: \(outcome.word)"))
                found.insert(
                    DecisionFinding(.runAtomicAborted).issue(
                        for: record, of: batch, groups: groups), at: 0)
            }
            if !found.isEmpty { issues.append((record, found)) }
        }
    }
}
