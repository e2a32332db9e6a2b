import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// The newest run of the feed that was cut short and can be carried on.
    ///
    /// A run that stands as `running` is one when this process holds the run lock, or nobody does.
    package func interruptedRun(of feed: String) throws(RunHalt) -> InterruptedRun? {
        let isDead = runLock != nil || !RunLock.isHeld(directory: path)
        return try perform("look for an interrupted run") { database in
            let row = try Row.fetchOne(
                database,
                sql: "SELECT * FROM runs WHERE feed = ? AND state IN (?, ?) ORDER BY id DESC",
                arguments: [feed, RunState.interrupted.rawValue, RunState.running.rawValue])
            guard let row else { return nil }
            let state: String = try row.value("state")
            guard isDead || state == RunState.interrupted.rawValue else { return nil }
            return try Self.interruptedRun(row, in: database)
        }
    }

    private static func interruptedRun(
        _ row: Row, in database: Database
    ) throws -> InterruptedRun {
        var plan = try plan(row)
        plan.leavers = try RunLeavers.read(run: try row.value("id"), in: database)
        let run = OpenRun(
            id: try row.value("id"), name: plan.name, feed: FeedID(try row.value("feed_id")),
            firstNewUser: try row.value("first_new_user"), fingerprintBasis: plan.fingerprintBasis,
            actor: plan.actor, startedAt: plan.startedAt)
        var interrupted = InterruptedRun(
            run: run, plan: plan, outcomes: [], chunks: 0, positions: ResultPositions())
        let chunks = try PreparedStatement(
            database,
            """
            SELECT chunk, results_bytes, rejects_bytes, secrets_bytes, outcomes, kept_bytes
            FROM run_chunks
            WHERE run_id = ? ORDER BY chunk
            """)
        chunks.bind(1, run.id)
        while try chunks.step() {
            interrupted.chunks = Int(chunks.int64(0)) + 1
            interrupted.positions = ResultPositions(
                results: UInt64(bitPattern: chunks.int64(1)),
                rejects: UInt64(bitPattern: chunks.int64(2)),
                secrets: UInt64(bitPattern: chunks.int64(3)),
                kept: UInt64(bitPattern: chunks.int64(5)))
            for byte in chunks.bytes(4) {
                guard let outcome = Outcome(rawValue: byte) else { continue }
                interrupted.outcomes.append(outcome)
            }
        }
        return interrupted
    }

    /// The plan that a row of the history stands for.
    static func plan(_ row: Row) throws -> RunPlan {
        var plan = RunPlan(
            name: try row.value("name"), feed: try row.value("feed"),
            command: try row.value("command"), actor: try row.value("actor"),
            startedAt: Instant(milliseconds: try row.value("started_at")),
            file: try row.value("file"))
        plan.reason = try row.value("reason")
        plan.fileHash = try row.value("file_hash")
        plan.configurationHash = try row.value("configuration_hash")
        plan.optionsHash = try row.value("options_hash")
        plan.fingerprintBasis = UInt64(bitPattern: try row.value("fingerprint_basis"))
        plan.creates = try row.value("creates")
        plan.allowsDeferredIndexes = try row.value("defers_indexes")
        plan.mode = FeedMode(rawValue: try row.value("mode")) ?? .delta
        plan.records = try row.value("records")
        plan.allowances = try row.value("allowances")
        plan.request = try row.value("request")
        plan.undoes = try row.value("undoes_run")
        return plan
    }
}
