/// What is said of a value that stays since it was changed by hand.
extension DecisionFinding {
    /// That a column stays; identity keys, settings and profile columns.
    static func kept(_ column: UserColumn) -> Self {
        DecisionFinding(.policyManualEditKept, column: column)
    }

    /// That the custom attribute of a value slot stays.
    static func kept(attribute slot: Int) -> Self {
        DecisionFinding(.policyManualEditKept, related: UInt32(slot))
    }

    /// That the user stays in a group, or out of it.
    static func kept(group: GroupIndex, isMember: Bool) -> Self {
        DecisionFinding(
            .policyManualEditKept, column: .groups, related: group, other: isMember ? 1 : 0)
    }

    /// That the user keeps an application, or stays without it.
    static func keptApp(isAssigned: Bool) -> Self {
        DecisionFinding(.policyManualEditKept, column: .apps, other: isAssigned ? 1 : 0)
    }

    /// That somebody who was enabled by hand stays so although the feed has let go of them.
    static let keptLeaver = DecisionFinding(.policyManualEditKept, column: .enabled, other: 1)

    /// The issue of a finding that one of these made, as results show it.
    func keptIssue(
        for record: Int, of batch: RecordBatch, groups: GroupTable
    ) -> RecordIssue {
        switch column {
        case .groups:
            let name = MessageText.quoted(groups.name(related))
            return RecordIssue(
                code, column: column?.name,
                finding: other == 1
                    ? "group \"\(name)\" was joined by hand, and the user stays in it"
                    : "group \"\(name)\" was left by hand, and the user does not join it again")
        case .apps:
            return RecordIssue(
                code, column: column?.name,
                finding: other == 1
                    ? "an application was assigned by hand, and the user keeps it"
                    : "an application was taken away by hand, and the user does not get it again")
        case .enabled where other == 1:
            return RecordIssue(
                code, column: column?.name,
                finding:
                    "the user is missing from the file and was enabled by hand since the feed let "
                    + "go of them: they stay enabled until they come back and leave again")
        default:
            let value = keptSlot(in: batch).flatMap { batch.bytes(record, slot: $0)?.text }
            let reason =
                "the user's value was changed by hand since a feed last set it, and "
                + "manual_edits: keep leaves it as it is"
            return RecordIssue(
                code, column: keptName(in: batch), value: value,
                finding: value == nil ? "nothing is cleared: \(reason)" : "is left out: \(reason)")
        }
    }

    private func keptSlot(in batch: RecordBatch) -> Int? {
        if let column { return batch.layout.slot(of: column) }
        return Int(related) < batch.layout.slotCount ? Int(related) : nil
    }

    private func keptName(in batch: RecordBatch) -> String? {
        if let column { return column.name }
        guard let slot = keptSlot(in: batch),
            case .attribute(let name) = batch.layout.contents[slot]
        else { return nil }
        return ManualEdit.name(ofAttribute: name).text
    }
}
