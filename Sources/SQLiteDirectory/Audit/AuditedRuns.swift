import GRDB

/// What lines say of their runs, read once each.
final class AuditedRuns {
    struct Run {
        var name: String
        var command: String
        var actor: String
        var reason: String?
        var file: String
        var state: String
        /// Records of its file where leavers follow them, which have numbers that nobody knows; nil:
        /// the run has no leavers.
        var recordsBeforeLeavers: UInt32?
    }

    private let database: Database
    private var known: [Int64: Run] = [:]

    init(_ database: Database) { self.database = database }

    /// The run of this number; nil: 0, or the history has none.
    func run(_ id: Int64) throws -> Run? {
        if let run = known[id] { return run }
        let row = try Row.fetchOne(
            database,
            sql: """
                SELECT name, command, actor, reason, file, state,
                    CASE WHEN EXISTS(SELECT 1 FROM run_leavers WHERE run_id = id) THEN records END
                FROM runs WHERE id = ?
                """,
            arguments: [id])
        guard let row else { return nil }
        let run = Run(
            name: try row.value(0), command: try row.value(1), actor: try row.value(2),
            reason: try row.value(3), file: try row.value(4),
            state: try row.value(5), recordsBeforeLeavers: try row.value(6))
        known[id] = run
        return run
    }
}
