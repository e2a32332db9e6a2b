/// Says what the records of a decided chunk will do.
struct PlannedRecords {
    private let chunk: DecidedChunk
    private let plan: DecidedRun
    private let context: DecisionContext
    private let issues: [Int: [RecordIssue]]
    private let identities: [Int: ShownIdentity]
    private let notes: [Int: String]

    init(_ chunk: DecidedChunk, plan: DecidedRun, context: DecisionContext) {
        self.chunk = chunk
        self.plan = plan
        self.context = context
        let results = ChunkResults(deciding: chunk, context: context)
        issues = Dictionary(
            results.issues.map { ($0.record, $0.issues) }, uniquingKeysWith: { first, _ in first })
        notes = Dictionary(
            chunk.notes.map { ($0.record, $0.text) }, uniquingKeysWith: { first, _ in first })
        identities = Dictionary(
            results.identities.map { ($0.record, $0.identity) },
            uniquingKeysWith: { first, _ in first })
    }

    /// What a record will do; nil: nothing.
    func planned(_ record: Int) -> PlannedRecord? {
        let batch = chunk.batch
        let number = batch.chunk.records[record].number
        let outcome = plan.verdicts[Int(number) - 1].outcome
        guard outcome != .unchanged, outcome != .skipped else { return nil }
        var planned = PlannedRecord(
            number: batch.areLeavers ? 0 : number,
            line: batch.areLeavers ? 0 : batch.chunk.records[record].line,
            action: batch.actions[record], outcome: outcome, identity: identity(of: record))
        let decision = chunk.decisions[record]
        if case .user(let user) = decision.target, user.provisionalOrdinal == nil {
            planned.user = user
        }
        planned.issues = issues[record] ?? []
        // What was refused when the file was decided as a whole stays refused.
        guard decision.outcome == outcome else {
            planned.issues = plan.refusals(of: number).map {
                $0.issue(for: record, of: batch, groups: context.groups)
            }
            return planned
        }
        if outcome == .created {
            describeNew(record, decision, in: &planned)
        } else if decision.changeIndex >= 0 {
            describe(chunk.changes[Int(decision.changeIndex)], in: &planned)
        }
        if let note = notes[record] { planned.effects.insert(note, at: 0) }
        return planned
    }

    private func identity(of record: Int) -> ShownIdentity {
        if let identity = identities[record] { return identity }
        let batch = chunk.batch
        return ShownIdentity(
            username: batch.bytes(record, .username), email: batch.bytes(record, .email),
            externalID: batch.bytes(record, .externalID))
    }

    private func describe(_ changes: UserChanges, in planned: inout PlannedRecord) {
        if planned.user != nil, !changes.isEmpty { planned.version = changes.before.version }
        guard !changes.isView else { return }
        planned.values = ChangeDetail.values(changes)
        planned.effects = ChangeDetail.effects(changes, context: context)
        planned.mails = changes.access.mails.map { ($0.kind, $0.dueAt) }
        guard let after = changes.before.applying(changes) else { return }
        let limit = limit(of: after)
        let count = changes.before.access.devices.count
        if count > limit, limit != self.limit(of: changes.before) {
            planned.surplus = (count, limit)
        }
    }

    private func limit(of user: UserState) -> Int {
        Int(DeviceLimitRules.effective(user, groups: context.groups, policy: context.policy))
    }

    private func describeNew(
        _ record: Int, _ decision: RecordDecision, in planned: inout PlannedRecord
    ) {
        let user = UserState(
            creating: .provisional(0), from: record, of: chunk, decision: decision, feed: nil)
        var values = [
            PlannedValue("username", nil, user.username), PlannedValue("email", nil, user.email),
        ]
        if let id = user.externalID { values.append(PlannedValue("external_id", nil, id)) }
        for column in UserColumn.profile {
            guard let value = user.profile[column] else { continue }
            values.append(PlannedValue(column.name, nil, value))
        }
        for name in user.attributes.keys.sorted(by: { $0.text < $1.text }) {
            values.append(PlannedValue("attr.\(name.text)", nil, user.attributes[name]))
        }
        if let limit = user.deviceLimit {
            values.append(PlannedValue("device_limit", nil, ByteString("\(limit)")))
        }
        if let method = user.secondFactor {
            values.append(PlannedValue("second_factor", nil, ByteString(method.word)))
        }
        if !user.isEnabled { values.append(PlannedValue("enabled", nil, "false")) }
        planned.values = values
        let groups = user.groups.map { "+" + context.groups.name($0) }
        if !groups.isEmpty { planned.effects = ["groups: " + groups.joined(separator: " ")] }
        if decision.accessIndex >= 0 {
            let access = chunk.newAccess[Int(decision.accessIndex)]
            let nobody = UserState(
                id: user.id, username: "", usernameKey: "", email: "", emailKey: "")
            planned.effects += AccessDetail.parts(access, before: nobody, context: context)
            planned.mails = access.mails.map { ($0.kind, $0.dueAt) }
        }
        if decision.owesOnboardingMail {
            planned.effects.append("mail: \(MailKind.onboarding.word)")
            planned.mails.append((.onboarding, nil))
        }
    }
}

extension ChangeDetail {
    /// The values that a change replaces.
    static func values(_ changes: UserChanges) -> [PlannedValue] {
        var values = changes.columns.map {
            PlannedValue($0.column.name, $0.change.before, $0.change.after)
        }
        values += changes.attributes.map {
            PlannedValue("attr.\($0.name.text)", $0.change.before, $0.change.after)
        }
        if let limit = changes.deviceLimit {
            values.append(
                PlannedValue("device_limit", digits(changes.before.deviceLimit), digits(limit)))
        }
        if let method = changes.secondFactor {
            values.append(
                PlannedValue(
                    "second_factor", changes.before.secondFactor.map { ByteString($0.word) },
                    method.map { ByteString($0.word) }))
        }
        if let enabled = changes.isEnabled {
            values.append(
                PlannedValue(
                    "enabled", ByteString("\(changes.before.isEnabled)"), ByteString("\(enabled)")))
        }
        return values
    }

    /// What else a change does.
    static func effects(_ changes: UserChanges, context: DecisionContext) -> [String] {
        var effects: [String] = []
        let joined = changes.groupsJoined.map { "+" + context.groups.name($0) }
        let left = changes.groupsLeft.map { "-" + context.groups.name($0) }
        if !joined.isEmpty || !left.isEmpty {
            effects.append("groups: " + (joined + left).joined(separator: " "))
        }
        if changes.deletes { effects.append("the user is deleted with all details") }
        return effects
            + AccessDetail.parts(changes.access, before: changes.before, context: context)
    }

    private static func digits(_ limit: UInt16?) -> ByteString? {
        limit.map { ByteString("\($0)") }
    }
}
