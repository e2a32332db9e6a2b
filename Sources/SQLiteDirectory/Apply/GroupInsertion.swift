import GRDB
import Provisioning

/// Writes the row of a new group.
enum GroupInsertion {
    /// Adds `entry` unless there is a group of that name, and says whether it did; `run` is the one
    /// that made it for its records, nil: a command that makes groups.
    static func insert(
        _ entry: GroupEntry, into database: Database, at instant: Instant,
        createdBy run: Int64? = nil
    ) throws -> Bool {
        let insertion = try PreparedStatement(
            database,
            """
            INSERT INTO groups(
                name, name_key, device_limit, second_factor, created_at, created_run)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(name_key) DO NOTHING
            """)
        insertion.bind(1, copying: entry.name)
        insertion.bind(2, copying: GroupTable.fold(entry.name))
        insertion.bind(3, entry.deviceLimit.map(Int64.init))
        insertion.bind(4, entry.secondFactor.map { Int64($0.rawValue) })
        insertion.bind(5, instant.milliseconds)
        insertion.bind(6, run)
        try insertion.run()
        return database.changesCount == 1
    }
}
