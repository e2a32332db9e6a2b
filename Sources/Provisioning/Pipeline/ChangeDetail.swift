/// What a change shows in the results: each value before and after.
package enum ChangeDetail {
    /// Such as `department: Sales → Support; groups: +support −sales`.
    package static func text(_ changes: UserChanges, context: DecisionContext) -> String {
        let groups = context.groups
        var parts: [String] = []
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
        parts += AccessDetail.parts(changes.access, before: changes.before, context: context)
        return parts.joined(separator: "; ")
    }

    private static func part(_ name: String, _ change: ValueChange) -> String {
        "\(name): \(word(change.before)) → \(word(change.after))"
    }

    private static func word(_ value: ByteString?) -> String {
        value.map { MessageText.quoted($0.text) } ?? "(none)"
    }

    private static func word(_ limit: UInt16?) -> String { limit.map { "\($0)" } ?? "default" }
}
