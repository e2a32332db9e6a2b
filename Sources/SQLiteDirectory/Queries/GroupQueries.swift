import GRDB
import GRDBSQLite
package import Provisioning

/// One group as lists show it.
package struct GroupListing: Equatable, Sendable {
    package var id: GroupID
    package var name: ByteString
    package var members: UInt64
    /// nil: no policy of its own.
    package var deviceLimit: UInt16?
    /// nil: no policy of its own.
    package var secondFactor: SecondFactorMethod?
}

/// Lists and changes of groups. A change is a transaction of its own, committed when it returns.
extension SQLiteDirectory {
    /// All groups, in the order of their names' compared form.
    package func listGroups() throws(RunHalt) -> [GroupListing] {
        try perform("list the groups") { database in
            let rows = try PreparedStatement(
                database,
                """
                SELECT id, name, device_limit, second_factor, coalesce(members, 0) FROM groups
                LEFT JOIN (SELECT group_id, count(*) AS members FROM memberships GROUP BY group_id)
                    ON group_id = id
                ORDER BY name_key
                """)
            var groups: [GroupListing] = []
            while try rows.step() {
                let entry = GroupNumbers.entry(rows)
                groups.append(
                    GroupListing(
                        id: entry.id ?? GroupID(0), name: entry.name,
                        members: UInt64(clamping: rows.int64(4)), deviceLimit: entry.deviceLimit,
                        secondFactor: entry.secondFactor))
            }
            return groups
        }
    }

    /// Creates a group. It throws a halt with status 1 when there is one of that name.
    package func createGroup(_ entry: GroupEntry, at instant: Instant) throws(RunHalt) {
        let created = try writing("create the group") { database in
            try GroupInsertion.insert(entry, into: database, at: instant)
        }
        guard created else {
            throw RunHalt(
                .someRejected, .directoryGroupExists,
                "there is a group \"\(MessageText.quoted(entry.name.text))\" already")
        }
    }

    /// Sets what a group says about its members; nil takes a policy away. It throws a halt with
    /// status 1 when there is no such group.
    package func setGroupPolicy(
        _ name: ByteString, deviceLimit: UInt16?, secondFactor: SecondFactorMethod?
    ) throws(RunHalt) {
        let known = try writing("change the group") { database in
            let update = try PreparedStatement(
                database,
                "UPDATE groups SET device_limit = ?, second_factor = ? WHERE name_key = ?")
            update.bind(1, deviceLimit.map(Int64.init))
            update.bind(2, secondFactor.map { Int64($0.rawValue) })
            update.bind(3, copying: GroupTable.fold(name))
            try update.run()
            return database.changesCount == 1
        }
        guard known else { throw Self.unknownGroup(name) }
    }

    /// Deletes a group; with `force` also one that has members, who leave it.
    ///
    /// It returns the members that it had: when there are some and `force` is false, nothing was
    /// deleted. It throws a halt with status 1 when there is no such group.
    package func deleteGroup(_ name: ByteString, force: Bool) throws(RunHalt) -> UInt64 {
        let members = try writing("delete the group") { database -> Int64? in
            let search = try PreparedStatement(
                database, "SELECT id FROM groups WHERE name_key = ?")
            search.bind(1, copying: GroupTable.fold(name))
            guard try search.step() else { return nil }
            let number = search.int64(0)
            search.reset()
            let members =
                try Int64.fetchOne(
                    database, sql: "SELECT count(*) FROM memberships WHERE group_id = ?",
                    arguments: [number]) ?? 0
            guard members == 0 || force else { return members }
            try database.execute(
                sql: """
                    UPDATE users SET version = version + 1
                    WHERE id IN (SELECT user_id FROM memberships WHERE group_id = ?1)
                    """, arguments: [number])
            if try hasFingerprints(database), members > 0 {
                try Self.forgetMembers(of: number, in: database)
            }
            try ManualEditWriter.forgetMembers(of: number, named: name, in: database)
            for table in ["memberships", "app_groups"] {
                try database.execute(
                    sql: "DELETE FROM \(table) WHERE group_id = ?", arguments: [number])
            }
            try database.execute(sql: "DELETE FROM groups WHERE id = ?", arguments: [number])
            return members
        }
        guard let members else { throw Self.unknownGroup(name) }
        return UInt64(members)
    }

    /// Calls the fingerprints of a group's members stale: their rows must join it again.
    private static func forgetMembers(of group: Int64, in database: Database) throws {
        let rows = try PreparedStatement(
            database, "SELECT user_id FROM memberships WHERE group_id = ?")
        rows.bind(1, group)
        var stale: ContiguousArray<UInt8> = []
        while try rows.step() {
            FingerprintEntry.append(tombstone: UInt32(clamping: rows.int64(0)), to: &stale)
        }
        let insertion = try PreparedStatement(
            database, "INSERT INTO row_fingerprints(basis, entries) VALUES (0, ?)")
        try stale.withUnsafeBytes { buffer in
            insertion.bind(1, blob: buffer)
            try insertion.run()
        }
    }

    /// The halt for a command on a group that is not there.
    static func unknownGroup(_ name: ByteString) -> RunHalt {
        RunHalt(
            .someRejected, .directoryGroupNotFound,
            "there is no group \"\(MessageText.quoted(name.text))\"",
            advice: "muster groups list shows those there are.")
    }
}
