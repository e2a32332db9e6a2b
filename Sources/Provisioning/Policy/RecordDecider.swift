/// Decides what to do with a record, given the user whom it is about.
///
/// Pure: the answer depends on the record, the run's rules and the user's state alone. Both
/// readings of a feed decide through it, so that a dry run says what the real run does. What a
/// decision needs to carry goes into the `DecidedChunk`; findings of the last record stand in
/// `findings`. Belongs to the deciding thread; see `RecordBatch` for what is marked unchecked.
package final class RecordDecider {
    @exclusivity(unchecked) package var context: DecisionContext
    package let secondFactors: SecondFactorRules
    package let cells: GroupCells
    package let usernames: DerivedUsername
    /// Findings about the record decided last, headline first.
    @exclusivity(unchecked) package var findings: [DecisionFinding] = []
    /// The run that is taken back; nil: the run is no undo.
    @exclusivity(unchecked) package var reversal: RunReversal?
    /// What the record decided last leaves alone since it was changed by hand (`ManualEdit`).
    @exclusivity(unchecked) var keptEdits: Set<ByteString> = []
    let defaultGroups: [GroupIndex]
    /// Second factors by their words; nil: the word names none, such as `default`.
    @exclusivity(unchecked) var methods = WordMemo<SecondFactorMethod?>(bits: 6, filler: nil)
    /// What stands against each second factor of a new user.
    private let newUserFindings: NewUserFactors
    /// The finding whose text was made last, and that text: a feed repeats few.
    @exclusivity(unchecked) private var lastText: (finding: DecisionFinding, text: String)?

    package init(context: DecisionContext, usernames: DerivedUsername) {
        self.context = context
        self.usernames = usernames
        secondFactors = SecondFactorRules(policy: context.policy)
        newUserFindings = NewUserFactors(secondFactors)
        cells = GroupCells(
            groups: context.groups, separators: ASCIISet(context.profile.listSeparators))
        defaultGroups = context.policy.defaultGroups.map {
            context.groups.add(GroupEntry(name: $0))
        }
    }

    /// Decides a record that finds nobody.
    package func decideNew(_ record: Int, of batch: RecordBatch, into chunk: DecidedChunk)
        -> RecordDecision
    {
        findings.removeAll(keepingCapacity: true)
        let action = batch.actions[record]
        guard action == .add || action == .upsert else { return notFound(record, of: batch) }
        if !batch.value(record, slot: ColumnLayout.usernameKeySlot).isValue {
            findings.append(missing(.username, .fieldUsernameMissing))
        }
        let hasEmail = batch.value(record, slot: ColumnLayout.emailKeySlot).isValue
        if !hasEmail { findings.append(missing(.email, .fieldEmailMissing)) }
        var decision = RecordDecision(outcome: .created, action: action)
        decision.isEnabled = boolean(batch.value(record, .enabled), of: batch) ?? true
        decision.deviceLimit = deviceLimit(batch.value(record, .deviceLimit), of: batch) ?? 0
        if let method = secondFactor(batch.value(record, .secondFactor), of: batch) {
            decision.secondFactor = method
            let hasPhone = batch.value(record, .phone).isValue
            if let finding = newUserFindings.finding(
                for: method, hasEmail: hasEmail, hasPhone: hasPhone)
            {
                findings.append(finding)
            }
        }
        decision.groups = joinGroups(record, of: batch, into: chunk)
        // Kept out of this function: a copy of what may be said of access costs as much as the rest.
        if batch.layout.givesAccess { decideAccess(record, of: batch, &decision, into: chunk) }
        if hasError {
            if decision.accessIndex >= 0 { chunk.newAccess.removeLast() }
            return rejected(action)
        }
        announce(decision.groups, of: chunk, record: batch.chunk.records[record].number)
        decision.owesOnboardingMail =
            decision.isEnabled && !setsPassword(decision, chunk)
            && context.owesOnboardingMail(
                recordSays: boolean(batch.value(record, .sendMail), of: batch))
        if decision.owesOnboardingMail, context.policy.mailDaysBeforeStart != nil,
            let due = onboardingDue(batch.bytes(record, .startDate))
        {
            postponeMail(until: due, &decision, into: chunk)
        }
        decision.keepsFingerprint = action.isDescribing && isSettled(record, of: batch)
        return decision
    }

    /// Decides a record about a user who exists.
    package func decideExisting(
        _ record: Int, of batch: RecordBatch, user: UserState, into chunk: DecidedChunk
    ) -> RecordDecision {
        findings.removeAll(keepingCapacity: true)
        if !keptEdits.isEmpty { keptEdits.removeAll(keepingCapacity: true) }
        if let reversal {
            return takeBack(record, of: batch, user: user, by: reversal, into: chunk)
        }
        let action = batch.actions[record]
        var changes = UserChanges(before: user)
        if action.isDescribing {
            describe(record, of: batch, user: user, into: &changes)
        } else {
            act(action, record, of: batch, user: user, into: &changes)
        }
        if action == .add, !hasError, !changes.isEmpty {
            findings = [
                DecisionFinding(.matchUserExists, column: .username, related: user.id.value)
            ]
        }
        if context.origin == .sweep { spareFromSweep(user, &changes) }
        if action.isDescribing { comeBack(record, of: batch, user: user, into: &changes) }
        if !changes.isEmpty, !changes.isView, context.isProtected(user),
            context.origin.sparesProtected || changes.deletes || action == .impersonate
        {
            findings = [DecisionFinding(.policyUserProtected, related: user.id.value)]
        }
        if hasError { return rejected(action) }
        settleMails(record, of: batch, user: user, into: &changes)
        announce(changes.groupsJoined, record: batch.chunk.records[record].number)

        var decision = RecordDecision(outcome: outcome(of: changes, action), action: action)
        decision.target = .user(user.id)
        decision.keepsFingerprint = action.isDescribing && isSettled(record, of: batch)
        if context.origin == .feed, action.isDescribing,
            context.feed.map({ !user.feeds.contains($0) }) ?? true
        {
            // A feed that has no number yet gets one before anything is written.
            changes.joinsFeed = context.feed ?? FeedID(0)
        }
        noteEdits(record, of: batch, user: user, into: &changes)
        if decision.outcome == .unchanged {
            findings.removeAll {
                $0.code.severity == .warning && !Self.saidAnyway.contains($0.code)
            }
            // Belonging to one more feed, or again, is bookkeeping and not a change of the user; so is
            // who set a value.
            guard changes.joinsFeed != nil || changes.absence != nil || changes.movesEdits
            else { return decision }
        }
        if changes.isView {
            chunk.views.append((record, ViewText.text(action, of: user, context: context)))
        }
        decision.changeIndex = Int32(chunk.changes.count)
        chunk.changes.append(changes)
        return decision
    }

    /// Warnings that say why a record changes nothing although it asks for something.
    private static let saidAnyway: Set<IssueCode> = [
        .policySecondFactorEnrolled, .policyPasswordKept, .fieldValueDropped,
        .policyManualEditKept,
        .policySweepProtected,
    ]

    /// A record that is refused, with the findings so far.
    package func rejected(_ action: Action) -> RecordDecision {
        // Errors first, so that the headline is why the record was refused.
        let errors = findings.filter { $0.code.severity == .error }
        findings = errors + findings.filter { $0.code.severity == .warning }
        return RecordDecision(outcome: .rejected, action: action)
    }

    /// Whether a taken key is no duplicate because it is derived and gets a number.
    package func isNumberable(_ record: Int, key: Int, of batch: RecordBatch) -> Bool {
        guard !batch.derivedSlots.isEmpty, key < 2,
            context.profile.derivedCollision == .number,
            usernames.canNumber(record, of: batch)
        else { return false }
        return batch.isDerived(record, column: KeyClaims.columns[key])
    }

    /// The issue of a finding as results show it.
    package func issue(
        _ finding: DecisionFinding, for record: Int, of batch: RecordBatch
    ) -> RecordIssue {
        if let words = reversal?.words(of: finding) {
            return RecordIssue(finding.code, column: nil, value: nil, finding: words)
        }
        let isRepeated = lastText.map { $0.finding == finding } ?? false
        let text = isRepeated ? lastText?.text : nil
        let issue = finding.issue(
            for: record, of: batch, groups: context.groups, text: text)
        if !isRepeated { lastText = (finding, issue.finding) }
        return issue
    }

    /// Whether an error is among the findings.
    package var hasError: Bool {
        for index in findings.indices where findings[index].code.severity == .error {
            return true
        }
        return false
    }

    /// A key that a new user lacks: not written, or not derivable from what is written.
    private func missing(_ column: UserColumn, _ code: IssueCode) -> DecisionFinding {
        DecisionFinding(usernames.derives(column) ? .fieldDerivedFailed : code, column: column)
    }

    /// Adds nothing but a finding: a record whose user the run does not know.
    private func notFound(_ record: Int, of batch: RecordBatch) -> RecordDecision {
        let named: [UserColumn] = [.user, .externalID, .username, .email]
        let column = named.first { batch.value(record, $0).isValue }
        findings.append(
            column == nil
                ? DecisionFinding(.matchKeysMissing)
                : DecisionFinding(.matchUserNotFound, column: column))
        return rejected(batch.actions[record])
    }

    private func outcome(of changes: UserChanges, _ action: Action) -> Outcome {
        if changes.deletes { return .deleted }
        if changes.isView { return .viewed }
        guard !changes.isEmpty else { return .unchanged }
        if let enabled = changes.isEnabled { return enabled ? .enabled : .disabled }
        return action.isDescribing ? .updated : .applied
    }

    /// Whether the row says the same tomorrow: no finding to repeat, no date still ahead.
    private func isSettled(_ record: Int, of batch: RecordBatch) -> Bool {
        guard !batch.hasIssues(record) else { return false }
        guard batch.layout.hasDays else { return true }
        for column in [UserColumn.startDate, .endDate, .passwordExpires] {
            let cell = batch.value(record, column)
            guard cell.isValue else { continue }
            let day = batch.chunk.bytes(cell.range)
            if !day.lexicographicallyPrecedes(context.today.bytes) { return false }
        }
        return true
    }

    /// The second factor that a new user follows.
    func defaultMethod(
        _ decision: RecordDecision, _ chunk: DecidedChunk
    ) -> SecondFactorMethod {
        for index in chunk.groups[
            Int(decision.groups.lowerBound)..<Int(decision.groups.upperBound)]
        {
            if let method = context.groups.entries[Int(index)].secondFactor { return method }
        }
        return context.policy.secondFactorDefault
    }

    private func joinGroups(_ record: Int, of batch: RecordBatch, into chunk: DecidedChunk)
        -> Range<Int32>
    {
        let start = Int32(chunk.groups.count)
        let cell = batch.value(record, .groups)
        guard cell.isValue else {
            chunk.groups.append(contentsOf: defaultGroups)
            return start..<Int32(chunk.groups.count)
        }
        let bytes = batch.chunk.bytes(cell.range)
        if defaultGroups.isEmpty, cells.join(bytes, into: &chunk.groups) {
            return start..<Int32(chunk.groups.count)
        }
        let request = resolve(bytes)
        let wanted = Set(request.joins).union(defaultGroups).subtracting(request.leaves)
        chunk.groups.append(contentsOf: wanted.sorted())
        return start..<Int32(chunk.groups.count)
    }
}
