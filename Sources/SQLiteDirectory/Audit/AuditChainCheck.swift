import GRDB
import Provisioning

/// Goes through the audit log from its first entry to its last.
///
/// An entry whose code is right is compared with what it tells of; one whose code is wrong says
/// nothing that could be relied upon.
final class AuditChainCheck {
    let database: Database
    let seal: any AuditSeal
    var verdict = AuditVerdict()
    /// Whether every code so far is right and no entry is missing.
    private(set) var isWhole = true
    let runs: AuditRunCheck
    let records: AuditRecordCheck

    private var previous: [UInt8] = []
    /// The code that the entry before should have, if it has another.
    private var previousRightful: [UInt8]?
    private var last: Int64 = 0

    init(_ database: Database, seal: any AuditSeal) throws {
        self.database = database
        self.seal = seal
        runs = try AuditRunCheck(database)
        records = try AuditRecordCheck(database, seal: seal)
    }

    /// Looks at the entries of a range, or at all of them.
    func run(_ range: ClosedRange<Int64>?) throws {
        if let range, range.lowerBound > 1 { try start(after: range.lowerBound - 1) }
        let rows = try PreparedStatement(
            database,
            """
            SELECT \(AuditEntry.columns), \(Self.hasRightTypes) FROM audit
            WHERE ?1 IS NULL OR id BETWEEN ?1 AND ?2 ORDER BY id
            """)
        rows.bind(1, range?.lowerBound)
        rows.bind(2, range?.upperBound)
        while try rows.step() {
            try check(AuditEntry(rows), hasRightTypes: rows.int64(9) != 0)
        }
        if let range, last < range.upperBound { noteGap(to: range.upperBound + 1) }
    }

    /// A number kept as text would give the same bytes.
    private static let hasRightTypes =
        ["at", "kind", "run_id", "user_id", "first_record", "last_record"]
        .map { "typeof(\($0)) = 'integer'" }.joined(separator: " AND ")
        + " AND typeof(body) = 'blob' AND typeof(code) = 'blob'"

    private func start(after id: Int64) throws {
        last = id
        let row = try PreparedStatement(database, "SELECT code FROM audit WHERE id = ?")
        row.bind(1, id)
        guard try row.step() else { return }
        previous = Array(row.bytes(0))
        row.reset()
    }

    private func check(_ entry: AuditEntry, hasRightTypes: Bool) throws {
        verdict.entries += 1
        guard entry.id == last + 1 else {
            if entry.id > last {
                noteGap(to: entry.id)
            } else {
                note(entry, "cannot be numbered so")
            }
            last = max(last, entry.id)
            previous = entry.code
            previousRightful = nil
            return
        }
        last = entry.id
        let code = entry.code(after: previous, by: seal)
        var isRight = code == entry.code
        if !isRight, let previousRightful {
            isRight = entry.code(after: previousRightful, by: seal) == entry.code
        }
        previousRightful = isRight ? nil : code
        previous = entry.code
        if !isRight || !hasRightTypes {
            note(entry, "its code does not fit: it was changed, or it is not the one written here")
        } else {
            try compare(entry)
        }
    }

    private func compare(_ entry: AuditEntry) throws {
        let kind = UInt8(exactly: entry.kind).flatMap(AuditKind.init(rawValue:))
        switch kind {
        case .opened: try runs.open(entry, into: &verdict)
        case .closed: try runs.close(entry, into: &verdict)
        case .records: try records.check(entry, of: runs.name(entry.run), into: &verdict)
        case .erased: records.erase(entry, into: &verdict)
        case .event: try runs.note(event: entry)
        case nil:
            verdict.add(
                AuditFinding(
                    entry: entry.id, message: "its kind \(entry.kind) is not known to this version")
            )
        }
    }

    /// Compares what the log as a whole says with the tables as a whole.
    func checkRest() throws {
        try runs.finish(into: &verdict)
        try records.finish(after: runs.runsBefore, into: &verdict)
        try AuditUserCheck(database, runsBefore: runs.runsBefore).check(records, into: &verdict)
    }

    // MARK: Head

    /// Compares the last entry with the head's row and with the file beside the key.
    func checkHead(_ file: AuditHeadFile.Content) throws {
        let head = try AuditLog.head(in: database)
        verdict.head = head
        if let head {
            if !head.isSigned(by: seal) {
                noteHead("the head's signature is not right")
            } else if head.entry > last {
                noteHead("the log ends at entry \(last), its head is entry \(head.entry)", last + 1)
            } else if head.entry < last || head.code != previous {
                noteHead("the head is not that of the last entry, \(last)", head.entry)
            }
        } else if last > 0 {
            noteHead("the log has no head")
        }
        switch file {
        case .missing: break
        case .unreadable: noteHead("the file with the head cannot be read")
        case .head(let published): try check(published)
        }
    }

    private func check(_ published: AuditHead) throws {
        if !published.isSigned(by: seal) {
            noteHead("the signature in the file with the head is not right")
        } else if published.entry > last {
            noteHead(
                "the log ends at entry \(last), the file beside the key knows entry "
                    + "\(published.entry)", last + 1)
        } else if try !SQLiteDirectory.isInLog(published, database) {
            noteHead("it is not the entry that the file beside the key knows", published.entry)
        }
    }

    // MARK: Findings

    private func noteHead(_ message: String, _ entry: Int64? = nil) {
        isWhole = false
        verdict.add(AuditFinding(entry: entry, message: message))
    }

    private func noteGap(to id: Int64) {
        isWhole = false
        let missing =
            last + 2 == id ? "this entry is missing" : "the entries up to \(id - 1) are missing"
        verdict.add(AuditFinding(entry: last + 1, message: missing))
    }

    private func note(_ entry: AuditEntry, _ message: String) {
        isWhole = false
        verdict.add(
            AuditFinding(entry: entry.id, run: runs.name(entry.run), message: message))
    }
}
