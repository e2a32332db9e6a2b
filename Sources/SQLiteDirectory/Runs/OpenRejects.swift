import GRDB
package import Provisioning

/// Rejected records that nobody has corrected yet.
extension SQLiteDirectory {
    /// See `Directory`.
    package func openRejects(of feed: FeedID, limit: Int) throws(RunHalt) -> [OpenReject] {
        try perform("read the open rejects") { database in
            let rows = try PreparedStatement(
                database,
                """
                SELECT run_id, record, username_hash, email_hash, external_id_hash, attempts
                FROM open_rejects WHERE feed_id = ? ORDER BY run_id, record LIMIT ?
                """)
            rows.bind(1, Int64(feed.value))
            rows.bind(2, Int64(limit))
            var open: [OpenReject] = []
            while try rows.step() {
                open.append(
                    OpenReject(
                        run: rows.int64(0), record: UInt32(truncatingIfNeeded: rows.int64(1)),
                        hashes: (
                            UInt64(bitPattern: rows.int64(2)), UInt64(bitPattern: rows.int64(3)),
                            UInt64(bitPattern: rows.int64(4))
                        ), attempts: UInt32(truncatingIfNeeded: rows.int64(5))))
            }
            return open
        }
    }

    /// See `Directory`.
    package func noteRejects(_ changes: [RejectChange], run: OpenRun) throws(RunHalt) {
        try perform("note the rejects") { try Self.note(changes, run, $0) }
    }

    /// See `Directory`.
    package func closeRejects(_ changes: [RejectChange], run: OpenRun) throws(RunHalt) {
        try writing("close the rejects") { try Self.note(changes, run, $0) }
    }

    private static func note(
        _ changes: [RejectChange], _ run: OpenRun, _ database: Database
    ) throws {
        let opening = try PreparedStatement(
            database,
            """
            INSERT OR REPLACE INTO open_rejects(
                run_id, record, feed_id, code, username_hash, email_hash, external_id_hash,
                attempts)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
        let repeating = try PreparedStatement(
            database, "UPDATE open_rejects SET attempts = ?3 WHERE run_id = ?1 AND record = ?2")
        let closing = try PreparedStatement(
            database, "DELETE FROM open_rejects WHERE run_id = ?1 AND record = ?2")
        for change in changes {
            switch change {
            case .opened(let reject, let code):
                let hashes = reject.hashes
                opening.bind(1, reject.run)
                opening.bind(2, Int64(reject.record))
                opening.bind(3, Int64(run.feed.value))
                opening.bind(4, copying: ByteString(code.rawValue))
                opening.bind(5, Int64(bitPattern: hashes.username))
                opening.bind(6, Int64(bitPattern: hashes.email))
                opening.bind(7, Int64(bitPattern: hashes.externalID))
                opening.bind(8, Int64(reject.attempts))
                try opening.run()
            case .again(let run, let record, let attempts):
                repeating.bind(1, run)
                repeating.bind(2, Int64(record))
                repeating.bind(3, Int64(attempts))
                try repeating.run()
            case .closed(let run, let record):
                closing.bind(1, run)
                closing.bind(2, Int64(record))
                try closing.run()
            }
        }
    }

    /// See `Directory`.
    package func linkRun(_ run: OpenRun, toAttempt earlier: Int64) throws(RunHalt) {
        try writing("link the run to its first attempt") { database in
            try database.execute(
                sql: """
                    UPDATE runs SET first_attempt =
                        (SELECT coalesce(first_attempt, id) FROM runs WHERE id = ?1)
                    WHERE id = ?2
                    """, arguments: [earlier, run.id])
        }
    }
}
