extension ChunkResults {
    /// The results of a decided chunk, with what the directory's constraints refused.
    package init(
        deciding chunk: DecidedChunk, violations: [ConstraintViolation] = [],
        context: DecisionContext
    ) {
        let groups = context.groups
        let batch = chunk.batch
        var outcomes = ContiguousArray(chunk.decisions.map(\.outcome))
        var refused: [Int: RecordIssue] = [:]
        for violation in violations {
            outcomes[violation.record] = .rejected
            refused[violation.record] = DecisionFinding(violation.code, column: violation.column)
                .issue(for: violation.record, of: batch, groups: groups)
        }
        self.init(batch: batch, outcomes: outcomes)
        firstRecord = chunk.firstRecord
        issues = Self.issues(of: chunk, refused: refused)
        for (record, decision) in chunk.decisions.enumerated() {
            if decision.owesOnboardingMail, record >= chunk.firstRecord, refused[record] == nil {
                mailsQueued += 1
            }
            if decision.accessIndex >= 0, record >= chunk.firstRecord, refused[record] == nil {
                mailsQueued += UInt64(chunk.newAccess[Int(decision.accessIndex)].mails.count)
            }
            guard decision.changeIndex >= 0 else { continue }
            let changes = chunk.changes[Int(decision.changeIndex)]
            if refused[record] == nil, !changes.isEmpty, !changes.isView {
                details.append((record, ChangeDetail.text(changes, context: context)))
                mailsQueued += UInt64(changes.access.mails.count)
            }
            if batch.lacksKeys(record) {
                identities.append((record, ShownIdentity(of: changes.before, record, in: batch)))
            }
        }
        if !chunk.views.isEmpty {
            let views = chunk.views.map { (record: $0.record, detail: $0.text) }
            details = (details + views).sorted { $0.record < $1.record }
        }
        if context.origin == .sweep { tellReasons() }
        if !chunk.notes.isEmpty { addNotes(chunk.notes) }
        if !chunk.identities.isEmpty {
            identities = (identities + chunk.identities).sorted { $0.record < $1.record }
        }
    }

    /// Puts what is said of leavers in front of what changes.
    private mutating func addNotes(_ notes: [(record: Int, text: String)]) {
        let changes = Dictionary(details.map { ($0.record, $0.detail) }) { first, _ in first }
        details = notes.map { record, note in
            (record, changes[record].map { "\(note); \($0)" } ?? note)
        }
    }

    /// Issues of the readers and rules first, then those of the deciding steps, errors first.
    private static func issues(of chunk: DecidedChunk, refused: [Int: RecordIssue])
        -> [(record: Int, issues: [RecordIssue])]
    {
        let batch = chunk.batch
        // Most chunks have nothing but warnings of the deciding steps, which are in order.
        guard !batch.issues.isEmpty || !refused.isEmpty else {
            return chunk.issues.map { ($0.record, headlineFirst($0.issues)) }
        }
        var byRecord: [Int: [RecordIssue]] = [:]
        for (record, issue) in batch.issues where record >= chunk.firstRecord {
            byRecord[record, default: []].append(issue)
        }
        for (record, issues) in chunk.issues { byRecord[record, default: []] += issues }
        for (record, issue) in refused { byRecord[record, default: []].insert(issue, at: 0) }
        return byRecord.keys.sorted().map { ($0, headlineFirst(byRecord[$0] ?? [])) }
    }

    /// The issues of a record with its errors before its warnings.
    private static func headlineFirst(_ issues: [RecordIssue]) -> [RecordIssue] {
        if issues.count < 2 { return issues }
        let errors = issues.filter { $0.severity == .error }
        return errors + issues.filter { $0.severity == .warning }
    }
}

extension ChunkResults {
    /// The results of a chunk of a run that a guard stopped: every record is skipped, with what it
    /// would have been.
    package init(stopped batch: RecordBatch, plan: DecidedRun, groups: GroupTable) {
        self.init(
            batch: batch,
            outcomes: ContiguousArray(repeating: .skipped, count: batch.recordCount))
        for record in 0..<batch.recordCount {
            let number = batch.chunk.records[record].number
            let outcome = plan.verdicts[Int(number) - 1].outcome
            details.append((record, "stopped by a guard; decided: \(outcome.word)"))
            let refusals = plan.refusals(of: number).map {
                $0.issue(for: record, of: batch, groups: groups)
            }
            let found = batch.issues(of: record) + refusals
            if !found.isEmpty { issues.append((record, found)) }
        }
    }
}

extension ShownIdentity {
    /// The keys that a record writes, and those of its user where it writes none.
    package init(of user: UserState, _ record: Int, in batch: RecordBatch) {
        func written(_ column: UserColumn) -> ByteString? {
            batch.isDerived(record, column: column) ? nil : batch.bytes(record, column)
        }
        self.init(
            username: written(.username) ?? user.username, email: written(.email) ?? user.email,
            externalID: written(.externalID) ?? user.externalID)
    }
}

extension RecordBatch {
    /// Whether a record does not itself say the username and e-mail address of its user.
    @inline(__always)
    package func lacksKeys(_ record: Int) -> Bool {
        !value(record, .username).isValue || !value(record, .email).isValue
            || isDerived(record, column: .username) || isDerived(record, column: .email)
            || value(record, .user).isValue
    }

    /// Whether a record's value of `column` is derived.
    @inline(__always)
    package func isDerived(_ record: Int, column: UserColumn) -> Bool {
        guard !derivedSlots.isEmpty, let slot = layout.slot(of: column) else { return false }
        return isDerived(record, slot: slot)
    }

    /// Whether a record has any issue.
    @inline(__always)
    package func hasIssues(_ record: Int) -> Bool {
        guard !issues.isEmpty else { return false }
        return !issues(of: record).isEmpty
    }
}
