import GRDB
import Provisioning

/// What the end of an undo does beside its users: groups and feed state of the run that was taken back
/// go, and the history says so, all in the transaction that closes the undo.
struct UndoClosing {
    private let database: Database
    private let audit: AuditLog
    private let instant: Instant

    init(_ database: Database, audit: AuditLog, at instant: Instant) {
        self.database = database
        self.audit = audit
        self.instant = instant
    }

    /// Closes `run`, if it takes another one back.
    func close(_ run: OpenRun) throws {
        let undone = try Int64.fetchOne(
            database, sql: "SELECT undoes_run FROM runs WHERE id = ?", arguments: [run.id])
        guard let undone else { return }
        try removeGroups(of: undone)
        try AbsenceJournal.restore(undone, by: run.id, in: database)
        for table in ["feed_files", "open_rejects"] {
            try database.execute(
                sql: "DELETE FROM \(table) WHERE run_id = ?", arguments: [undone])
        }
        try database.execute(
            sql: "UPDATE runs SET undone_state = state WHERE id = ?", arguments: [undone])
        try restate(undone, .undone)
        // Attempts that were cut short are over with it.
        let attempts = try Int64.fetchAll(
            database,
            sql: "SELECT id FROM runs WHERE undoes_run = ? AND id <> ? AND state IN (?, ?)",
            arguments: [
                undone, run.id, RunState.running.rawValue, RunState.interrupted.rawValue,
            ])
        for attempt in attempts { try restate(attempt, .superseded) }
        try redo(whatWasUndoneBy: undone)
    }

    /// Groups that the run made, that nobody is in, and that nothing else was said about since; also
    /// those that were made again when an undo of the run was itself taken back.
    private func removeGroups(of run: Int64) throws {
        try database.execute(
            sql: """
                WITH RECURSIVE same(id) AS (
                    SELECT ?1 UNION
                    SELECT again.id FROM same
                    JOIN runs AS undo ON undo.undoes_run = same.id
                    JOIN runs AS again ON again.undoes_run = undo.id)
                DELETE FROM groups
                WHERE created_run IN (SELECT id FROM same) AND device_limit IS NULL AND second_factor IS NULL
                    AND id NOT IN (SELECT group_id FROM memberships)
                    AND id NOT IN (SELECT group_id FROM app_groups)
                """, arguments: [run])
    }

    /// What an undo took back counts again when the undo itself is taken back.
    private func redo(whatWasUndoneBy run: Int64) throws {
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT first.id, first.undone_state FROM runs AS first
                JOIN runs AS undo ON undo.undoes_run = first.id
                WHERE undo.id = ? AND first.state = ?
                """, arguments: [run, RunState.undone.rawValue])
        guard let row else { return }
        let state = RunState(rawValue: try row.value(1) ?? "")
        try restate(try row.value(0), state == .finished ? .finished : .superseded)
    }

    /// Gives a run that is over another state, with an entry in the audit log.
    private func restate(_ run: Int64, _ state: RunState) throws {
        guard
            let row = try Row.fetchOne(
                database, sql: "SELECT * FROM runs WHERE id = ?", arguments: [run])
        else { return }
        let plan = try SQLiteDirectory.plan(row)
        let known: String? = try row.value("summary")
        let summary = try known.map { try SummaryText.summary(of: $0, database) } ?? RunSummary()
        try database.execute(
            sql: "UPDATE runs SET state = ?, summary = ? WHERE id = ?",
            arguments: [state.rawValue, known ?? SummaryText.json(of: summary), run])
        let open = OpenRun(
            id: run, name: plan.name, feed: FeedID(try row.value("feed_id")), firstNewUser: 0,
            fingerprintBasis: 0, actor: plan.actor, startedAt: plan.startedAt)
        try audit.appendClosing(open, state: state, summary: summary, at: instant, in: database)
    }
}
