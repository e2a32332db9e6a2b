/// The second reading: writes what the first one decided, a chunk a transaction.
///
/// The order within a chunk is what makes a crash harmless: the changes are written, then the
/// results of the chunk are made durable, then the checkpoint with their lengths is committed
/// with the changes. A chunk without changes waits for the next one that has some.
///
/// A record about a user who exists is decided again, on what the directory has by then, so that a
/// command which changed the user in between is neither lost nor overwritten blindly.
package final class ApplyStep {
    private let plan: DecidedRun
    private let decider: RecordDecider
    private let directory: any Directory
    private let sink: any ResultSink
    private let run: OpenRun
    private let credentials: CredentialStep
    /// Why the run ends when it is asked to, after a record.
    private let stopped: (UInt32) -> RunHalt
    /// nil: rejects of this run are not followed.
    private let lineage: RejectLineage?
    /// Outcomes that no checkpoint holds yet.
    private var pending: ContiguousArray<Outcome> = []
    /// Whether the run is one transaction, which a record that is refused only now ends.
    package var isAtomic = false
    /// How a plan has found its users; nil: users who moved are decided again.
    package var plannedVersions: PlannedVersions?
    /// Records of an atomic run that were decided to be right and are refused after all.
    package private(set) var lateRefusals: [(record: UInt32, findings: [DecisionFinding])] = []

    package init(
        plan: DecidedRun, decider: RecordDecider, directory: any Directory, sink: any ResultSink,
        run: OpenRun, issuer: any CredentialIssuer, lineage: RejectLineage? = nil,
        shouldStop: @escaping () -> Bool, stopped: @escaping (UInt32) -> RunHalt
    ) {
        self.stopped = stopped
        self.lineage = lineage
        credentials = CredentialStep(issuer: issuer, plan: plan, shouldStop: shouldStop)
        self.plan = plan
        self.decider = decider
        self.directory = directory
        self.sink = sink
        self.run = run
    }

    /// Applies the next chunk.
    /// - Throws: whatever stops the run; the chunk's changes are then given up, earlier chunks stay.
    package func apply(_ batch: RecordBatch) throws(RunHalt) {
        guard batch.areLeavers || isUnmoved(batch) else {
            throw RunHalt(
                .stopped, .feedFileChanged,
                "the file changed while it was being imported; \(doneWords(before: batch))",
                advice: "Import the file again when nobody writes to it; what is done stays done.")
        }
        let first = firstRecord(of: batch)
        noteDone(batch, upTo: first)
        guard first < batch.recordCount else { return }
        let writes = needsTransaction(batch, from: first)
        if writes, !credentials.prepare(batch, from: first) {
            throw stopped(batch.chunk.records[first].number - 1)
        }
        if writes { try directory.beginChunk() }
        do throws(RunHalt) {
            let chunk = DecidedChunk(batch: batch)
            chunk.firstRecord = first
            try decide(into: chunk)
            let violations = writes ? try directory.write(chunk, run: run) : []
            plannedVersions?.advance(chunk, except: violations)
            try report(chunk, violations)
            if isAtomic { try refuseLateRejects(chunk, violations) }
            if writes { try commit(after: batch) }
        } catch {
            if writes { directory.rollbackChunk() }
            throw error
        }
    }

    /// Tells what follows rejected records of those that were done before an interruption.
    private func noteDone(_ batch: RecordBatch, upTo first: Int) {
        guard first > 0, !batch.areLeavers, let lineage, lineage.isFollowing else { return }
        for record in 0..<first {
            lineage.noteDone(record, of: batch, outcome: verdict(record, of: batch).outcome)
        }
    }

    /// Stores the last checkpoint.
    package func finish(after batch: (chunk: Int, record: UInt32)) throws(RunHalt) {
        guard !pending.isEmpty else { return }
        try directory.beginChunk()
        do throws(RunHalt) { try commit(chunk: batch.chunk, record: batch.record) } catch {
            directory.rollbackChunk()
            throw error
        }
    }

    private func commit(after batch: RecordBatch) throws(RunHalt) {
        try commit(
            chunk: batch.chunk.index, record: batch.chunk.records.last?.number ?? 0)
    }

    private func commit(chunk: Int, record: UInt32) throws(RunHalt) {
        if let lineage, lineage.hasChanges {
            try directory.noteRejects(lineage.takeChanges(), run: run)
        }
        let positions = try sink.synchronize()
        try directory.commitChunk(
            RunCheckpoint(chunk: chunk, record: record, positions: positions, outcomes: pending),
            run: run)
        pending.removeAll(keepingCapacity: true)
    }

    private func isUnmoved(_ batch: RecordBatch) -> Bool {
        let index = batch.chunk.index
        return index < plan.chunkHashes.count && plan.chunkHashes[index] == batch.contentHash
    }

    private func firstRecord(of batch: RecordBatch) -> Int {
        batch.chunk.records.firstIndex { $0.number > plan.doneRecords } ?? batch.recordCount
    }

    private func verdict(_ record: Int, of batch: RecordBatch) -> Verdict {
        plan.verdicts[Int(batch.chunk.records[record].number) - 1]
    }

    private func needsTransaction(_ batch: RecordBatch, from first: Int) -> Bool {
        // Leavers are always decided again, and may turn out to change after all.
        batch.areLeavers
            || (first..<batch.recordCount).contains { record in
                let verdict = verdict(record, of: batch)
                return verdict.outcome == .created || verdict.writes || verdict.keepsFingerprint
                    || (lineage != nil && verdict.outcome == .rejected)
            }
    }

    private func decide(into chunk: DecidedChunk) throws(RunHalt) {
        let batch = chunk.batch
        chunk.decisions.reserveCapacity(batch.recordCount)
        let wanted = usersToLoad(batch, from: chunk.firstRecord)
        var loaded = wanted.isEmpty ? [:] : try directory.load(wanted.sorted())
        if let plannedVersions {
            for (id, user) in loaded where !plannedVersions.holds(user) { loaded[id] = nil }
        }
        try decider.reversal?.load(batch)
        var users = ChunkUsers(states: loaded, wanted: wanted)
        for record in 0..<batch.recordCount {
            decider.findings.removeAll(keepingCapacity: true)
            let verdict = verdict(record, of: batch)
            let decision =
                record < chunk.firstRecord
                ? RecordDecision(outcome: .skipped, action: .skip)
                : decide(record, verdict, into: chunk, users: &users)
            chunk.decisions.append(decision)
            if isAtomic { noteLateRefusal(decision, verdict, record, of: batch) }
            issueCredentials(record, decision, into: chunk)
            if decision.changeIndex < 0, batch.lacksKeys(record), decision.outcome != .created,
                let id = id(of: verdict.target), let user = users[id]
            {
                chunk.identities.append((record, ShownIdentity(of: user, record, in: batch)))
            }
            addIssues(record, decision, to: chunk)
        }
    }

    private func decide(
        _ record: Int, _ verdict: Verdict, into chunk: DecidedChunk, users: inout ChunkUsers
    ) -> RecordDecision {
        let batch = chunk.batch
        let number = batch.chunk.records[record].number
        if batch.areLeavers {
            let user = id(of: verdict.target).flatMap { users[$0] }
            return decideLeaver(record, user, verdict.target, into: chunk)
        }
        if verdict.outcome == .created, case .newUser(let ordinal) = verdict.target {
            if let suffix = plan.usernameNumbers[number] {
                decider.usernames.number(suffix, record: record, of: batch)
            }
            var decision = decider.decideNew(record, of: batch, into: chunk)
            decision.target = verdict.target
            let id = UserID(run.firstNewUser + ordinal)
            if users.isWanted(id) {
                users[id] = UserState(
                    creating: id, from: record, of: chunk, decision: decision,
                    feed: decider.context.feed)
            }
            return decision
        }
        guard verdict.writes || isKnownAgain(verdict), let id = self.id(of: verdict.target) else {
            var decision = RecordDecision(
                outcome: verdict.outcome, action: batch.actions[record])
            decision.target = verdict.target
            decision.keepsFingerprint = verdict.keepsFingerprint
            if verdict.outcome == .rejected || verdict.isSettled {
                decider.findings = plan.refusals(of: number)
            }
            return decision
        }
        guard let user = users[id], stillMeans(user, record, of: batch) else {
            decider.findings = [DecisionFinding(.directoryUserMoved)]
            return decider.rejected(batch.actions[record])
        }
        let decision = decider.decideExisting(record, of: batch, user: user, into: chunk)
        if decision.changeIndex >= 0 {
            users[id] = user.applying(chunk.changes[Int(decision.changeIndex)])
        }
        return decision
    }

    /// Decides about a leaver on what the directory has by now; one who came back in between, or is
    /// gone, stays as they are.
    private func decideLeaver(
        _ record: Int, _ user: UserState?, _ target: DecisionTarget, into chunk: DecidedChunk
    ) -> RecordDecision {
        if let user,
            let decision = decider.decideLeaver(record, of: chunk.batch, user: user, into: chunk)
        {
            return decision
        }
        var decision = RecordDecision(outcome: .unchanged, action: .disable)
        decision.target = target
        return decision
    }

    /// Makes the secrets that a decision asks for.
    private func issueCredentials(
        _ record: Int, _ decision: RecordDecision, into chunk: DecidedChunk
    ) {
        if decision.accessIndex >= 0, let user = id(of: decision.target) {
            let name = chunk.batch.bytes(record, .username) ?? ""
            credentials.issue(
                chunk.newAccess[Int(decision.accessIndex)], for: record, user: user,
                username: name, into: chunk)
        } else if decision.changeIndex >= 0 {
            let changes = chunk.changes[Int(decision.changeIndex)]
            guard !changes.access.isEmpty else { return }
            credentials.issue(
                changes.access, for: record, user: changes.before.id,
                username: changes.before.username, into: chunk)
        }
    }

    /// Whether a record without changes will be known by its fingerprint from now on. It is decided
    /// again too: a command may have changed the user since.
    private func isKnownAgain(_ verdict: Verdict) -> Bool {
        guard verdict.keepsFingerprint, case .user = verdict.target else { return false }
        return verdict.outcome == .unchanged
    }

    /// Whether a user is still the one whom the record's keys name, whatever happened to them since.
    private func stillMeans(_ user: UserState, _ record: Int, of batch: RecordBatch) -> Bool {
        if batch.value(record, .user).isValue { return true }
        let username = batch.bytes(record, slot: ColumnLayout.usernameKeySlot)
        let email = batch.bytes(record, slot: ColumnLayout.emailKeySlot)
        if batch.actions[record] == .delete {
            return (username ?? user.usernameKey) == user.usernameKey
                && (email ?? user.emailKey) == user.emailKey
        }
        let externalID = batch.bytes(record, slot: ColumnLayout.externalIDSlot)
        if let externalID, externalID == user.externalID { return true }
        if let username, !batch.isDerived(record, column: .username) {
            return username == user.usernameKey
        }
        guard let email, !batch.isDerived(record, column: .email) else {
            // An external identifier that led to the user leads elsewhere by now, unless a key that
            // is derived had led to them.
            return externalID == nil || username == user.usernameKey || email == user.emailKey
        }
        return email == user.emailKey
    }

    private func addIssues(_ record: Int, _ decision: RecordDecision, to chunk: DecidedChunk) {
        guard !decider.findings.isEmpty else { return }
        let issues = decider.findings.map { decider.issue($0, for: record, of: chunk.batch) }
        chunk.issues.append((record, issues))
    }

    private func usersToLoad(_ batch: RecordBatch, from first: Int) -> Set<UserID> {
        var wanted: Set<UserID> = []
        for record in first..<batch.recordCount {
            let verdict = verdict(record, of: batch)
            let needsState =
                verdict.writes || isKnownAgain(verdict)
                || (verdict.outcome != .created && batch.lacksKeys(record))
            if needsState, let id = id(of: verdict.target) { wanted.insert(id) }
        }
        return wanted
    }

    private func id(of target: DecisionTarget) -> UserID? {
        switch target {
        case .nobody: nil
        case .user(let user): user
        case .newUser(let ordinal): UserID(run.firstNewUser + ordinal)
        }
    }

    private func report(_ chunk: DecidedChunk, _ violations: [ConstraintViolation])
        throws(RunHalt)
    {
        var results = ChunkResults(
            deciding: chunk, violations: violations, context: decider.context)
        let refused = Set(violations.map(\.record))
        results.secrets = credentials.shown.filter { !refused.contains($0.record) }
        for record in chunk.firstRecord..<chunk.batch.recordCount {
            pending.append(results.outcomes[record])
        }
        lineage?.note(results)
        try sink.write(results)
    }
}

