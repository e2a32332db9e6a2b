import GRDB
package import Provisioning

/// A run whose folder and before-images may go.
package struct PrunableRun: Equatable, Sendable {
    package var id: Int64
    package var name: String
}

extension SQLiteDirectory {
    /// Runs that began before an instant and are not among the newest `keeping`, oldest first.
    ///
    /// Never one that can be carried on, nor the newest file of each feed that was accepted as full.
    /// - Parameters:
    ///   - before: nil: whenever they began.
    ///   - keeping: newest runs that stay.
    /// - Returns: the runs whose folders may go.
    /// - Throws: a halt with status 74.
    package func prunableRuns(
        before: Instant?, keeping: Int
    ) throws(RunHalt) -> [PrunableRun] {
        try perform("look for old runs") { database in
            try Row.fetchAll(
                database,
                sql: """
                    SELECT id, name FROM runs
                    WHERE state NOT IN (?1, ?2) AND (?3 IS NULL OR started_at < ?3)
                        AND id NOT IN (SELECT id FROM runs ORDER BY id DESC LIMIT ?4)
                        AND id NOT IN (SELECT max(run_id) FROM feed_files WHERE mode = ?5
                            GROUP BY feed_id)
                        AND id NOT IN (SELECT max(id) FROM runs
                            WHERE mode = ?5 AND state = ?6 AND feed <> '' GROUP BY feed_id)
                    ORDER BY id
                    """,
                arguments: [
                    RunState.running.rawValue, RunState.interrupted.rawValue,
                    before?.milliseconds, keeping, FeedMode.full.rawValue,
                    RunState.finished.rawValue,
                ]
            ).map { PrunableRun(id: try $0.value(0), name: try $0.value(1)) }
        }
    }

    /// Before-images that runs have.
    package func beforeImageCount(ofRuns runs: [Int64]) throws(RunHalt) -> Int {
        try snapshot("count before-images") { database in
            let row = try PreparedStatement(
                database,
                """
                SELECT count(*) FROM changes JOIN change_payloads ON change_id = id
                WHERE run_id = ?
                """)
            var count = 0
            for run in runs {
                row.bind(1, run)
                if try row.step() { count += Int(row.int64(0)) }
                row.reset()
            }
            return count
        }
    }
}
