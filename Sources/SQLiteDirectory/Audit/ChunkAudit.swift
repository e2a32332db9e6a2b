import GRDB
import Provisioning

/// What the audit log will say of the chunk that is being written.
///
/// A value that is handed down, so that the innermost loop needs no check of exclusive access.
struct ChunkAudit {
    private let log: AuditLog
    private var items = AuditItemWriter()
    private var erasure = AuditErasure()
    private let reasonSlot: Int?
    /// Reason that the record gives whose changes are being written.
    var reason: ByteString?

    init(_ log: AuditLog, layout: ColumnLayout) {
        self.log = log
        reasonSlot = layout.slot(of: .reason)
    }

    /// Notes a record that created `user`; `cells` are its values, and `bytes` the chunk's buffer.
    @inline(__always)
    mutating func addCreation(
        _ user: UInt32, record: UInt32, action: Action, cells: UnsafePointer<CellValue>,
        bytes: UnsafePointer<UInt8>
    ) {
        if let reasonSlot, cells[reasonSlot].isValue {
            let reason = ByteString(cells[reasonSlot].range.buffer(in: bytes))
            items.add(
                AuditItem(
                    record: record, user: user, action: action.rawValue,
                    outcome: Outcome.created.rawValue, isCreation: true, reason: reason))
        } else {
            items.addCreation(user, record: record, action: action)
        }
    }

    /// Notes a record that changed or viewed a user, with the before-image that was kept, if any.
    mutating func add(
        _ decision: RecordDecision, record: UInt32, user: UInt32,
        payload: ContiguousArray<UInt8>?
    ) {
        var item = AuditItem(
            record: record, user: user, action: decision.action.rawValue,
            outcome: decision.outcome.rawValue)
        item.reason = reason
        item.digest = payload?.withUnsafeBytes { log.seal.digest(ofPayload: $0) }
        items.add(item)
    }

    /// Erases the before-images of a user who is about to be deleted, and keeps under a pseudonym
    /// that there was such a user; false: there is none.
    mutating func erase(
        _ user: UserState, at instant: Instant, in database: Database
    ) throws -> Bool {
        let pseudonym = log.seal.pseudonym(of: user.usernameKey)
        let keeping = try PreparedStatement(
            database,
            """
            INSERT OR REPLACE INTO deleted_users(
                pseudonym, user_id, created_run, created_record, deleted_at)
            SELECT ?, id, created_run, created_record, ? FROM users WHERE id = ?
            """)
        keeping.bind(2, instant.milliseconds)
        keeping.bind(3, Int64(user.id.value))
        try pseudonym.withUnsafeBytes { pseudonym in
            keeping.bind(1, blob: pseudonym)
            try keeping.run()
        }
        guard database.changesCount == 1 else { return false }
        let erasing = try PreparedStatement(
            database,
            """
            DELETE FROM change_payloads
            WHERE change_id IN (SELECT id FROM changes WHERE user_id = ?)
            """)
        erasing.bind(1, Int64(user.id.value))
        try erasing.run()
        erasure.users.append(user.id.value)
        return true
    }

    /// Adds the entries of the chunk: one of its records, and one of what was erased with them.
    mutating func append(run: OpenRun, at instant: Instant, in database: Database) throws {
        guard items.lastRecord > 0 else { return }
        var entry = AuditEntry(
            id: 0, at: instant.milliseconds, kind: .records, body: items.finish())
        entry.run = run.id
        entry.firstRecord = Int64(items.firstRecord)
        entry.lastRecord = Int64(items.lastRecord)
        try log.append(entry, in: database)
        guard !erasure.isEmpty else { return }
        try log.append(erasure, run: run.id, at: instant, in: database)
    }
}

extension AuditLog {
    /// Adds the entry that makes the absence of before-images right.
    func append(
        _ erasure: AuditErasure, run: Int64, at instant: Instant, in database: Database
    ) throws {
        var entry = AuditEntry(
            id: 0, at: instant.milliseconds, kind: .erased, body: erasure.body)
        entry.run = run
        try append(entry, in: database)
    }
}
