import GRDB
import Provisioning

/// Writes from which feeds users are missing.
final class AbsenceWriter {
    private let noting: PreparedStatement
    private let keeping: PreparedStatement
    private let removal: PreparedStatement

    init(_ database: Database) throws {
        noting = try PreparedStatement(database, AbsenceJournal.noting)
        keeping = try PreparedStatement(
            database,
            """
            INSERT OR REPLACE INTO feed_absences(user_id, feed_id, files, run_id, since, left_at)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        removal = try PreparedStatement(
            database, "DELETE FROM feed_absences WHERE user_id = ? AND feed_id = ?")
    }

    /// Writes an absence as it is from now on; `run` is the run that says so.
    func write(_ change: AbsenceChange, of user: UInt32, run: Int64) throws {
        noting.bind(1, Int64(user))
        noting.bind(2, Int64(change.feed.value))
        noting.bind(3, run)
        try noting.run()
        guard let absence = change.after else {
            removal.bind(1, Int64(user))
            removal.bind(2, Int64(change.feed.value))
            return try removal.run()
        }
        keeping.bind(1, Int64(user))
        keeping.bind(2, Int64(change.feed.value))
        keeping.bind(3, Int64(absence.files))
        keeping.bind(4, run)
        keeping.bind(5, absence.since.milliseconds)
        keeping.bind(6, absence.leftAt?.milliseconds)
        try keeping.run()
    }
}