/// What an atomic run does about records that are refused only when they are applied.
extension ApplyStep {
    private func noteLateRefusal(
        _ decision: RecordDecision, _ verdict: Verdict, _ record: Int, of batch: RecordBatch
    ) {
        guard decision.outcome == .rejected, verdict.outcome != .rejected, !batch.areLeavers
        else { return }
        lateRefusals.append((batch.chunk.records[record].number, decider.findings))
    }

    private func refuseLateRejects(
        _ chunk: DecidedChunk, _ violations: [ConstraintViolation]
    ) throws(RunHalt) {
        for violation in violations where !chunk.batch.areLeavers {
            let number = chunk.batch.chunk.records[violation.record].number
            let finding = DecisionFinding(violation.code, column: violation.column)
            lateRefusals.append((number, [finding]))
        }
        guard !lateRefusals.isEmpty else { return }
        throw RunHalt(.someRejected, .runAtomicAborted, "a record was refused; nothing is applied")
    }

    private func doneWords(before batch: RecordBatch) -> String {
        if isAtomic { return "nothing is applied" }
        let last = batch.chunk.records.first.map { $0.number - 1 } ?? 0
        return "chunks up to record \(last) are applied"
    }
}

/// The users that a chunk's records change, as they stand between its records.
private struct ChunkUsers {
    var states: [UserID: UserState]
    let wanted: Set<UserID>

    func isWanted(_ id: UserID) -> Bool { wanted.contains(id) }

    subscript(id: UserID) -> UserState? {
        get { states[id] }
        set { states[id] = newValue }
    }
}
