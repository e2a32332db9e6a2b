import GRDB
package import Provisioning

/// One application as lists show it.
package struct AppListing: Equatable, Sendable {
    package var name: ByteString
    /// Whether it asks for a second factor, whatever the global setting says.
    package var requiresSecondFactor: Bool
    /// Names of the groups that are assigned it, in order.
    package var groups: [ByteString]
    /// Users who are assigned it directly.
    package var users: UInt64

    package init(
        name: ByteString, requiresSecondFactor: Bool, groups: [ByteString], users: UInt64
    ) {
        self.name = name
        self.requiresSecondFactor = requiresSecondFactor
        self.groups = groups
        self.users = users
    }
}

/// Lists and changes of applications. A change is a transaction of its own, committed when it
/// returns; it throws a halt with status 1 where it cannot be.
extension SQLiteDirectory {
    /// All applications, in the order of their names' compared form.
    package func listApps() throws(RunHalt) -> [AppListing] {
        let apps = try apps()
        let names = try groups()
        let counts = try perform("list the applications") { database in
            let rows = try PreparedStatement(
                database, "SELECT app_id, count(*) FROM user_apps GROUP BY app_id")
            var counts: [UInt32: UInt64] = [:]
            while try rows.step() {
                counts[UInt32(clamping: rows.int64(0))] = UInt64(clamping: rows.int64(1))
            }
            return counts
        }
        return apps.entries.map { entry in
            let groups = entry.groups.compactMap { id in
                names.index(of: id).map { names.entries[Int($0)].name }
            }
            return AppListing(
                name: entry.name, requiresSecondFactor: entry.requiresSecondFactor,
                groups: groups.sorted(), users: counts[entry.id] ?? 0)
        }
    }

    /// Creates an application, assigned to nobody.
    package func createApp(
        _ name: ByteString, requiresSecondFactor: Bool, at now: Instant
    ) throws(RunHalt) {
        let isNew = try changeAccess("create the application", actor: "", at: now) { transaction in
            try transaction.run(
                """
                INSERT OR IGNORE INTO apps(name, name_key, requires_second_factor, created_at)
                VALUES (?, ?, ?, ?)
                """, .text(name), .text(GroupTable.fold(name)),
                .number(requiresSecondFactor ? 1 : 0), .number(now.milliseconds))
            return transaction.database.changesCount == 1
        }
        appTable = nil
        guard isNew else {
            throw RunHalt(
                .someRejected, .directoryAppExists,
                "there is an application \"\(MessageText.quoted(name.text))\" already")
        }
    }

    /// Deletes an application with its assignments and the times of last access.
    ///
    /// It returns what was deleted.
    package func deleteApp(_ name: ByteString, at now: Instant) throws(RunHalt) -> AppListing {
        guard let listing = try listApps().first(where: { $0.isCalled(name) }) else {
            throw Self.unknownApp(name)
        }
        try changeAccess("delete the application", actor: "", at: now) { transaction in
            let id = AccessTransaction.Value.number(Int64(try transaction.app(name).id))
            try transaction.run(
                """
                UPDATE users SET version = version + 1
                WHERE id IN (SELECT user_id FROM user_apps WHERE app_id = ?)
                """, id)
            try transaction.run(
                """
                DELETE FROM manual_edits WHERE field = ?2
                    AND user_id IN (SELECT user_id FROM user_apps WHERE app_id = ?1)
                """, id, .text(ManualEdit.name(ofApp: name)))
            for table in ["app_groups", "user_apps", "app_access"] {
                try transaction.run("DELETE FROM \(table) WHERE app_id = ?", id)
            }
            try transaction.run("DELETE FROM apps WHERE id = ?", id)
        }
        appTable = nil
        return listing
    }

    /// Assigns an application to groups, or takes it from them: all or none.
    ///
    /// It returns how many of them had it otherwise before. The halt for an unknown group has the
    /// code `directory.group.not-found`.
    package func assignApp(
        _ name: ByteString, to names: [ByteString], isGrant: Bool, at now: Instant
    ) throws(RunHalt) -> Int {
        let changed = try changeAccess("assign the application", actor: "", at: now) {
            transaction in
            let app = AccessTransaction.Value.number(Int64(try transaction.app(name).id))
            var changed = 0
            for name in names {
                let group = AccessTransaction.Value.number(try transaction.groupNumber(name))
                try transaction.run(
                    isGrant
                        ? "INSERT OR IGNORE INTO app_groups(app_id, group_id) VALUES (?, ?)"
                        : "DELETE FROM app_groups WHERE app_id = ? AND group_id = ?", app, group)
                changed += transaction.database.changesCount
            }
            return changed
        }
        appTable = nil
        return changed
    }

    /// The halt for a command on an application that is not there.
    package static func unknownApp(_ name: ByteString) -> RunHalt {
        RunHalt(
            .someRejected, .directoryAppNotFound,
            "there is no application \"\(MessageText.quoted(name.text))\"",
            advice: "muster apps list shows those there are.")
    }
}

extension AppListing {
    /// Whether a name means this application.
    package func isCalled(_ name: ByteString) -> Bool {
        GroupTable.fold(self.name) == GroupTable.fold(name)
    }
}

extension AccessTransaction {
    fileprivate func app(_ name: ByteString) throws -> AppEntry {
        guard let index = apps.index(of: name) else { throw SQLiteDirectory.unknownApp(name) }
        return apps.entries[Int(index)]
    }

    fileprivate func groupNumber(_ name: ByteString) throws -> Int64 {
        guard let index = groups.index(of: name), let id = groups.entries[Int(index)].id else {
            throw SQLiteDirectory.unknownGroup(name)
        }
        return Int64(id.value)
    }
}
