import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// The groups of the directory.
    ///
    /// The directory keeps the table: the run adds the groups that it will create, and `write` tells
    /// it their numbers. A second call gives a new table, to which later indexes refer.
    package func groups() throws(RunHalt) -> GroupTable {
        let table = GroupTable()
        try perform("read the groups") { database in
            let rows = try PreparedStatement(
                database, "SELECT id, name, device_limit, second_factor FROM groups ORDER BY id")
            while try rows.step() { _ = table.add(GroupNumbers.entry(rows)) }
        }
        groupNumbers = GroupNumbers(table: table)
        chunkWriter = nil
        return table
    }

    /// The groups as the run knows them; those of the directory where it has not asked.
    func knownGroups() throws(RunHalt) -> GroupNumbers {
        if let groupNumbers { return groupNumbers }
        let table = try groups()
        let numbers = groupNumbers ?? GroupNumbers(table: table)
        groupNumbers = numbers
        return numbers
    }

    /// The applications of the directory, by name; their order is that of their indexes.
    package func apps() throws(RunHalt) -> AppTable {
        let table = try perform("read the applications") { database in
            var groups: [UInt32: Set<GroupID>] = [:]
            let pairs = try PreparedStatement(
                database, "SELECT app_id, group_id FROM app_groups")
            while try pairs.step() {
                groups[UInt32(clamping: pairs.int64(0)), default: []].insert(
                    GroupID(UInt32(clamping: pairs.int64(1))))
            }
            let rows = try PreparedStatement(
                database, "SELECT id, name, requires_second_factor FROM apps ORDER BY name_key")
            var entries: [AppEntry] = []
            while try rows.step() {
                let id = UInt32(clamping: rows.int64(0))
                entries.append(
                    AppEntry(
                        name: rows.text(1), id: id, requiresSecondFactor: rows.int64(2) != 0,
                        groups: groups[id] ?? []))
            }
            return AppTable(entries)
        }
        appTable = table
        chunkWriter = nil
        return table
    }

    /// The applications as the run knows them; those of the directory where it has not asked.
    func knownApps() throws(RunHalt) -> AppTable {
        if let appTable { return appTable }
        return try apps()
    }

    package func feed(named name: String) throws(RunHalt) -> FeedID? {
        try perform("find the feed") { database in
            try Int64.fetchOne(
                database, sql: "SELECT id FROM feeds WHERE name = ?", arguments: [name]
            ).map { FeedID(UInt32(clamping: $0)) }
        }
    }
}
