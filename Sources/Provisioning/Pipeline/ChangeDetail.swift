/// What a change shows in the results: each value before and after.
package enum ChangeDetail {
    /// Such as `department: Sales → Support; groups: +support −sales`.
    package static func text(_ changes: UserChanges, context: DecisionContext) -> String {
        let groups = context.groups
        var parts: [String] = []
        if changes.deletes, !changes.takesBack.isEmpty { parts.append("created the user") }
        for (column, change) in changes.columns { parts.append(part(column.name, change)) }
        for (name, change) in changes.attributes { parts.append(part("attr.\(name.text)", change)) }
        if let limit = changes.deviceLimit {
            parts.append(
                "device_limit: \(word(changes.before.deviceLimit)) → \(word(limit))")
        }
        if let method = changes.secondFactor {
            let before = changes.before.secondFactor?.word ?? "default"
            parts.append("second_factor: \(before) → \(method?.word ?? "default")")
        }
        let joined = changes.groupsJoined.map { "+" + groups.name($0) }
        let left = changes.groupsLeft.map { "-" + groups.name($0) }
        if !joined.isEmpty || !left.isEmpty {
            parts.append("groups: " + (joined + left).joined(separator: " "))
        }
        if let enabled = changes.isEnabled { parts.append("enabled: \(enabled)") }
        if changes.leavesFeed != nil { parts.append("feed: left") }
        parts += AccessDetail.parts(changes.access, before: changes.before, context: context)
        if !changes.takesBack.isEmpty { parts += notes(changes) }
        let text = parts.joined(separator: "; ")
        return changes.takesBack.isEmpty ? text : "\(records(changes.takesBack)): \(text)"
    }

    /// What an undo gives back of the notes about the user.
    private static func notes(_ changes: UserChanges) -> [String] {
        func names(_ fields: [ByteString]) -> String {
            fields.map { MessageText.quoted($0.text) }.joined(separator: ", ")
        }
        var parts: [String] = []
        if !changes.editsMade.isEmpty { parts.append("set by hand: " + names(changes.editsMade)) }
        if !changes.editsEnded.isEmpty {
            parts.append("not set by hand: " + names(changes.editsEnded))
        }
        if let absence = changes.absence {
            parts.append(
                absence.after?.leftAt != nil
                    ? "feed: had left"
                    : "missing from full files: \(absence.after?.files ?? 0)")
        }
        return parts
    }

    /// Records named in a detail; the rest is counted.
    private static let recordsMax = 5

    /// Such as `record 38`, `records 3, 17`.
    private static func records(_ numbers: [UInt32]) -> String {
        let shown = numbers.prefix(recordsMax).map { "\($0)" }.joined(separator: ", ")
        let more = numbers.count - recordsMax
        return (numbers.count == 1 ? "record " : "records ") + shown
            + (more > 0 ? " and \(more) more" : "")
    }

    private static func part(_ name: String, _ change: ValueChange) -> String {
        "\(name): \(word(change.before)) → \(word(change.after))"
    }

    private static func word(_ value: ByteString?) -> String {
        value.map { MessageText.quoted($0.text) } ?? "(none)"
    }

    private static func word(_ limit: UInt16?) -> String { limit.map { "\($0)" } ?? "default" }
}
