import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// Adds an event that belongs to no run and changes nothing else, such as a backup that was made.
    ///
    /// `name` is a word with dots. Committed when it returns.
    package func recordEvent(
        _ name: String, user: UserID? = nil, actor: String, reason: ByteString? = nil,
        detail: KeyValuePairs<String, ByteString?> = [:], at instant: Instant
    ) throws(RunHalt) {
        let audit = try auditLog()
        try writing("log an event") { database in
            try audit.appendEvent(
                name, user: user, actor: actor, reason: reason, detail: detail, at: instant,
                in: database)
        }
    }

    /// Erases the before-images of some runs on the order of another one, which is open, and says how
    /// many there were: those runs cannot be taken back any more.
    ///
    /// Committed when it returns, with the entry that makes their absence right.
    package func eraseBeforeImages(
        ofRuns runs: [Int64], by order: OpenRun
    ) throws(RunHalt) -> Int {
        let audit = try auditLog()
        let now = clock?.now() ?? order.startedAt
        return try writing("erase before-images") { database in
            var erasure = AuditErasure()
            let images = try PreparedStatement(
                database,
                """
                SELECT id FROM changes JOIN change_payloads ON change_id = id WHERE run_id = ?
                ORDER BY id
                """)
            let erasing = try PreparedStatement(
                database, "DELETE FROM change_payloads WHERE change_id = ?")
            for run in runs {
                images.bind(1, run)
                while try images.step() { erasure.changes.append(images.int64(0)) }
            }
            for change in erasure.changes {
                erasing.bind(1, change)
                try erasing.run()
            }
            if !erasure.isEmpty {
                try audit.append(erasure, run: order.id, at: now, in: database)
            }
            return erasure.changes.count
        }
    }
}
