import GRDB
package import Provisioning

/// One run as the history shows it.
package struct RunListing: Equatable, Sendable {
    package var id: Int64
    package var plan: RunPlan
    /// `interrupted` for a run that stands as running while nobody holds the run lock.
    package var state: RunState
    /// nil: it has not ended, or nobody told the time.
    package var finishedAt: Instant?
    /// nil: it has not ended.
    package var summary: RunSummary?
}

/// The history of runs.
extension SQLiteDirectory {
    /// The newest `limit` runs, newest first; of one feed if it is named.
    package func listRuns(feed: String? = nil, limit: Int) throws(RunHalt) -> [RunListing] {
        let isDead = !RunLock.isHeld(directory: path)
        return try perform("read the history") { database in
            try Row.fetchAll(
                database,
                sql: "SELECT * FROM runs WHERE ?1 IS NULL OR feed = ?1 ORDER BY id DESC LIMIT ?2",
                arguments: [feed, limit]
            ).map { try Self.listing($0, isDead: isDead, in: database) }
        }
    }

    /// The run called `name`; nil if there is none.
    package func run(named name: String) throws(RunHalt) -> RunListing? {
        let isDead = !RunLock.isHeld(directory: path)
        return try perform("read the history") { database in
            try Row.fetchOne(
                database, sql: "SELECT * FROM runs WHERE name = ?", arguments: [name]
            ).map { try Self.listing($0, isDead: isDead, in: database) }
        }
    }

    private static func listing(
        _ row: Row, isDead: Bool, in database: Database
    ) throws -> RunListing {
        var state = RunState(rawValue: row["state"]) ?? .stopped
        if state == .running, isDead { state = .interrupted }
        let finished: Int64? = row["finished_at"]
        let text: String? = row["summary"]
        return RunListing(
            id: row["id"], plan: plan(row), state: state,
            finishedAt: finished.map { Instant(milliseconds: $0) },
            summary: try text.map { try SummaryText.summary(of: $0, database) })
    }
}
