/// Users who are missing from a full file.
extension ImportRun {
    /// Whether the run reads a file that holds everybody.
    var isFull: Bool { inputs.origin == .feed && inputs.profile.mode == .full }

    /// Whether the file is a rejects file of an earlier run, and so only a part of what its feed holds.
    var readsRejects: Bool {
        mapping.sources.contains { $0.header.written == RejectColumns.codes }
            || foundColumns.map { $0.codesField >= 0 } ?? false
    }

    /// Adds the leavers of a full file to the plan, after its records; a run that is carried on keeps
    /// those that it began with.
    func decideLeavers(_ plan: DecidedRun) throws(RunHalt) {
        guard isFull else { return }
        guard plan.recordCount > 0 else { throw Self.recordsMissing }
        guard !readsRejects else {
            leaverNotices = [Self.rejectsFile]
            return
        }
        // A run that is carried on has made up its mind: a record that was refused only when it was
        // applied must not turn off the rest of its leavers.
        let isBegun = inputs.resuming.map { !$0.plan.leavers.isEmpty } ?? false
        if !isBegun, let presence = plan.presence, let first = presence.firstNameless {
            leaverNotices = [
                Self.leaversOff(
                    first, count: presence.namelessCount,
                    isLast: UInt64(first.record) == plan.recordCount)
            ]
            return
        }
        guard let feed = decider.context.feed else { return }
        let last = try inputs.directory.lastFullFile(of: feed)
        decider.context.leavers = LeaverTerms(
            feed: feed, name: inputs.profile.feed,
            filesMin: UInt32(max(inputs.profile.leavers.filesMin, 1)),
            isRepeat: last != nil && last == inputs.fileHash())
        if let interrupted = inputs.resuming {
            // They are decided once more when they are dealt with, as in the first attempt.
            for user in interrupted.plan.leavers {
                plan.addLeaver(Verdict(.missing, target: .user(user)))
            }
            return
        }
        try findLeavers(of: feed, plan)
    }

    /// Goes through the users of the feed in the order of their numbers.
    private func findLeavers(of feed: FeedID, _ plan: DecidedRun) throws(RunHalt) {
        guard let presence = plan.presence, !plan.wasEmpty else { return }
        var missing: [UserID] = []
        for start in stride(from: 1, through: Int(presence.usersMax), by: Self.blockUsers) {
            let end = min(start + Self.blockUsers - 1, Int(presence.usersMax))
            if presence.containsAll(UInt32(start)...UInt32(end)) { continue }
            if inputs.shouldStop() { throw Self.stoppedEarly }
            missing += try inputs.directory.members(
                of: feed, from: UserID(UInt32(start)), through: UserID(UInt32(end)),
                except: presence.contains)
            guard missing.count >= Self.blockUsers else { continue }
            try decideLeavers(missing, plan)
            missing.removeAll(keepingCapacity: true)
        }
        try decideLeavers(missing, plan)
    }

    /// User numbers that are looked at together, and leavers that are loaded together, about.
    private static let blockUsers = 1_024

    private func decideLeavers(_ users: [UserID], _ plan: DecidedRun) throws(RunHalt) {
        guard !users.isEmpty else { return }
        let states = try inputs.directory.load(users)
        let batch = RecordBatch(chunk: FeedChunk(capacity: 64), layout: ColumnLayout())
        LeaverBatches.fill(batch, with: 0..<users.count, index: 0)
        let chunk = DecidedChunk(batch: batch)
        for (record, user) in users.enumerated() {
            guard let state = states[user],
                let decision = decider.decideLeaver(record, of: batch, user: state, into: chunk)
            else { continue }
            plan.addLeaver(Verdict(decision.outcome, target: .user(user)))
        }
    }

