import GRDB
import GRDBSQLite
import Provisioning

/// Writes the log of changes: what happened in one table, what was before in another.
final class ChangeLog {
    private let database: Database
    private let apps: AppTable
    private let line: PreparedStatement
    private let payload: PreparedStatement

    init(_ database: Database, apps: AppTable) throws {
        self.database = database
        self.apps = apps
        line = try PreparedStatement(
            database,
            """
            INSERT INTO changes(run_id, record, user_id, action, outcome, at)
            VALUES (?, ?, ?, ?, ?, ?)
            """)
        payload = try PreparedStatement(
            database, "INSERT INTO change_payloads(change_id, payload) VALUES (?, ?)")
    }

    func add(
        _ changes: UserChanges, decision: RecordDecision, record: UInt32, user: UInt32,
        groups: GroupNumbers, run: OpenRun, audit: inout ChunkAudit
    ) throws {
        line.bind(1, run.id)
        line.bind(2, Int64(record))
        line.bind(3, Int64(user))
        line.bind(4, Int64(decision.action.rawValue))
        line.bind(5, Int64(decision.outcome.rawValue))
        line.bind(6, run.startedAt.milliseconds)
        try line.run()
        // Who only looks leaves nothing to take back, and of a deleted user nothing is kept.
        guard !changes.isView, !changes.deletes else {
            return audit.add(decision, record: record, user: user, payload: nil)
        }
        let text = ChangePayload.json(of: changes, groups: groups.table, apps: apps)
        payload.bind(1, sqlite3_last_insert_rowid(database.sqliteConnection))
        try text.withUnsafeBytes { bytes in
            payload.bind(2, text: bytes)
            try payload.run()
        }
        payload.clearBindings()
        audit.add(decision, record: record, user: user, payload: text)
    }
}
