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

extension SQLiteDirectory {
    package func happened(
        by fileHash: String, of feed: FeedID
    ) throws(RunHalt) -> Set<UInt32> {
        let actions = Action.allCases.filter(\.happens).map { "\($0.rawValue)" }
        return try perform("look for what an earlier delivery did") { database in
            try Set(
                UInt32.fetchAll(
                    database,
                    sql: """
                        SELECT record FROM changes JOIN runs ON runs.id = run_id
                        WHERE feed_id = ? AND file_hash = ? AND state <> ?
                            AND action IN (\(actions.joined(separator: ", ")))
                        """,
                    arguments: [feed.value, fileHash, RunState.undone.rawValue]))
        }
    }
}

extension SQLiteDirectory {
    package func wasCreated(
        _ user: UserID, by record: UInt32, of fileHash: String, feed: FeedID
    ) throws(RunHalt) -> Bool {
        try perform("look for what an earlier delivery created") { database in
            try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS(
                        SELECT 1 FROM users JOIN runs ON runs.id = created_run
                        WHERE users.id = ? AND created_record = ? AND runs.feed_id = ?
                            AND file_hash = ? AND state = ?)
                    """,
                arguments: [
                    user.value, record, feed.value, fileHash, RunState.finished.rawValue,
                ]) ?? false
        }
    }
}

extension SQLiteDirectory {
    package func wasDelivered(
        _ fileHash: String, except run: OpenRun
    ) throws(RunHalt) -> Bool {
        try perform("look for other deliveries") { database in
            try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS(
                        SELECT 1 FROM runs
                        WHERE feed_id = ? AND file_hash = ? AND id <> ? AND state <> ?)
                    """,
                arguments: [run.feed.value, fileHash, run.id, RunState.undone.rawValue])
                ?? false
        }
    }
}

extension SQLiteDirectory {
    package func wasChanged(_ user: UserID, by run: OpenRun) throws(RunHalt) -> Bool {
        try perform("look for what a run changed") { database in
            try Bool.fetchOne(
                database,
                sql: """
                    SELECT EXISTS(SELECT 1 FROM changes WHERE user_id = ?1 AND run_id = ?2)
                        OR EXISTS(SELECT 1 FROM users WHERE id = ?1 AND created_run = ?2)
                    """,
                arguments: [user.value, run.id]) ?? false
        }
    }
}
