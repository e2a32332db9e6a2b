import GRDB
package import Provisioning

/// What the end of a run means for the file that it read.
enum FileAcceptance {
    /// Notes the file of a run that ends as accepted, or takes back what it had counted.
    ///
    /// A file is accepted when its run has finished: not when it was stopped or given up, when nothing of
    /// it was applied, or when nobody could be said to be missing from it.
    static func settle(
        _ run: OpenRun, state: RunState, summary: RunSummary, at instant: Instant,
        in database: Database
    ) throws {
        switch state {
        case .finished: try accept(run, summary, at: instant, in: database)
        case .superseded: try FeedAbsences.takeBack(run: run.id, in: database)
        case .running, .stopped, .interrupted, .undone: break
        }
    }

    private static func accept(
        _ run: OpenRun, _ summary: RunSummary, at instant: Instant, in database: Database
    ) throws {
        guard run.feed.value != 0,
            !summary.notices.contains(where: { $0.code == .feedLeaversOff }),
            summary.issues[.runAtomicAborted] == nil,
            let row = try Row.fetchOne(
                database, sql: "SELECT mode, records, file_hash FROM runs WHERE id = ?",
                arguments: [run.id])
        else { return }
        let mode: UInt8 = try row.value(0)
        let hash: String = try row.value(2)
        // A rejects file is a part of a file, of which nothing is remembered: the next whole one is not
        // compared with it.
        guard !hash.isEmpty, mode == FeedMode.full.rawValue || summary.health != nil else { return }
        // The same bytes again say nothing new: who was missing from them is missing still.
        if mode == FeedMode.full.rawValue,
            try lastFullFile(of: run.feed, in: database) != hash
        {
            try FeedAbsences.forgetPresent(feed: run.feed, run: run.id, in: database)
        }
        try database.execute(
            sql: """
                INSERT INTO feed_files(
                    run_id, feed_id, mode, file_hash, accepted_at, records, health)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                run.id, run.feed.value, mode, hash, instant.milliseconds, try row.value(1) as Int64,
                FileHealthText.json(of: summary.health),
            ])
        if mode == FeedMode.full.rawValue {
            try AbsenceJournal.forgetOld(of: run.feed, in: database)
        }
    }

    /// SHA-256 of the feed's last accepted full file.
    static func lastFullFile(of feed: FeedID, in database: Database) throws -> String? {
        try String.fetchOne(
            database,
            sql: """
                SELECT file_hash FROM feed_files WHERE feed_id = ? AND mode = ?
                ORDER BY run_id DESC LIMIT 1
                """, arguments: [feed.value, FeedMode.full.rawValue])
    }
}

extension SQLiteDirectory {
    package func lastFullFile(of feed: FeedID) throws(RunHalt) -> String? {
        try perform("look for the last full file") { database in
            try FileAcceptance.lastFullFile(of: feed, in: database)
        }
    }
}
