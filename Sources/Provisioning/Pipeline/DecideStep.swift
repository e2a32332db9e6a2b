/// The first reading: decides every record, as if all earlier ones had been applied.
///
/// Nothing is written. Belongs to the deciding thread, as do `plan`, `touched` and `claims`; the batches
/// come mapped and validated. See `RecordBatch` for what is marked unchecked.
/// Per record it costs a probe of each key table, and for a directory with users a look-up of
/// those whose row is not known to be unchanged.
package final class DecideStep {
    package let plan: DecidedRun
    @exclusivity(unchecked) package private(set) var places = RecordPlaces()
    let decider: RecordDecider
    let directory: any UserLookup
    let fingerprints: FingerprintTable
    let touched: TouchedUsers
    let claims: KeyClaims
    let virtual: VirtualUsers
    let rereader: RecordRereader
    let matcher: UserMatcher
    let rules: ColumnRules
    let duplicates: DuplicateSurvey?
    let hash: KeyedHash
    /// Outcomes of records that were done before an interruption.
    let done: ContiguousArray<Outcome>
    /// Whether those of them that changed nothing are decided all the same.
    private let looksBack: Bool
    /// Records that an earlier delivery of the same file has had the effect of.
    let settled: Set<UInt32>
    /// Whom a full file names; nil: the file is none.
    let presence: PresentUsers?
    /// Records that delete somebody who is not there.
    var missedDeletions: [UInt32] = []
    /// Records done before an interruption whose users are deleted by now.
    var describersOfGone: Set<UInt32> = []
    /// Whether records do something that happens, rather than sets a state.
    @exclusivity(unchecked) var hasHappenings = false
    /// The next number to try for a derived username, by the username without one.
    var nextNumbers: [ByteString: UInt32] = [:]
    /// Users that the chunk's keys lead to.
    @exclusivity(unchecked) var lookup = ChunkLookup()
    @exclusivity(unchecked) var wantsResults: Bool

    package struct Inputs {
        package var decider: RecordDecider
        package var directory: any UserLookup
        package var fingerprints: FingerprintTable
        package var touched: TouchedUsers
        package var claims: KeyClaims
        package var rereader: RecordRereader
        package var rules: ColumnRules
        package var duplicates: DuplicateSurvey?
        package var done: ContiguousArray<Outcome>
        /// Whether those of them that changed nothing are decided all the same.
        package var looksBack = false
        package var isDirectoryEmpty: Bool
        package var hashKey: (UInt64, UInt64)
        /// Records that an earlier delivery of the same file has had the effect of.
        package var settled: Set<UInt32>
        /// Whether `decide` makes the results of each chunk (a dry run writes them at once).
        package var wantsResults: Bool
        /// Takes whom a full file names; nil: the file is none.
        package var presence: PresentUsers?
    }

    package init(_ inputs: Inputs) {
        plan = DecidedRun()
        decider = inputs.decider
        directory = inputs.directory
        fingerprints = inputs.fingerprints
        touched = inputs.touched
        claims = inputs.claims
        rereader = inputs.rereader
        rules = inputs.rules
        duplicates = inputs.duplicates
        done = inputs.done
        looksBack = inputs.looksBack
        settled = inputs.settled
        presence = inputs.presence
        hash = KeyedHash(key: inputs.hashKey)
        wantsResults = inputs.wantsResults
        matcher = UserMatcher(order: inputs.decider.context.profile.matchOrder)
        virtual = VirtualUsers(
            touched: touched, decider: decider, rereader: rereader, directory: directory)
        rereader.numbering = { [plan, decider] number, batch in
            guard let suffix = plan.usernameNumbers[number] else { return }
            decider.usernames.number(suffix, record: 0, of: batch)
        }
        plan.wasEmpty = inputs.isDirectoryEmpty
        plan.presence = inputs.presence
        plan.doneRecords = UInt32(inputs.done.count)
    }

    /// Makes room for about `records` records, before the first chunk.
    package func expect(_ records: Int) {
        // Rows that are known claim no keys, and tables made for all records would be touched all
        // over by the few that do: with a smaller page cache, a night of a million records of which
        // one in a hundred changed went from 140 MiB to 94.
        claims.expect(
            max(records - fingerprints.count, records / 32), isDense: fingerprints.isEmpty)
        places.reserve(records)
        if plan.wasEmpty { touched.expectCreations(records) }
        plan.verdicts.reserveCapacity(records)
    }

    /// Decides the records of the next chunk.
    /// - Returns: the decisions, with issues where `wantsResults`.
    package func decide(_ batch: RecordBatch) throws(RunHalt) -> DecidedChunk {
        places.add(batch.chunk)
        plan.chunkHashes.append(batch.contentHash)
        claims.reserve(batch.recordCount)
        let chunk = DecidedChunk(batch: batch)
        chunk.decisions.reserveCapacity(batch.recordCount)
        lookup = ChunkLookup()
        if !plan.wasEmpty { try lookUp(batch) }
        try decider.reversal?.load(batch)
        for record in 0..<batch.recordCount {
            if record % Self.touchedAhead == 0 { touchKeys(of: batch, from: record) }
            let number = batch.chunk.records[record].number
            decider.findings.removeAll(keepingCapacity: true)
            let decision: RecordDecision
            if isDone(number) {
                decision = try recall(record, number, of: batch)
            } else if batch.hasErrors[record] {
                decision = RecordDecision(outcome: .rejected, action: batch.actions[record])
                plan.add(Verdict(.rejected))
            } else {
                if !settled.isEmpty, settled.contains(number) {
                    decision = RecordDecision(outcome: .unchanged, action: batch.actions[record])
                    decider.findings = [DecisionFinding(.runRecordAlreadyApplied)]
                } else {
                    decision = try self.decide(record, number, of: batch, into: chunk)
                }
                keep(decision, record, number, into: chunk)
            }
            chunk.decisions.append(decision)
        }
        if !batch.issues.isEmpty { plan.noteFaults(of: batch) }
        try notePresence(of: chunk)
        return chunk
    }

    /// Records whose keys are brought near before they are decided, so that their cache misses
    /// overlap instead of following one another.
    private static let touchedAhead = 64

    private func touchKeys(of batch: RecordBatch, from record: Int) {
        let end = min(batch.recordCount, record + Self.touchedAhead)
        batch.keyHashes.withUnsafeBufferPointer { hashes in
            let near = UnsafeBufferPointer(rebasing: hashes[record * 3..<end * 3])
            touchedBits ^= claims.touch(near)
        }
    }
    /// Keeps the optimiser from dropping the reads.
    @exclusivity(unchecked) private var touchedBits: UInt64 = 0

    private func decide(
        _ record: Int, _ number: UInt32, of batch: RecordBatch, into chunk: DecidedChunk
    ) throws(RunHalt) -> RecordDecision {
        let action = batch.actions[record]
        if let reversal = decider.reversal {
            return try takeBack(record, number, of: batch, by: reversal, into: chunk)
        }
        if action == .skip { return RecordDecision(outcome: .skipped, action: action) }
        return action.isDescribing
            ? try describe(record, number, of: batch, into: chunk)
            : try act(record, number, of: batch, into: chunk)
    }

    /// Keeps what the second reading needs of a decision, and tells the tables of it.
    private func keep(
        _ decision: RecordDecision, _ record: Int, _ number: UInt32, into chunk: DecidedChunk
    ) {
        var verdict = Verdict(decision.outcome, target: decision.target)
        verdict.keepsFingerprint = decision.keepsFingerprint
        verdict.writes = decision.changeIndex >= 0
        let hasFindings = !decider.findings.isEmpty
        // What is found about a record that changes nothing is not found again by the second
        // reading.
        let keepsFindings =
            decision.outcome == .rejected || decision.outcome == .skipped
            || (decision.outcome == .unchanged && !verdict.writes)
        verdict.isSettled = hasFindings && decision.outcome != .rejected && keepsFindings
        plan.add(verdict)
        guard hasFindings else { return }
        if keepsFindings {
            for finding in decider.findings { plan.refusals.append((number, finding)) }
        }
        if wantsResults {
            let issues = decider.findings.map {
                decider.issue($0, for: record, of: chunk.batch)
            }
            chunk.issues.append((record, issues))
        }
    }

    /// Shows whom a record without changes is about where it does not say so itself.
    func noteIdentity(
        of user: UserState?, _ decision: RecordDecision, _ record: Int, into chunk: DecidedChunk
    ) {
        guard wantsResults, let user, decision.changeIndex < 0,
            chunk.batch.lacksKeys(record)
        else { return }
        chunk.identities.append((record, ShownIdentity(of: user, record, in: chunk.batch)))
    }

    /// Whether a record was done before an interruption, and is not decided again.
    @inline(__always)
    func isDone(_ number: UInt32) -> Bool {
        guard Int(number) <= done.count else { return false }
        return !looksBack || done[Int(number) - 1] != .unchanged
    }

    /// A record that was done before an interruption: its keys count, and nothing else.
    private func recall(
        _ record: Int, _ number: UInt32, of batch: RecordBatch
    ) throws(RunHalt) -> RecordDecision {
        let outcome = done[Int(number) - 1]
        var verdict = Verdict(outcome)
        verdict.isDone = true
        plan.add(verdict)
        if outcome == .created { _ = touched.create(by: number) }
        if outcome == .deleted {
            try noteDeletion(of: (0..<3).map { batch.bytes(record, slot: $0) })
        }
        if outcome != .rejected, batch.actions[record].isDescribing, !batch.hasErrors[record] {
            claim(record, number, of: batch)
        }
        return RecordDecision(outcome: outcome, action: batch.actions[record])
    }

    /// Claims the keys of an accepted describing record.
    func claim(_ record: Int, _ number: UInt32, of batch: RecordBatch) {
        batch.keyHashes.withUnsafeBufferPointer { hashes in
            guard let first = hashes.baseAddress else { return }
            claims.claim(first + 3 * record, record: number)
        }
    }
}

extension DecideStep {
    /// Records that add somebody who is there and looks otherwise, with the user.
    var existing: [(record: UInt32, user: UserID)] {
        plan.refusals.filter { $0.finding.code == .matchUserExists }.map {
            ($0.record, UserID($0.finding.related))
        }
    }
}

extension DecideStep {
    /// Records that find nobody only because what created their user is not done again.
    ///
    /// `first` is what the file would have come to without looking at what it did before.
    func orphans(unlike first: ContiguousArray<Verdict>) -> Set<UInt32> {
        var records: Set<UInt32> = []
        for (record, finding) in plan.refusals where finding.code == .matchUserNotFound {
            if first[Int(record) - 1].outcome != .rejected { records.insert(record) }
        }
        return records
    }
}
