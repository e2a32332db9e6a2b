import GRDB
import Provisioning

/// Compares the entries of records with the change log and the before-images, one to one.
final class AuditRecordCheck {
    private let database: Database
    private let seal: any AuditSeal
    private let changes: PreparedStatement
    private let startOfRun: PreparedStatement
    /// Users that the log says were created, in the order of the log.
    private(set) var creations: [Creation] = []
    /// Users that the log says were deleted.
    private(set) var deletions: Set<UInt32> = []
    private var erasedUsers: [UInt32: Int64] = [:]
    private var erasedChanges: Set<Int64> = []
    private var absences: [Absence] = []
    private var matched: Int64 = 0

    /// New users in a row, each created by the next record.
    struct Creation {
        var user: UInt32
        var count: UInt32
        var run: Int64
        var record: UInt32
        var entry: Int64
    }

    /// A before-image that is not there.
    private struct Absence {
        var change: Int64
        var user: UInt32
        var entry: Int64
        var finding: AuditFinding
    }

    init(_ database: Database, seal: any AuditSeal) throws {
        self.database = database
        self.seal = seal
        changes = try PreparedStatement(
            database,
            """
            SELECT id, record, user_id, action, outcome, at, payload, payload IS NULL
            FROM changes LEFT JOIN change_payloads ON change_id = id
            WHERE run_id = ? AND record BETWEEN ? AND ? ORDER BY record, id
            """)
        startOfRun = try PreparedStatement(database, "SELECT started_at FROM runs WHERE id = ?")
    }

    /// Compares one entry of the kind `records`; `run` is the name of its run.
    func check(_ entry: AuditEntry, of run: String?, into verdict: inout AuditVerdict) throws {
        startOfRun.bind(1, entry.run)
        let start = try startOfRun.step() ? startOfRun.int64(0) : 0
        startOfRun.reset()
        changes.bind(1, entry.run)
        changes.bind(2, entry.firstRecord)
        changes.bind(3, entry.lastRecord)
        defer { changes.reset() }
        var place = AuditFinding(entry: entry.id, run: run, message: "")
        func note(_ record: UInt32, _ message: String) {
            place.record = record
            place.message = message
            verdict.add(place)
        }
        var hasRow = try changes.step()
        func record() -> UInt32 { UInt32(truncatingIfNeeded: changes.int64(1)) }
        let isReadable = try AuditItems.read(entry.body) { item in
            while hasRow, record() < item.record {
                note(record(), "the change log has a line that the audit log does not know")
                hasRow = try changes.step()
            }
            guard !item.isCreation else { return add(item, entry) }
            guard hasRow, record() == item.record else {
                return note(item.record, "the change log has lost the line of this record")
            }
            let isSame =
                changes.int64(2) == Int64(item.user) && changes.int64(3) == Int64(item.action)
                && changes.int64(4) == Int64(item.outcome) && changes.int64(5) == start
            if !isSame { note(item.record, "the change log says something else of this record") }
            if let fault = payloadFault(item, entry, run) { note(item.record, fault) }
            if item.outcome == Outcome.deleted.rawValue { deletions.insert(item.user) }
            matched += 1
            hasRow = try changes.step()
        }
        while hasRow {
            note(record(), "the change log has a line that the audit log does not know")
            hasRow = try changes.step()
        }
        guard !isReadable else { return }
        place.record = nil
        place.message = "its body cannot be read by this version"
        verdict.add(place)
    }

    private func add(_ item: AuditItem, _ entry: AuditEntry) {
        creations.append(
            Creation(
                user: item.user, count: item.count, run: entry.run, record: item.record,
                entry: entry.id))
    }

    /// What is wrong with the before-image of the row at hand; one that is not there may have been
    /// erased by a later entry.
    private func payloadFault(_ item: AuditItem, _ entry: AuditEntry, _ run: String?) -> String? {
        let isAbsent = changes.int64(7) != 0
        guard let digest = item.digest else {
            return isAbsent ? nil : "there is a before-image that the audit log does not know"
        }
        guard isAbsent else {
            let isSame = seal.digest(ofPayload: changes.bytes(6)) == digest
            return isSame ? nil : "the before-image was changed"
        }
        absences.append(
            Absence(
                change: changes.int64(0), user: item.user, entry: entry.id,
                finding: AuditFinding(
                    entry: entry.id, run: run, record: item.record,
                    message: "the before-image is missing, and nothing says that it was erased")))
        return nil
    }

    /// Notes what an entry says was erased.
    func erase(_ entry: AuditEntry, into verdict: inout AuditVerdict) {
        guard let erasure = AuditErasure(entry.body) else {
            return verdict.add(
                AuditFinding(entry: entry.id, message: "its body cannot be read by this version"))
        }
        for user in erasure.users { erasedUsers[user] = entry.id }
        erasedChanges.formUnion(erasure.changes)
    }

    /// Looks for before-images that are gone for no reason, and for lines that no entry covers.
    func finish(after runsBefore: Int64, into verdict: inout AuditVerdict) throws {
        for absence in absences {
            let wasErased =
                erasedChanges.contains(absence.change)
                || (erasedUsers[absence.user] ?? 0) > absence.entry
            if !wasErased { verdict.add(absence.finding) }
        }
        let lines =
            try Int64.fetchOne(
                database, sql: "SELECT count(*) FROM changes WHERE run_id > ?",
                arguments: [runsBefore]) ?? 0
        if lines != matched { try findUncovered(after: runsBefore, into: &verdict) }
        let orphans = try Int64.fetchAll(
            database,
            sql: """
                SELECT change_id FROM change_payloads
                WHERE change_id NOT IN (SELECT id FROM changes) LIMIT \(AuditVerdict.findingsMax)
                """)
        for orphan in orphans {
            verdict.add(
                AuditFinding(message: "there is a before-image of a change \(orphan) that is not"))
        }
    }

    private func findUncovered(after runsBefore: Int64, into verdict: inout AuditVerdict) throws {
        let rows = try Row.fetchAll(
            database,
            sql: """
                SELECT record, name FROM changes LEFT JOIN runs ON runs.id = run_id
                WHERE run_id > ? AND NOT EXISTS(
                    SELECT 1 FROM audit WHERE audit.run_id = changes.run_id AND kind = ?
                        AND record BETWEEN first_record AND last_record)
                ORDER BY changes.id LIMIT \(AuditVerdict.findingsMax)
                """, arguments: [runsBefore, AuditKind.records.rawValue])
        for row in rows {
            let record: Int64 = try row.value(0)
            verdict.add(
                AuditFinding(
                    run: try row.value(1), record: UInt32(truncatingIfNeeded: record),
                    message: "the change log has a line that the audit log does not know"))
        }
    }
}
