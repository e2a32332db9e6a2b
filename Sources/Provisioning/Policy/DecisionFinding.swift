/// A finding of the deciding steps, small enough to keep until the results are written.
///
/// Its text is a function of the finding and the record, so that both readings say the same.
package struct DecisionFinding: Equatable, Sendable {
    package var code: IssueCode
    package var column: UserColumn?
    /// What else the message names: a record, a user, a number; its meaning goes with the code.
    package var related: UInt32
    /// A second such number.
    package var other: UInt32

    package init(
        _ code: IssueCode, column: UserColumn? = nil, related: UInt32 = 0, other: UInt32 = 0
    ) {
        self.code = code
        self.column = column
        self.related = related
        self.other = other
    }

    /// The issue as results show it.
    ///
    /// `text` is what an equal finding of the run has said; nil: it is made.
    package func issue(
        for record: Int, of batch: RecordBatch, groups: GroupTable, text: String? = nil
    ) -> RecordIssue {
        if code == .policyManualEditKept {
            return keptIssue(for: record, of: batch, groups: groups)
        }
        return RecordIssue(
            code, column: column?.name, value: shownValue(record, of: batch),
            finding: text ?? self.text(groups: groups))
    }

    private func shownValue(_ record: Int, of batch: RecordBatch) -> String? {
        guard showsValue, let column, !column.isSecret else { return nil }
        let cell = batch.value(record, column)
        return cell.isValue
            ? String(decoding: batch.chunk.bytes(cell.range), as: UTF8.self) : nil
    }

    private var showsValue: Bool {
        switch code {
        case .policyGroupCreated, .policyPasswordKept, .matchKeysMissing,
            .policyDeviceLimitReached:
            false
        default: true
        }
    }

    /// How messages name a user: by number, which is not personal data.
    func user(_ number: UInt32) -> String {
        UserID(number).provisionalOrdinal == nil
            ? "user id:\(number)" : "a user whom this file creates"
    }

    private func text(groups: GroupTable) -> String {
        switch code {
        case .duplicateUsernameInFile, .duplicateEmailInFile, .duplicateExternalIDInFile,
            .duplicateUserInFile:
            return related < other
                ? "already stands in record \(related) of this file; the first one is kept"
                : "stands again in record \(related) of this file, which is kept instead"
        case .matchUserNotFound:
            return "leads to no user of the directory"
        case .matchUserExists:
            return "already belongs to \(user(related)), whose details differ; "
                + "use update or upsert to change them"
        case .matchUserAmbiguous:
            return "leads to \(user(related)), but another key of the record leads to "
                + user(other)
        case .matchUsernameDiffers:
            return "is not the username of \(user(related)), whom the record's e-mail leads to; "
                + "rename with the user column or a known external_id"
        case .matchEmailDiffers:
            return "is not the e-mail address of \(user(related)); both must match"
        case .matchExternalIDDiffers:
            return "is not the external_id of \(user(related)), whom the record's other keys "
                + "lead to: a recycled address or username?"
        case .matchKeysMissing:
            return "the record has nothing that finds a user: give user, external_id, username "
                + "or email"
        case .fieldUsernameMissing, .fieldEmailMissing:
            return "the record creates a user, and so needs \(column?.name ?? "a value")"
        case .fieldDerivedFailed:
            return
                "the record creates a user, but \(column?.name ?? "a value") cannot be derived: a "
                + "column that the profile's template needs is empty"
        case .policySecondFactorNoGateway:
            return "needs a gateway that the configuration says is missing"
        case .policySecondFactorNoPhone:
            return "needs a phone number, and the user has none"
        case .policySecondFactorNoEmail:
            return "needs an e-mail address, and the user has none"
        case .policySecondFactorEnrolmentPending:
            let fallback = SecondFactorMethod(rawValue: UInt8(truncatingIfNeeded: related))
            return "is not enrolled yet; until then the user is asked for "
                + (fallback?.word ?? "nothing else")
        case .policyGroupCreated:
            return
                "group \"\(MessageText.quoted(groups.name(related)))\" was unknown and is created"
                + groups.similarQuestion(related)
        case .policyGroupUnknown:
            return "names a group that the directory does not have; create it with "
                + "`muster groups create`, or let the feed with groups.unknown: create"
        case .policyUserProtected:
            return "\(user(related)) is protected: a file may change nothing of theirs, and "
                + "nobody may delete them"
        case .policySweepProtected:
            return "\(user(related)) is due, but protected, and is left alone; change them with "
                + "a command"
        case .policyLeaverProtected:
            return "\(user(related)) is missing from the file, and stays as they are: they are "
                + "protected"
        case .policyLeaverClaimed:
            return "\(user(related)) is missing from the file, and stays as they are: another feed "
                + "has them"
        case .policyPasswordKept:
            return "password, hash or TOTP secret is ignored: it is used when a user is created"
        case .directoryUsernameTaken, .directoryEmailTaken, .directoryExternalIDTaken:
            return related == 0
                ? "already belongs to another user" : "already belongs to \(user(related))"
        case .runRecordAlreadyApplied:
            return "this file was imported before, and the record has had its effect"
        case .runAtomicAborted:
            return
                "is not applied, since other records were rejected and --atomic applies all or none"
        case .directoryUserMoved:
            return "the user changed while the run was under way; import the record again"
        default:
            return accessText ?? "is refused"
        }
    }
}

extension GroupTable {
    /// The name of a group as written, for messages.
    package func name(_ index: GroupIndex) -> String {
        Int(index) < entries.count ? entries[Int(index)].name.text : "?"
    }

    /// A clause that asks whether a group of the directory with a similar name is meant; empty where
    /// none is, or nobody wants to be asked.
    func similarQuestion(_ index: GroupIndex) -> String {
        guard proposesSimilar else { return "" }
        let others = entries.enumerated().filter { $0.offset != Int(index) && $0.element.id != nil }
        let names = others.map { $0.element.name.text }
        return SpellingProposal.word(for: name(index), among: names).map {
            "; is \"\(MessageText.quoted($0))\" meant?"
        } ?? ""
    }
}
