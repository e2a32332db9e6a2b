/// One run, from a feed to one result per record: decide everything, pass the guards, apply.
///
/// Imports, commands on a single user and every other change of the directory go through here;
/// there is no second path. Reading and mapping happen on a thread of their own, everything else
/// on the calling one.
package final class ImportRun {
    let inputs: RunInputs
    let mapping: HeaderMapping
    let decider: RecordDecider
    /// Records that an earlier delivery of the same bytes has had the effect of.
    var settled: Set<UInt32> = []
    /// Whether the run has a row in the history, and so may have changed something.
    package private(set) var hasBegun = false
    /// Columns that the records of the feed have named, where they do.
    var foundColumns: FoundColumns?

    /// Prepares the rules.
    /// - Throws: a halt when the directory cannot be read.
    package init(_ inputs: RunInputs) throws(RunHalt) {
        self.inputs = inputs
        mapping = inputs.mapping
        let groups = try inputs.directory.groups()
        var context = DecisionContext(
            policy: inputs.policy, profile: inputs.profile, isCommand: inputs.isCommand,
            mailOption: inputs.mailOption, today: inputs.today, groups: groups)
        context.apps = try inputs.directory.apps()
        context.now = inputs.runPlan.startedAt
        context.limits = inputs.limits
        context.showsSecrets = inputs.sink.showsSecrets
        let credentials = inputs.credentials
        context.canVerify = { credentials.canVerify(passwordHash: $0) }
        if !inputs.isCommand {
            context.feed = try inputs.directory.feed(named: inputs.profile.feed)
        }
        decider = RecordDecider(
            context: context,
            usernames: DerivedUsername(
                mapping: mapping,
                rules: ColumnRules(profile: inputs.profile, limits: inputs.limits),
                hashKey: inputs.hashKey))
    }

    /// Carries the run out.
    ///
    /// When it throws before the first chunk is applied, nothing has changed. When it throws
    /// later, the chunks applied so far stay, and the run can be resumed.
    package func run() throws(RunHalt) -> RunEnding {
        let plan = try decide()
        if let halt = rejectGuard.check(
            rejected: plan.count(.rejected), records: plan.recordCount)
        {
            return try stop(plan, because: halt)
        }
        if inputs.isDryRun { return try finishDryRun(plan) }
        return try apply(plan)
    }

    private var rejectGuard: RejectGuard {
        RejectGuard(limit: inputs.resuming == nil ? inputs.profile.rejectsMax : .unlimited)
    }

    // MARK: Decide

    private func decide() throws(RunHalt) -> DecidedRun {
        var step = try decideOnce()
        settled = try settledRecords(step)
        let meansOtherwise = settled.contains {
            let verdict = step.plan.verdicts[Int($0) - 1]
            return verdict.outcome == .deleted || verdict.writes
        }
        if meansOtherwise {
            // What follows a deletion that is not repeated meets the user after all; so with
            // everything else that happens once.
            let first = step.plan
            try inputs.source.rewind()
            step = try decideOnce()
            settled.formUnion(try settledRecords(step))
            settled.formUnion(step.orphans(unlike: first.verdicts))
            step.plan.keepRefusals(of: first, except: settled)
        }
        step.plan.settle(settled)
        return step.plan
    }

    private func decideOnce() throws(RunHalt) -> DecideStep {
        if writesResultsAtOnce { try inputs.sink.truncate(to: ResultPositions()) }
        let isEmpty = try inputs.directory.isEmpty()
        let step = DecideStep(try decideInputs(isDirectoryEmpty: isEmpty))
        try read(.decide, wantsFingerprints: wantsFingerprints(isEmpty)) {
            (batch) throws(RunHalt) in
            if batch.chunk.index == 0 { step.expect(self.expectedRecords(batch.chunk)) }
            let chunk = try step.decide(batch)
            if self.writesResultsAtOnce { try self.writeResults(chunk) }
            self.progress(.decide, batch, rejected: step.plan.count(.rejected))
        }
        return step
    }

    /// Records that an earlier delivery of the same bytes has had the effect of.
    private func settledRecords(_ step: DecideStep) throws(RunHalt) -> Set<UInt32> {
        guard !inputs.isCommand, !inputs.repeats, inputs.resuming == nil,
            let feed = decider.context.feed
        else { return [] }
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
            step: step, directory: inputs.directory, deletions: deletions
        ).settledRecords()
        for (record, user) in step.existing
        where try inputs.directory.wasCreated(
            user, by: record, of: inputs.fileHash(), feed: feed)
        {
            records.insert(record)
        }
        return records
    }

    func decideInputs(isDirectoryEmpty: Bool) throws(RunHalt) -> DecideStep.Inputs {
        let rereader = RecordRereader(
            source: inputs.source, mapper: mapper(wantsFingerprints: false),
            layout: mapping.layout)
        let highest = isDirectoryEmpty ? 0 : try inputs.directory.highestUser()
        return DecideStep.Inputs(
            decider: decider, directory: inputs.directory,
            fingerprints: try loadFingerprints(isDirectoryEmpty),
            touched: TouchedUsers(usersMax: highest), claims: claims(), rereader: rereader,
            rules: ColumnRules(profile: inputs.profile, limits: inputs.limits),
            duplicates: try survey(rereader), done: inputs.resuming?.outcomes ?? [],
            isDirectoryEmpty: isDirectoryEmpty, hashKey: inputs.hashKey,
            settled: settled, wantsResults: writesResultsAtOnce)
    }

    private func survey(_ rereader: RecordRereader) throws(RunHalt) -> DuplicateSurvey? {
        guard inputs.profile.onDuplicate != .first else { return nil }
        let survey = DuplicateSurvey(
            rule: inputs.profile.onDuplicate, claims: claims(), rereader: rereader,
            decider: decider)
        try read(.decide, wantsFingerprints: false) { (batch) throws(RunHalt) in
            if batch.chunk.index == 0 { survey.expect(self.expectedRecords(batch.chunk)) }
            try survey.survey(batch)
        }
        try inputs.source.rewind()
        return survey
    }

    private func claims() -> KeyClaims {
        KeyClaims(hasExternalIDs: mapping.gives(.externalID))
    }

    private func loadFingerprints(_ isDirectoryEmpty: Bool) throws(RunHalt) -> FingerprintTable {
        let table = FingerprintTable()
        guard !isDirectoryEmpty, !inputs.isCommand, let feed = decider.context.feed else {
            return table
        }
        try inputs.directory.fingerprints(of: feed, basis: fingerprintBasis) { row, user in
            table.add(row, user)
        }
        table.buildIndex()
        return table
    }

    // MARK: Apply

    private func apply(_ plan: DecidedRun) throws(RunHalt) -> RunEnding {
        let run = try openRun(plan)
        decider.context.feed = inputs.isCommand ? nil : run.feed
        let step = ApplyStep(
            plan: plan, decider: decider, directory: inputs.directory, sink: inputs.sink,
            run: run, issuer: inputs.credentials, shouldStop: inputs.shouldStop)
        try inputs.source.rewind()
        var last = (chunk: 0, record: UInt32(0))
        try read(.apply, wantsFingerprints: fingerprintBasis != 0) { (batch) throws(RunHalt) in
            if self.inputs.shouldStop() { throw Self.interrupted(last.record) }
            try step.apply(batch)
            last = (batch.chunk.index, batch.chunk.records.last?.number ?? 0)
            self.progress(.apply, batch, rejected: plan.count(.rejected))
        }
        try step.finish(after: last)
        try inputs.sink.finish()
        try inputs.directory.closeRun(run, state: .finished, summary: summary)
        return ending(.finished, of: plan, run: run)
    }

    private func openRun(_ plan: DecidedRun) throws(RunHalt) -> OpenRun {
        hasBegun = true
        var runPlan = inputs.runPlan
        runPlan.fileHash = inputs.fileHash()
        runPlan.creates = plan.creates
        runPlan.fingerprintBasis = fingerprintBasis
        if let interrupted = inputs.resuming {
            return try inputs.directory.reopenRun(interrupted, creates: plan.creates)
        }
        runPlan.allowsDeferredIndexes =
            plan.wasEmpty && plan.creates >= inputs.deferredIndexesMin
        return try inputs.directory.openRun(runPlan)
    }

    // MARK: End

    static func interrupted(_ record: UInt32) -> RunHalt {
        RunHalt(
            .interrupted, .runInterrupted,
            "interrupted after record \(record); everything up to there is applied",
            advice: "Import the same file again to carry on where it stopped.")
    }

    /// The figures of the results written so far, with what was found in the header.
    var summary: RunSummary {
        var summary = inputs.sink.summary
        summary.notices = inputs.notices + inputs.source.notices + mapping.notices
        if let foundColumns {
            summary.notices += foundColumns.notices + foundColumns.missingWishes
        }
        for notice in summary.notices { summary.issues[notice.code, default: 0] += 1 }
        summary.groupsCreated = summary.issues[.policyGroupCreated] ?? 0
        return summary
    }

    func ending(
        _ state: RunState, of plan: DecidedRun, run: OpenRun?, halt: RunHalt? = nil
    ) -> RunEnding {
        var summary = summary
        summary.passwords = plan.passwords
        return RunEnding(
            summary: summary, state: state, run: run, rejectsDecided: plan.count(.rejected),
            halt: halt)
    }
}
