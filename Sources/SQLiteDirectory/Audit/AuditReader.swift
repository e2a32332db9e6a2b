import GRDB
import Provisioning

/// Gathers lines of the audit log, decoding no more entries than it needs.
final class AuditReader {
    let database: Database
    private let filter: AuditFilter
    let runs: AuditedRuns
    private let names: PreparedStatement
    private let entryOfRecord: PreparedStatement
    private var lines: [AuditLine] = []
    /// The entry that was decoded last, for records that follow each other.
    private var decoded: (id: Int64, items: [AuditItem])?

    init(_ database: Database, _ filter: AuditFilter) throws {
        self.database = database
        self.filter = filter
        runs = AuditedRuns(database)
        names = try PreparedStatement(
            database, "SELECT coalesce(username, username_key) FROM users WHERE id = ?")
        entryOfRecord = try PreparedStatement(
            database,
            """
            SELECT id, at FROM audit WHERE run_id = ? AND kind = \(AuditKind.records.rawValue)
                AND first_record <= ?2 AND last_record >= ?2
            """)
    }

    /// The lines that were gathered, newest first.
    func finish() throws -> [AuditLine] {
        var newest = Array(lines.sorted(by: AuditLine.isNewer).prefix(filter.limit))
        for index in newest.indices {
            guard let user = newest[index].user else { continue }
            names.bind(1, Int64(user.value))
            guard try names.step() else { continue }
            newest[index].username = names.text(0)
            names.reset()
        }
        return newest
    }

    // MARK: One user

    /// Gathers what was done to one user: at most as many lines as are wanted of each kind.
    func read(_ user: UserID) throws {
        try readChanges(of: user)
        try readCreation(of: user)
        let events = try PreparedStatement(
            database,
            """
            SELECT \(AuditEntry.columns) FROM audit WHERE user_id = ? AND user_id <> 0
            ORDER BY id DESC
            """)
        events.bind(1, Int64(user.value))
        var count = 0
        defer { events.reset() }
        while count < filter.limit, try events.step() {
            if let line = try line(of: AuditEntry(events)), add(line) { count += 1 }
        }
    }

    private func readChanges(of user: UserID) throws {
        let changes = try PreparedStatement(
            database,
            "SELECT run_id, record FROM changes WHERE user_id = ? ORDER BY id DESC")
        changes.bind(1, Int64(user.value))
        var count = 0
        defer { changes.reset() }
        while count < filter.limit, try changes.step() {
            let record = UInt32(truncatingIfNeeded: changes.int64(1))
            if try addRecord(record, ofRun: changes.int64(0), user) { count += 1 }
        }
    }

    private func readCreation(of user: UserID) throws {
        let row = try PreparedStatement(
            database,
            """
            SELECT created_run, created_record FROM users WHERE id = ?1
            UNION SELECT created_run, created_record FROM deleted_users WHERE user_id = ?1
            """)
        row.bind(1, Int64(user.value))
        guard try row.step() else { return }
        defer { row.reset() }
        _ = try addRecord(UInt32(truncatingIfNeeded: row.int64(1)), ofRun: row.int64(0), user)
    }

    /// Adds what a record did to a user, if that is wanted and logged.
    private func addRecord(_ record: UInt32, ofRun run: Int64, _ user: UserID) throws -> Bool {
        let known = try runs.run(run)
        if let wanted = filter.run, known?.name != wanted { return false }
        if let wanted = filter.actor, known?.actor != wanted { return false }
        entryOfRecord.bind(1, run)
        entryOfRecord.bind(2, Int64(record))
        guard try entryOfRecord.step() else { return false }
        let (entry, at) = (entryOfRecord.int64(0), entryOfRecord.int64(1))
        entryOfRecord.reset()
        let found = try items(of: entry).first {
            $0.record <= record && record - $0.record < $0.count
        }
        guard let found, found.user + (record - found.record) == user.value else { return false }
        return add(line(of: found, record: record, entry, at, known))
    }

    private func items(of entry: Int64) throws -> [AuditItem] {
        if let decoded, decoded.id == entry { return decoded.items }
        let row = try PreparedStatement(database, "SELECT body FROM audit WHERE id = ?")
        row.bind(1, entry)
        guard try row.step() else { return [] }
        defer { row.reset() }
        let items = Self.items(ContiguousArray(row.bytes(0)))
        decoded = (entry, items)
        return items
    }

    private static func items(_ body: ContiguousArray<UInt8>) -> [AuditItem] {
        var items: [AuditItem] = []
        _ = AuditItems.read(body) { items.append($0) }
        return items
    }

    // MARK: All

    /// Gathers lines from the newest entry back until there are as many as are wanted.
    func readAll() throws {
        let rows = try PreparedStatement(
            database,
            """
            SELECT \(AuditEntry.columns) FROM audit
            WHERE (?1 IS NULL OR run_id = (SELECT id FROM runs WHERE name = ?1))
                AND (?2 IS NULL OR at >= ?2) AND (?3 IS NULL OR at < ?3)
                AND (?4 IS NULL OR run_id = 0 OR run_id IN (SELECT id FROM runs WHERE actor = ?4))
            ORDER BY id DESC
            """)
        rows.bind(1, copying: filter.run)
        rows.bind(2, filter.since?.milliseconds)
        rows.bind(3, filter.until?.milliseconds)
        rows.bind(4, copying: filter.actor)
        defer { rows.reset() }
        while lines.count < filter.limit, try rows.step() {
            let entry = AuditEntry(rows)
            if entry.kind == Int64(AuditKind.records.rawValue) {
                try addItems(of: entry)
            } else if let line = try line(of: entry) {
                _ = add(line)
            }
        }
    }

    /// Adds the last items of an entry, as many as are still wanted.
    private func addItems(of entry: AuditEntry) throws {
        let run = try runs.run(entry.run)
        for item in Self.items(entry.body).reversed() {
            for offset in (0..<item.count).reversed() {
                guard lines.count < filter.limit else { return }
                _ = add(line(of: item, record: item.record + offset, entry.id, entry.at, run))
            }
        }
    }

    // MARK: Lines

    private func add(_ line: AuditLine) -> Bool {
        guard filter.admits(line) else { return false }
        lines.append(line)
        return true
    }

    private func line(
        of item: AuditItem, record: UInt32, _ entry: Int64, _ at: Int64, _ run: AuditedRuns.Run?
    ) -> AuditLine {
        let isLeaver = run?.recordsBeforeLeavers.map { record > $0 } ?? false
        return AuditLine(
            entry: entry, at: Instant(milliseconds: at), actor: run?.actor,
            action: Action(rawValue: item.action)?.word ?? "\(item.action)",
            user: UserID(item.user + (record - item.record)), run: run?.name,
            record: isLeaver ? nil : record,
            outcome: Outcome(rawValue: item.outcome)?.word,
            reason: item.reason ?? run?.reason.map { ByteString($0) })
    }
}
