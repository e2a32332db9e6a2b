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
