/// The two ends at which nothing is applied: a guard that stops the run, and a dry run.
extension ImportRun {
    /// Writes every record's result as skipped, with what it would have been.
    func stop(_ plan: DecidedRun, because halt: RunHalt) throws(RunHalt) -> RunEnding {
        if writesResultsAtOnce { try inputs.sink.truncate(to: ResultPositions()) }
        try inputs.source.rewind()
        try read(.apply, wantsFingerprints: false) { (batch) throws(RunHalt) in
            self.guardExamples?.meet(batch)
            return ChunkResults(stopped: batch, plan: plan, groups: self.decider.context.groups)
        }
        try writeLeavers(plan) {
            ChunkResults(stopped: $0, plan: plan, groups: self.decider.context.groups)
        }
        let halt = try illustrated(halt)
        try inputs.sink.finish()
        guard !inputs.isDryRun else {
            return ending(.stopped, of: plan, run: nil, halt: halt)
        }
        var runPlan = inputs.runPlan
        // Without the file's hash: should the process die before the next line, nobody may take
        // this for a run whose guards had passed.
        runPlan.fileHash = ""
        runPlan.mode = isFull ? .full : .delta
        runPlan.records = UInt32(plan.recordCount)
        let run = try inputs.directory.openRun(runPlan)
        try inputs.directory.closeRun(run, state: .stopped, summary: summary)
        return ending(.stopped, of: plan, run: run, halt: halt)
    }

    /// Ends a dry run, whose results stand already if they could be written at once.
    func finishDryRun(_ plan: DecidedRun) throws(RunHalt) -> RunEnding {
        if !writesResultsAtOnce || !settled.isEmpty {
            // Results that cannot be taken back are written once the guards have passed, and those
            // that were settled at the end are written again.
            if writesResultsAtOnce { try inputs.sink.truncate(to: ResultPositions()) }
            try inputs.source.rewind()
            return try dryRunAgain(plan)
        }
        try writeLeavers(plan)
        try inputs.sink.finish()
        return ending(.finished, of: plan, run: nil)
    }

    private func dryRunAgain(_ plan: DecidedRun) throws(RunHalt) -> RunEnding {
        let isEmpty = plan.wasEmpty
        var again = try decideInputs(isDirectoryEmpty: isEmpty)
        again.wantsResults = true
        let step = DecideStep(again)
        try read(.decide, wantsFingerprints: wantsFingerprints(isEmpty)) {
            (batch) throws(RunHalt) in
            return self.results(of: try step.decide(batch))
        }
        try writeLeavers(plan)
        try inputs.sink.finish()
        return ending(.finished, of: plan, run: nil)
    }

    /// The results of a chunk that is only rehearsed.
    func results(of chunk: DecidedChunk) -> ChunkResults {
        ChunkResults(deciding: chunk, context: decider.context)
    }

    /// Whether a dry run writes its results while it decides, since it can take them back.
    var writesResultsAtOnce: Bool { inputs.isDryRun && inputs.sink.canTakeBack }
}
