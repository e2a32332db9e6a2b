import GRDB
package import Provisioning

/// How a directory fares, for `doctor`.
package struct DirectoryCondition: Equatable, Sendable {
    /// Version of SQLite.
    package var libraryVersion: String
    /// Bytes that the database has, free pages too.
    package var bytes: UInt64
    /// Whether a run that fills the directory has not built its unique indexes yet.
    package var lacksIndexes: Bool
    /// When the newest run began; nil: there is none.
    package var newestRun: Instant?
}

extension SQLiteDirectory {
    /// How the directory fares; what SQLite finds wrong with it is told by `integrityFaults`.
    package func condition() throws(RunHalt) -> DirectoryCondition {
        try perform("look at the directory") { database in
            let pages = try UInt64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            let size = try UInt64.fetchOne(database, sql: "PRAGMA page_size") ?? 0
            return DirectoryCondition(
                libraryVersion: try String.fetchOne(database, sql: "SELECT sqlite_version()") ?? "",
                bytes: pages * size, lacksIndexes: try Self.deferral(database) != nil,
                newestRun: try Int64.fetchOne(database, sql: "SELECT max(started_at) FROM runs")
                    .map { Instant(milliseconds: $0) })
        }
    }

    /// Who holds the run lock of the directory at `path`, such as `process 41, import, since …`;
    /// nil: nobody does.
    package static func runHolder(of path: String) -> String? {
        guard RunLock.isHeld(directory: path) else { return nil }
        return RunLock.holder(of: path) ?? "another process"
    }
}
