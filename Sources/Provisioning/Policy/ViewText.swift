/// What a view shows of a user, as the result's `detail`.
enum ViewText {
    /// The text of a view; `none` where there is nothing to show.
    static func text(_ action: Action, of user: UserState, context: DecisionContext) -> String {
        let parts =
            switch action {
            case .viewGroups: groups(user, context)
            case .viewApps: apps(user, context)
            case .viewSessions: sessions(user) + devices(user, context)
            default: [String]()
            }
        return parts.isEmpty ? "none" : parts.joined(separator: "; ")
    }

    private static func groups(_ user: UserState, _ context: DecisionContext) -> [String] {
        user.groups.map { MessageText.quoted(context.groups.name($0)) }.sorted()
    }

    /// Such as `wiki (direct, group staff), last accessed 2026-11-24T09:00:00Z`.
    private static func apps(_ user: UserState, _ context: DecisionContext) -> [String] {
        AssignedApp.all(of: user, apps: context.apps, groups: context.groups).map { app in
            let ways = (app.isDirect ? ["direct"] : []) + app.groups.map { "group \($0)" }
            let last = app.lastAccess.map { "last accessed \($0.utcText)" } ?? "never accessed"
            return "\(app.name) (\(ways.joined(separator: ", "))), \(last)"
        }
    }

    /// Such as `s-8f3a90c27d1e4b65 on laptop, started 2026-11-24T09:00:00Z, last seen …`.
    private static func sessions(_ user: UserState) -> [String] {
        user.access.sessions.map { session in
            let device = session.device.map { " on \(MessageText.quoted($0.text))" } ?? ""
            return "\(session.id.text)\(device), started \(session.startedAt.utcText), "
                + "last seen \(session.lastSeenAt.utcText)"
        }
    }

    /// Such as `2 of 3 devices: laptop (Ada's laptop), phone`.
    private static func devices(_ user: UserState, _ context: DecisionContext) -> [String] {
        guard !user.access.devices.isEmpty else { return [] }
        let limit = DeviceLimitRules.effective(
            user, groups: context.groups, policy: context.policy)
        let names = user.access.devices.map { device in
            let name = device.name.map { " (\(MessageText.quoted($0.text)))" } ?? ""
            return MessageText.quoted(device.device.text) + name
        }
        return ["\(names.count) of \(limit) devices: \(names.joined(separator: ", "))"]
    }
}

/// An application that a user has, and through what.
package struct AssignedApp: Equatable, Sendable {
    package var index: AppIndex
    /// As written, fit to be shown.
    package var name: String
    package var isDirect: Bool
    /// Names of the user's groups that have it, in order, fit to be shown.
    package var groups: [String]
    /// nil: never.
    package var lastAccess: Instant?

    /// The applications of a user, by name: what their dashboard shows.
    package static func all(
        of user: UserState, apps: AppTable, groups: GroupTable
    ) -> [AssignedApp] {
        apps.entries.indices.compactMap { position in
            let entry = apps.entries[position]
            let index = AppIndex(position)
            let through = user.groups.compactMap { group -> String? in
                guard let id = groups.entries[Int(group)].id, entry.groups.contains(id) else {
                    return nil
                }
                return MessageText.quoted(groups.name(group))
            }
            let isDirect = user.access.apps.contains(index)
            guard isDirect || !through.isEmpty else { return nil }
            return AssignedApp(
                index: index, name: MessageText.quoted(entry.name.text), isDirect: isDirect,
                groups: through.sorted(), lastAccess: user.access.lastAccess[index])
        }
    }
}
