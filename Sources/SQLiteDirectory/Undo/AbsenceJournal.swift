import GRDB
import Provisioning

/// How many files users had been missing from before a run counted on, or forgot it: what an undo of the
/// run goes by.
///
/// That a feed lets go of a user, or has them again, stands in the log of changes. What is only
/// counted does not: nothing has happened to the user.
enum AbsenceJournal {
    /// Accepted full files of a feed as far back as which counts can be restored.
    private static let filesKept = 8

    /// Notes what a run (3) finds of the absence of a user (1) from a feed (2) before it writes another;
    /// what it found first holds.
    static let noting = """
        INSERT OR IGNORE INTO absences_before(
            user_id, feed_id, run_id, files, former_run, since, left_at)
        SELECT ?1, ?2, ?3, files, feed_absences.run_id, since, left_at
        FROM (SELECT 1) LEFT JOIN feed_absences ON user_id = ?1 AND feed_id = ?2
        """

    /// Restores what `run` has counted or forgotten; `undo` is the run that does so.
    ///
    /// Absences that a later run has written, and that was not taken back, stay.
    static func restore(_ run: Int64, by undo: Int64, in database: Database) throws {
        // What is written here changes nothing about which rows these are.
        let chosen = """
            WITH chosen AS (
                SELECT * FROM absences_before AS before
                WHERE run_id = ?1 AND left_at IS NULL
                    AND NOT EXISTS (
                        SELECT 1 FROM feed_absences AS now WHERE now.user_id = before.user_id
                            AND now.feed_id = before.feed_id AND now.left_at IS NOT NULL)
                    AND NOT EXISTS (
                        SELECT 1 FROM absences_before AS later
                        JOIN runs ON runs.id = later.run_id
                        WHERE later.user_id = before.user_id AND later.feed_id = before.feed_id
                            AND later.run_id > ?1 AND runs.undoes_run IS NULL
                            AND runs.state <> '\(RunState.undone.rawValue)'))
            """
        try database.execute(
            sql: """
                \(chosen)
                INSERT OR IGNORE INTO absences_before(
                    user_id, feed_id, run_id, files, former_run, since, left_at)
                SELECT chosen.user_id, chosen.feed_id, ?2, now.files, now.run_id, now.since,
                    now.left_at
                FROM chosen LEFT JOIN feed_absences AS now
                    ON now.user_id = chosen.user_id AND now.feed_id = chosen.feed_id
                """, arguments: [run, undo])
        try database.execute(
            sql: """
                \(chosen)
                DELETE FROM feed_absences
                WHERE (user_id, feed_id) IN (SELECT user_id, feed_id FROM chosen)
                """, arguments: [run])
        try database.execute(
            sql: """
                \(chosen)
                INSERT INTO feed_absences(user_id, feed_id, files, run_id, since)
                SELECT user_id, feed_id, files, former_run, since FROM chosen
                WHERE files IS NOT NULL
                """, arguments: [run])
    }

    /// Forgets what was noted before the last accepted full files of a feed.
    static func forgetOld(of feed: FeedID, in database: Database) throws {
        try database.execute(
            sql: """
                DELETE FROM absences_before WHERE feed_id = ?1 AND run_id < (
                    SELECT run_id FROM feed_files WHERE feed_id = ?1 AND mode = ?2
                    ORDER BY run_id DESC LIMIT 1 OFFSET ?3)
                """,
            arguments: [feed.value, FeedMode.full.rawValue, filesKept - 1])
    }

    /// Whether a run left something about its feed that an undo of it takes back.
    static func hasTraces(of run: Int64, in database: Database) throws -> Bool {
        try Bool.fetchOne(
            database,
            sql: """
                SELECT EXISTS (SELECT 1 FROM absences_before WHERE run_id = ?1)
                    OR EXISTS (SELECT 1 FROM feed_files WHERE run_id = ?1)
                    OR EXISTS (SELECT 1 FROM open_rejects WHERE run_id = ?1)
                """, arguments: [run]) ?? false
    }
}
