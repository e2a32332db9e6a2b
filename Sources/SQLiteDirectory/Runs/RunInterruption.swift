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
            let state: String = row["state"]
            guard isDead || state == RunState.interrupted.rawValue else { return nil }
            return try Self.interruptedRun(row, in: database)
        }
    }

    private static func interruptedRun(
        _ row: Row, in database: Database
    ) throws -> InterruptedRun {
        var plan = plan(row)
        plan.leavers = try RunLeavers.read(run: row["id"], in: database)
        let run = OpenRun(
            id: row["id"], name: plan.name, feed: FeedID(row["feed_id"]),
            firstNewUser: row["first_new_user"], fingerprintBasis: plan.fingerprintBasis,
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
    static func plan(_ row: Row) -> RunPlan {
        var plan = RunPlan(
            name: row["name"], feed: row["feed"], command: row["command"], actor: row["actor"],
            startedAt: Instant(milliseconds: row["started_at"]), file: row["file"])
        plan.reason = row["reason"]
        plan.fileHash = row["file_hash"]
        plan.configurationHash = row["configuration_hash"]
        plan.optionsHash = row["options_hash"]
        plan.fingerprintBasis = UInt64(bitPattern: row["fingerprint_basis"])
        plan.creates = row["creates"]
        plan.allowsDeferredIndexes = row["defers_indexes"]
        plan.mode = FeedMode(rawValue: row["mode"]) ?? .delta
        plan.records = row["records"]
        plan.allowances = row["allowances"]
        plan.request = row["request"]
        plan.undoes = row["undoes_run"]
        return plan
    }
}