    /// Deals with the leavers, a chunk a transaction, once all records are applied.
    ///
    /// - Returns: the last chunk, and the number of its last record.
    func applyLeavers(
        _ plan: DecidedRun, _ step: ApplyStep, after last: (chunk: Int, record: UInt32)
    ) throws(RunHalt) -> (chunk: Int, record: UInt32) {
        var last = last
        try leaverBatches(plan).forEach { (batch, _) throws(RunHalt) in
            if self.inputs.shouldStop() { throw self.interrupted(after: UInt32(plan.recordCount)) }
            try step.apply(batch)
            last = (batch.chunk.index, batch.chunk.records.last?.number ?? 0)
        }
        return last
    }

    /// Writes the results of leavers who are only rehearsed, or whom a guard spared.
    ///
    /// `instead` makes the results of leavers with whom nothing is done; nil: as they were decided.
    func writeLeavers(
        _ plan: DecidedRun, instead: ((RecordBatch) -> ChunkResults)? = nil
    ) throws(RunHalt) {
        try rehearseLeavers(plan) { (chunk) throws(RunHalt) in
            var results = ChunkResults(deciding: chunk, context: self.decider.context)
            if let instead {
                let identities = results.identities
                results = instead(chunk.batch)
                results.identities = identities
            }
            try self.inputs.sink.write(results)
        }
    }

    /// Decides the leavers once more, on what the directory has, and writes nothing.
    func rehearseLeavers(
        _ plan: DecidedRun, _ body: (DecidedChunk) throws(RunHalt) -> Void
    ) throws(RunHalt) {
        try leaverBatches(plan).forEach { (batch, users) throws(RunHalt) in
            let states = try self.inputs.directory.load(users)
            let chunk = DecidedChunk(batch: batch)
            for (record, user) in users.enumerated() {
                let decision = self.rehearse(record, states[user], into: chunk)
                chunk.decisions.append(decision)
            }
            try body(chunk)
        }
    }

    private func rehearse(
        _ record: Int, _ user: UserState?, into chunk: DecidedChunk
    ) -> RecordDecision {
        let batch = chunk.batch
        guard let user else { return RecordDecision(outcome: .unchanged, action: .disable) }
        let decision =
            decider.decideLeaver(record, of: batch, user: user, into: chunk)
            ?? RecordDecision(outcome: .unchanged, action: .disable)
        if decision.changeIndex < 0 {
            chunk.identities.append((record, ShownIdentity(of: user, record, in: batch)))
        }
        if !decider.findings.isEmpty {
            let issues = decider.findings.map {
                $0.issue(for: record, of: batch, groups: decider.context.groups)
            }
            chunk.issues.append((record, issues))
        }
        return decision
    }

    private func leaverBatches(_ plan: DecidedRun) -> LeaverBatches {
        LeaverBatches(plan, recordsMax: inputs.limits.chunkRecordsMax)
    }

    // MARK: Words

    private static let recordsMissing = RunHalt(
        .malformedFile, .feedRecordsMissing,
        "the file holds no records, and in full mode that would say that everybody has left",
        advice: "Have the file delivered again; nothing was changed.")

    private static let rejectsFile = RecordIssue(
        .feedLeaversOff, column: RejectColumns.codes,
        finding:
            "is a column of the rejects files that Muster writes, which hold a part of a file: "
            + "nobody is missing from it, and it does not count as a full one")

    private static let stoppedEarly = RunHalt(
        .interrupted, .runInterrupted, "interrupted before anything was changed")

    private static func leaversOff(
        _ first: PresentUsers.Place, count: UInt64, isLast: Bool
    ) -> RecordIssue {
        let others = count - 1
        let rest =
            others == 0
            ? "" : others == 1 ? " (and another record)" : " (and \(others) other records)"
        return RecordIssue(
            .feedLeaversOff,
            finding: "record \(first.record) on line \(first.line)\(rest) has no key that can be "
                + "read, so that nobody can be said to be missing: users who are missing stay as "
                + "they are, and this file does not count as a full one"
                + (isLast ? "; it is the last record of the file: was the file cut off?" : ""))
    }
}
