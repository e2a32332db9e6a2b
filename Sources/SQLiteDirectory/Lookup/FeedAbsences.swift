import GRDB
import Provisioning

/// From which feeds users are missing.
enum FeedAbsences {
    /// The statement that reads a user's absences; nil: nobody is missing from anywhere, as in most
    /// directories.
    static func statement(_ database: Database) throws -> PreparedStatement? {
        let hasAny = try PreparedStatement(
            kept: database, "SELECT EXISTS(SELECT 1 FROM feed_absences)")
        defer { hasAny.reset() }
        guard try hasAny.step(), hasAny.int64(0) != 0 else { return nil }
        return try PreparedStatement(
            kept: database,
            "SELECT feed_id, files, since, left_at, run_id FROM feed_absences WHERE user_id = ?")
    }

    /// Reads a user's absences; what `givenUp`, an interrupted run, counted is not in them.
    static func load(
        into state: inout UserState, _ statement: PreparedStatement, givenUp: Int64?
    ) throws {
        statement.bind(1, Int64(state.id.value))
        while try statement.step() {
            var absence = FeedAbsence(
                files: UInt32(clamping: statement.int64(1)),
                since: Instant(milliseconds: statement.int64(2)),
                leftAt: statement.optionalInt64(3).map { Instant(milliseconds: $0) })
            if let givenUp, absence.leftAt == nil, statement.int64(4) == givenUp {
                absence.files -= min(absence.files, 1)
                if absence.files == 0 { continue }
            }
            state.absences[FeedID(UInt32(clamping: statement.int64(0)))] = absence
        }
    }

    /// Takes back what a run counted that came to no accepted file: nobody has been missing from that.
    /// Those of whom the feed has let go stay let go, as they stay disabled.
    static func takeBack(run: Int64, in database: Database) throws {
        try database.execute(
            sql: "DELETE FROM feed_absences WHERE run_id = ? AND left_at IS NULL AND files <= 1",
            arguments: [run])
        try database.execute(
            sql: """
                UPDATE feed_absences SET files = files - 1, run_id = 0
                WHERE run_id = ? AND left_at IS NULL
                """, arguments: [run])
    }

    /// Forgets the absences of everybody whom the full file of a run named.
    static func forgetPresent(feed: FeedID, run: Int64, in database: Database) throws {
        let present = "feed_id = ?1 AND run_id <> ?2 AND left_at IS NULL"
        try database.execute(
            sql: """
                INSERT OR IGNORE INTO absences_before
                SELECT user_id, feed_id, ?2, files, run_id, since, left_at
                FROM feed_absences WHERE \(present)
                """, arguments: [feed.value, run])
        try database.execute(
            sql: "DELETE FROM feed_absences WHERE \(present)", arguments: [feed.value, run])
    }
}
