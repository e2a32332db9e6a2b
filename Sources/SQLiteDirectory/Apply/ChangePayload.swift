import Provisioning

/// What a user was like before a change, as JSON: enough to take the change back.
///
/// `{"version":3,"columns":{"department":["Sales","Support"]},"groups_left":["staff"]}`: each value
/// before and after, null where there was none.
enum ChangePayload {
    static func json(
        of changes: UserChanges, groups: GroupTable, apps: AppTable
    ) -> ContiguousArray<UInt8> {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("version")
        writer.number(Int64(changes.before.version))
        append(changes, groups, to: &writer)
        if !changes.access.isEmpty { append(changes.access, of: changes, apps, to: &writer) }
        writer.endObject()
        return writer.bytes
    }

    private static func append(
        _ changes: UserChanges, _ groups: GroupTable, to writer: inout JSONWriter
    ) {
        let before = changes.before
        if !changes.columns.isEmpty {
            writer.key("columns")
            writer.beginObject()
            for (column, change) in changes.columns {
                writer.key(column.name)
                writer.pair(change.before, change.after)
            }
            writer.endObject()
        }
        if let key = changes.usernameKey {
            writer.key("username_key")
            writer.pair(before.usernameKey, key)
        }
        if let key = changes.emailKey {
            writer.key("email_key")
            writer.pair(before.emailKey, key)
        }
        if !changes.attributes.isEmpty {
            writer.key("attributes")
            writer.beginObject()
            for (name, change) in changes.attributes {
                writer.key(name)
                writer.pair(change.before, change.after)
            }
            writer.endObject()
        }
        append(changes.groupsJoined, "groups_joined", groups, to: &writer)
        append(changes.groupsLeft, "groups_left", groups, to: &writer)
        appendSettings(changes, to: &writer)
        append(changes.editsMade, changes.editsEnded, before, to: &writer)
    }

    /// What is noted as changed by hand: names that were not, and names that no longer are.
    private static func append(
        _ made: [ByteString], _ ended: [ByteString], _ before: UserState,
        to writer: inout JSONWriter
    ) {
        let new = made.filter { !before.manualEdits.contains($0) }
        guard !new.isEmpty || !ended.isEmpty else { return }
        writer.key("manual_edits")
        writer.beginObject()
        append(names: new, "made", to: &writer)
        append(names: ended, "ended", to: &writer)
        writer.endObject()
    }

    private static func append(
        names: [ByteString], _ key: ByteString, to writer: inout JSONWriter
    ) {
        guard !names.isEmpty else { return }
        writer.key(key)
        writer.beginArray()
        for name in names { writer.text(name) }
        writer.endArray()
    }

    private static func appendSettings(_ changes: UserChanges, to writer: inout JSONWriter) {
        let before = changes.before
        if let limit = changes.deviceLimit {
            writer.key("device_limit")
            writer.pair(before.deviceLimit.map(Int64.init), limit.map(Int64.init))
        }
        if let method = changes.secondFactor {
            writer.key("second_factor")
            writer.pair(
                before.secondFactor.map { ByteString($0.word) },
                method.map { ByteString($0.word) })
        }
        if let isEnabled = changes.isEnabled {
            writer.key("disabled_cause")
            let after = isEnabled ? nil : changes.disabledCause ?? .order
            writer.pair(
                before.disabledCause.map { Int64($0.rawValue) },
                after.map { Int64($0.rawValue) })
        }
        if let feed = changes.joinsFeed {
            writer.key("joins_feed")
            writer.number(Int64(feed.value))
        }
        if let feed = changes.leavesFeed {
            writer.key("leaves_feed")
            writer.number(Int64(feed.value))
        }
        if let absence = changes.absence { append(absence, to: &writer) }
    }

    /// `"absence":{"feed":2,"before":null,"after":{"files":1,"since":1767225600000,"left_at":null}}`.
    private static func append(_ change: AbsenceChange, to writer: inout JSONWriter) {
        writer.key("absence")
        writer.beginObject()
        writer.key("feed")
        writer.number(Int64(change.feed.value))
        for (name, absence) in [("before", change.before), ("after", change.after)] {
            writer.key(name)
            guard let absence else {
                writer.null()
                continue
            }
            writer.beginObject()
            writer.key("files")
            writer.number(Int64(absence.files))
            writer.key("since")
            writer.number(absence.since.milliseconds)
            writer.key("left_at")
            if let left = absence.leftAt { writer.number(left.milliseconds) } else { writer.null() }
            writer.endObject()
        }
        writer.endObject()
    }

    private static func append(
        _ indexes: [GroupIndex], _ name: String, _ groups: GroupTable,
        to writer: inout JSONWriter
    ) {
        guard !indexes.isEmpty else { return }
        writer.key(name)
        writer.beginArray()
        for index in indexes { writer.text(groups.entries[Int(index)].name) }
        writer.endArray()
    }
}
