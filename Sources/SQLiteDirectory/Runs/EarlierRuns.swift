import GRDB
package import Provisioning

/// Looks from a run at those before it.
extension SQLiteDirectory {
    /// Name and beginning of the newest finished run of a feed whose file had this SHA-256, other
    /// than the run called `current`; nil: there is none.
    package func earlierRun(
        of feed: String, fileHash: String, except current: String?
    ) throws(RunHalt) -> (name: String, startedAt: Instant)? {
        guard !fileHash.isEmpty else { return nil }
        return try perform("look for the same file") { database in
            let row = try PreparedStatement(
                database,
                """
                SELECT name, started_at FROM runs
                WHERE feed = ?1 AND file_hash = ?2 AND state = ?3 AND name IS NOT ?4
                ORDER BY id DESC LIMIT 1
                """)
            row.bind(1, copying: feed)
            row.bind(2, copying: fileHash)
            row.bind(3, copying: RunState.finished.rawValue)
            row.bind(4, copying: current)
            guard try row.step() else { return nil }
            defer { row.reset() }
            return (row.string(0), Instant(milliseconds: row.int64(1)))
        }
    }

    /// Names of runs by their numbers; unknown ones are absent.
    package func runNames(_ runs: some Sequence<Int64>) throws(RunHalt) -> [Int64: String] {
        try perform("read the history") { database in
            let row = try PreparedStatement(database, "SELECT name FROM runs WHERE id = ?")
            var names: [Int64: String] = [:]
            for run in runs {
                row.bind(1, run)
                if try row.step() { names[run] = row.string(0) }
                row.reset()
            }
            return names
        }
    }
}
