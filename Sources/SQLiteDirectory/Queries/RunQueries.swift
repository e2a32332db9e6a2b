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
    /// Name of the run that took it back; nil: none did.
    package var undoneBy: String?
    /// Name of the run whose rejects it brought back first; nil: it did not.
    package var firstAttempt: String?
}

/// Which runs of the history are wanted.
package struct RunFilter: Equatable, Sendable {
    /// Of this feed; nil: all, and commands too.
    package var feed: String?
    /// In this state; nil: in any.
    package var state: RunState?
    /// That began then or later; nil: whenever.
    package var since: Instant?
    /// Made by one of these commands, such as `import`; nil: by any.
    package var commands: [String]?
    package var limit: Int

    package init(feed: String? = nil, limit: Int) {
        self.feed = feed
        self.limit = limit
    }
}

/// The history of runs.
extension SQLiteDirectory {
    /// A run with what others say of it.
    private static let listed = """
        SELECT runs.*,
            (SELECT name FROM runs AS undo WHERE undo.undoes_run = runs.id
                AND undo.state = '\(RunState.finished.rawValue)') AS undone_by,
            (SELECT name FROM runs AS first WHERE first.id = runs.first_attempt) AS first_name
        FROM runs
        """

    /// The newest runs that pass the filter, newest first.
    package func listRuns(_ filter: RunFilter) throws(RunHalt) -> [RunListing] {
        let isDead = !RunLock.isHeld(directory: path)
        // A run that stands as running while nobody runs was cut short.
        var states = filter.state.map { [$0.rawValue] } ?? RunState.allCases.map(\.rawValue)
        if isDead {
            if filter.state == .interrupted { states.append(RunState.running.rawValue) }
            if filter.state == .running { return [] }
        }
        return try perform("read the history") { database in
            try Row.fetchAll(
                database,
                sql: """
                    \(Self.listed) WHERE (?1 IS NULL OR feed = ?1)
                        AND (?2 IS NULL OR started_at >= ?2)
                        AND state IN (SELECT value FROM json_each(?3))
                        AND (?4 IS NULL OR command IN (SELECT value FROM json_each(?4)))
                    ORDER BY id DESC LIMIT ?5
                    """,
                arguments: [
                    filter.feed, filter.since?.milliseconds, Self.list(of: states),
                    filter.commands.map(Self.list), filter.limit,
                ]
            ).map { try Self.listing($0, isDead: isDead, in: database) }
        }
    }

    /// Words of the program's own as a JSON array, which a statement takes as one value.
    private static func list(of words: [String]) -> String {
        "[\"\(words.joined(separator: "\",\""))\"]"
    }

    /// Names of the feeds that have runs made by one of these commands, in order of their names.
    package func feeds(withRunsOf commands: [String]) throws(RunHalt) -> [String] {
        try perform("read the history") { database in
            try String.fetchAll(
                database,
                sql: """
                    SELECT DISTINCT feed FROM runs
                    WHERE feed <> '' AND command IN (SELECT value FROM json_each(?))
                    ORDER BY feed
                    """, arguments: [Self.list(of: commands)])
        }
    }

    /// The run called `name`; nil if there is none.
    package func run(named name: String) throws(RunHalt) -> RunListing? {
        let isDead = !RunLock.isHeld(directory: path)
        return try perform("read the history") { database in
            try Row.fetchOne(
                database, sql: "\(Self.listed) WHERE name = ?", arguments: [name]
            ).map { try Self.listing($0, isDead: isDead, in: database) }
        }
    }

    /// The newest run that carried out, or began to carry out, the plan with this seal; nil: none did.
    package func run(carryingOut seal: String) throws(RunHalt) -> RunListing? {
        let isDead = runLock != nil || !RunLock.isHeld(directory: path)
        return try perform("read the history") { database in
            try Row.fetchOne(
                database,
                sql: """
                    SELECT * FROM runs WHERE command = 'apply' AND instr(request, ?) > 0
                        AND state IN (?, ?, ?)
                    ORDER BY id DESC
                    """,
                arguments: [
                    seal, RunState.finished.rawValue, RunState.interrupted.rawValue,
                    RunState.running.rawValue,
                ]
            ).map { try Self.listing($0, isDead: isDead, in: database) }
        }
    }

    /// The newest run of a feed (empty: of none) that went to its end by one of these commands, other
    /// than the run called `current`; nil: there is none. Corrected rejects of an earlier run are no
    /// delivery to compare with.
    package func lastFinishedRun(
        of feed: String, commands: [String], except current: String?
    ) throws(RunHalt) -> RunListing? {
        try perform("read the history") { database in
            try Row.fetchOne(
                database,
                sql: """
                    \(Self.listed) WHERE feed = ?1 AND state = ?2 AND summary IS NOT NULL
                        AND first_attempt IS NULL
                        AND command IN (SELECT value FROM json_each(?3)) AND name IS NOT ?4
                    ORDER BY id DESC LIMIT 1
                    """,
                arguments: [
                    feed, RunState.finished.rawValue,
                    Self.list(of: commands), current,
                ]
            ).map { try Self.listing($0, isDead: false, in: database) }
        }
    }

    /// When a run of this feed and command last went to its end; nil: none has.
    package func lastFinish(feed: String, command: String) throws(RunHalt) -> Instant? {
        try perform("read the history") { database in
            try Int64.fetchOne(
                database,
                sql: """
                    SELECT finished_at FROM runs
                    WHERE feed = ? AND command = ? AND state = ? AND finished_at IS NOT NULL
                    ORDER BY id DESC LIMIT 1
                    """, arguments: [feed, command, RunState.finished.rawValue]
            ).map { Instant(milliseconds: $0) }
        }
    }

    /// The newest run of all; nil: there has been none.
    static func newestRun(isDead: Bool, in database: Database) throws -> RunListing? {
        try Row.fetchOne(database, sql: "SELECT * FROM runs ORDER BY id DESC LIMIT 1")
            .map { try listing($0, isDead: isDead, in: database) }
    }

    private static func listing(
        _ row: Row, isDead: Bool, in database: Database
    ) throws -> RunListing {
        var state = RunState(rawValue: try row.value("state")) ?? .stopped
        if state == .running, isDead { state = .interrupted }
        let finished: Int64? = try row.value("finished_at")
        let text: String? = try row.value("summary")
        return RunListing(
            id: try row.value("id"), plan: try plan(row), state: state,
            finishedAt: finished.map { Instant(milliseconds: $0) },
            summary: try text.map { try SummaryText.summary(of: $0, database) },
            undoneBy: try row.value("undone_by"), firstAttempt: try row.value("first_name"))
    }
}
