/// One run, from a feed to one result per record: decide everything, pass the guards, apply.
///
/// Imports, commands on a single user and every other change of the directory go through here;
/// there is no second path. Reading happens on a thread of its own, deciding and applying on the
/// calling one; mapping, and writing what is only rehearsed, on whichever has time.
package final class ImportRun {
    let inputs: RunInputs
    let mapping: HeaderMapping
    let decider: RecordDecider
    /// Records that an earlier delivery of the same bytes has had the effect of.
    var settled: Set<UInt32> = []
    /// Whether the run has a row in the history, and so may have changed something.
    package private(set) var hasBegun = false
    /// Follows rejected records from run to run; nil: nothing is applied, or no feed is read.
    var lineage: RejectLineage?
    /// Columns that the records of the feed have named, where they do.
    var foundColumns: FoundColumns?
    /// What the guards came to; empty: they were not checked.
    var guardChecks: [GuardCheck] = []
    /// Records that tripped them.
    var guardExamples: GuardExamples?
    /// What is remembered of the file if it is accepted; nil: it is no feed's.
    var health: FileHealth?
    /// How it differs from the last accepted one.
    var differences: [HealthDifference] = []
    /// What is to be said of the file where nobody can be said to be missing from it.
    var leaverNotices: [RecordIssue] = []

    /// Prepares the rules.
    /// - Throws: a halt when the directory cannot be read.
    package init(_ inputs: RunInputs) throws(RunHalt) {
        self.inputs = inputs
        mapping = inputs.mapping
        let groups = try inputs.directory.groups()
        groups.proposesSimilar = inputs.origin == .command
        var context = DecisionContext(
            policy: inputs.policy, profile: inputs.profile, origin: inputs.origin,
            mailOption: inputs.mailOption, today: inputs.today, groups: groups)
        context.apps = try inputs.directory.apps()
        context.now = inputs.runPlan.startedAt
        context.limits = inputs.limits
        context.showsSecrets = inputs.sink.showsSecrets
        let credentials = inputs.credentials
        context.canVerify = { credentials.canVerify(passwordHash: $0) }
        if inputs.origin == .feed {
            context.feed = try inputs.directory.feed(named: inputs.profile.feed)
        }
        decider = RecordDecider(
            context: context,
            usernames: DerivedUsername(
                mapping: mapping,
                rules: ColumnRules(profile: inputs.profile, limits: inputs.limits),
                hashKey: inputs.hashKey))
        decider.reversal = inputs.reversal
    }

    /// Carries the run out.
    ///
    /// When it throws before the first chunk is applied, nothing has changed. When it throws
    /// later, the chunks applied so far stay, and the run can be resumed.
    package func run() throws(RunHalt) -> RunEnding {
        let plan = try decideRecords()
        try decideLeavers(plan)
        if !inputs.isDryRun { try review(plan) }
        if let halt = try guardsHalt(plan) { return try stop(plan, because: halt) }
        if isAborted(plan) { return try abort(plan) }
        if inputs.isDryRun {
            try review(plan)
            return try finishDryRun(plan)
        }
        return try apply(plan)
    }

    // MARK: Decide

    /// Reads the file once, and decides its records.
    ///
    /// `looksBack` decides again those that an interrupted run has left unchanged, too.
    func decideOnce(looksBack: Bool = false) throws(RunHalt) -> DecideStep {
        if writesResultsAtOnce { try inputs.sink.truncate(to: ResultPositions()) }
        let isEmpty = try inputs.directory.isEmpty()
        var given = try decideInputs(isDirectoryEmpty: isEmpty)
        given.looksBack = looksBack
        let step = DecideStep(given)
        try read(.decide, wantsFingerprints: wantsFingerprints(isEmpty)) {
            (batch) throws(RunHalt) in
            if batch.chunk.index == 0 { step.expect(self.expectedRecords(batch.chunk)) }
            let chunk = try step.decide(batch)
            self.progress(.decide, batch, rejected: step.plan.count(.rejected))
            return self.writesResultsAtOnce ? self.results(of: chunk) : nil
        }
        return step
    }

    func decideInputs(isDirectoryEmpty: Bool) throws(RunHalt) -> DecideStep.Inputs {
        let rereader = RecordRereader(
            source: inputs.source, mapper: mapper(wantsFingerprints: false),
            layout: mapping.layout)
        let highest = isDirectoryEmpty ? 0 : try inputs.directory.highestUser()
        return DecideStep.Inputs(
            decider: decider, directory: inputs.directory,
            fingerprints: try loadFingerprints(isDirectoryEmpty, most: Int(highest)),
            touched: TouchedUsers(usersMax: highest), claims: claims(), rereader: rereader,
            rules: ColumnRules(profile: inputs.profile, limits: inputs.limits),
            duplicates: try survey(rereader), done: inputs.resuming?.outcomes ?? [],
            isDirectoryEmpty: isDirectoryEmpty, hashKey: inputs.hashKey,
            settled: settled, wantsResults: writesResultsAtOnce,
            presence: isFull ? PresentUsers(usersMax: highest) : nil)
    }

    private func survey(_ rereader: RecordRereader) throws(RunHalt) -> DuplicateSurvey? {
        guard inputs.profile.onDuplicate != .first else { return nil }
        let survey = DuplicateSurvey(
            rule: inputs.profile.onDuplicate, claims: claims(), rereader: rereader,
            decider: decider)
        try read(.decide, wantsFingerprints: false) { (batch) throws(RunHalt) in
            if batch.chunk.index == 0 { survey.expect(self.expectedRecords(batch.chunk)) }
            try survey.survey(batch)
            return nil
        }
        try inputs.source.rewind()
        return survey
    }

    private func claims() -> KeyClaims {
        KeyClaims(hasExternalIDs: mapping.gives(.externalID))
    }

    /// `most` is the greatest number of a user, each of whom has one row at most.
    private func loadFingerprints(
        _ isDirectoryEmpty: Bool, most: Int
    ) throws(RunHalt) -> FingerprintTable {
        let table = FingerprintTable()
        guard !isDirectoryEmpty, inputs.origin == .feed, let feed = decider.context.feed else {
            return table
        }
        table.reserve(most)
        try inputs.directory.fingerprints(of: feed, basis: fingerprintBasis) { row, user in
            table.add(row, user)
        }
        table.buildIndex()
        return table
    }

    // MARK: Apply

    private func apply(_ plan: DecidedRun) throws(RunHalt) -> RunEnding {
        let run = try openRun(plan)
        decider.context.feed = inputs.origin != .feed ? nil : run.feed
        let step = ApplyStep(
            plan: plan, decider: decider, directory: inputs.directory, sink: inputs.sink,
            run: run, issuer: inputs.credentials, lineage: try followRejects(of: run),
            shouldStop: inputs.shouldStop, stopped: { self.interrupted(after: $0) })
        step.isAtomic = inputs.isAtomic
        step.plannedVersions = inputs.plannedVersions
        do throws(RunHalt) {
            if inputs.isAtomic { try inputs.directory.beginWhole() }
            try applyAll(plan, step)
            if inputs.isAtomic { try inputs.directory.commitWhole() }
        } catch {
            guard inputs.isAtomic else { throw error }
            inputs.directory.rollbackWhole()
            lineage = nil
            guard error.code == .runAtomicAborted else { throw error }
            plan.refuse(step.lateRefusals)
            return try abort(plan, run: run)
        }
        try inputs.sink.finish()
        try closeRejectsOfTheGone(of: run)
        try linkAttempts(of: run)
        try inputs.directory.closeRun(run, state: .finished, summary: summary)
        return ending(.finished, of: plan, run: run)
    }

    private func applyAll(_ plan: DecidedRun, _ step: ApplyStep) throws(RunHalt) {
        try inputs.source.rewind()
        var last = (chunk: 0, record: UInt32(0))
        try read(.apply, wantsFingerprints: fingerprintBasis != 0) { (batch) throws(RunHalt) in
            if self.inputs.shouldStop() { throw self.interrupted(after: last.record) }
            try step.apply(batch)
            last = (batch.chunk.index, batch.chunk.records.last?.number ?? 0)
            self.progress(.apply, batch, rejected: plan.count(.rejected))
            return nil
        }
        last = try applyLeavers(plan, step, after: last)
        try step.finish(after: last)
    }

    private func openRun(_ plan: DecidedRun) throws(RunHalt) -> OpenRun {
        hasBegun = true
        var runPlan = inputs.runPlan
        runPlan.fileHash = inputs.fileHash()
        runPlan.creates = plan.creates
        runPlan.fingerprintBasis = fingerprintBasis
        runPlan.mode = isFull ? .full : .delta
        runPlan.records = UInt32(plan.recordCount)
        runPlan.leavers = plan.leavers
        if let interrupted = inputs.resuming {
            return try inputs.directory.reopenRun(interrupted, creates: plan.creates)
        }
        try inputs.beforeOpening()
        runPlan.allowsDeferredIndexes =
            !inputs.isAtomic && plan.wasEmpty && plan.creates >= inputs.deferredIndexesMin
        return try inputs.directory.openRun(runPlan)
    }

    // MARK: End

    /// The figures of the results written so far, with what was found in the header.
    var summary: RunSummary {
        var summary = inputs.sink.summary
        summary.notices =
            inputs.notices + inputs.source.notices + mapping.notices + leaverNotices
        if let foundColumns {
            summary.notices += foundColumns.notices + foundColumns.missingWishes
        }
        summary.notices += differences.map(\.notice)
        summary.health = health
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
            guards: guardChecks, halt: halt, stillOpen: lineage?.stillOpen ?? [:])
    }
}
