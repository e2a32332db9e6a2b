import GRDB
package import Provisioning

/// How a run hangs together with others of the history.
package struct RunRelations: Equatable, Sendable {
    /// A rejected record that nobody has corrected yet.
    package struct Open: Equatable, Sendable {
        package var record: UInt32
        package var code: String
        /// How often it was delivered.
        package var attempts: UInt32
    }

    /// The run that this one took back.
    package var undoes: String?
    /// The run that took its place when it was cut short.
    package var supersededBy: String?
    /// Runs that brought rejects of it back, oldest first.
    package var laterAttempts: [String] = []
    /// Records of it that are still rejected, at most `openMax`.
    package var open: [Open] = []
    package var openCount: UInt64 = 0

    package static let openMax = 20
}

extension SQLiteDirectory {
    /// How a run hangs together with others.
    package func relations(of run: RunListing) throws(RunHalt) -> RunRelations {
        try snapshot("read the history") { database in
            var relations = RunRelations()
            if let undone = run.plan.undoes {
                relations.undoes = try String.fetchOne(
                    database, sql: "SELECT name FROM runs WHERE id = ?", arguments: [undone])
            }
            if run.state == .superseded {
                relations.supersededBy = try String.fetchOne(
                    database,
                    sql: "SELECT name FROM runs WHERE feed = ? AND id > ? ORDER BY id LIMIT 1",
                    arguments: [run.plan.feed, run.id])
            }
            relations.laterAttempts = try String.fetchAll(
                database,
                sql: "SELECT name FROM runs WHERE first_attempt = ?1 AND id > ?1 ORDER BY id",
                arguments: [run.id])
            relations.openCount =
                try UInt64.fetchOne(
                    database, sql: "SELECT count(*) FROM open_rejects WHERE run_id = ?",
                    arguments: [run.id]) ?? 0
            let rows = try Row.fetchAll(
                database,
                sql: """
                    SELECT record, code, attempts FROM open_rejects WHERE run_id = ?
                    ORDER BY record LIMIT \(RunRelations.openMax)
                    """, arguments: [run.id])
            relations.open = try rows.map {
                RunRelations.Open(
                    record: try $0.value(0), code: try $0.value(1), attempts: try $0.value(2))
            }
            return relations
        }
    }
}
