import GRDB
package import Provisioning

extension SQLiteDirectory {
    package func wasApplied(_ fileHash: String, of feed: FeedID) throws(RunHalt) -> Bool {
        try perform("look for earlier deliveries") { database in
            try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS(
                        SELECT 1 FROM runs WHERE feed_id = ? AND file_hash = ? AND state = ?)
                    """,
                arguments: [feed.value, fileHash, RunState.finished.rawValue]) ?? false
        }
    }
}

extension SQLiteDirectory {
    package func deletions(
        by fileHash: String, of feed: FeedID
    ) throws(RunHalt) -> Set<UInt32> {
        try perform("look for earlier deletions") { database in
            try Set(
                UInt32.fetchAll(
                    database,
                    sql: """
                        SELECT record FROM changes JOIN runs ON runs.id = run_id
                        WHERE feed_id = ? AND file_hash = ? AND state = ? AND outcome = ?
                        """,
                    arguments: [
                        feed.value, fileHash, RunState.finished.rawValue,
                        Outcome.deleted.rawValue,
                    ]))
        }
    }
}
