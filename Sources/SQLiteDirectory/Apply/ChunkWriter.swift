import GRDB
import Provisioning

/// Writes the decisions of one chunk after another, with statements that are prepared once.
///
/// A record's row in `users` is written first: it alone can meet a unique constraint, and then
/// nothing else of the record has been written. Rows follow the order of user numbers wherever
/// the feed allows, so that new ones are appended.
final class ChunkWriter {
    let database: Database
    let groups: GroupNumbers
    let details: UserDetails
    let changes: ChangeWriter
    private let access: AccessWriter
    private var insertion: UserInsertion?
    private var attributes: [(slot: Int, number: Int64)] = []
    private var joined: [UInt32] = []

    init(_ database: Database, groups: GroupNumbers, apps: AppTable) throws {
        self.database = database
        self.groups = groups
        details = try UserDetails(database)
        access = AccessWriter(database, apps: apps)
        changes = try ChangeWriter(
            database, details: details, groups: groups, access: access, apps: apps)
    }

    /// Writes every record from `chunk.firstRecord` on, and returns those that the directory refused,
    /// ascending.
    func write(
        _ chunk: DecidedChunk, run: OpenRun, fingerprints: inout FingerprintCollector,
        audit: inout ChunkAudit
    ) throws -> [ConstraintViolation] {
        let insertion = try insertion(for: chunk.batch.layout)
        insertion.begin(run: run)
        details.begin(run: run)
        defer {
            insertion.end()
            details.end()
        }
        return try chunk.batch.values.withUnsafeBufferPointer { values in
            try write(chunk, values, insertion, run, &fingerprints, &audit)
        }
    }

    private func write(
        _ chunk: DecidedChunk, _ values: UnsafeBufferPointer<CellValue>,
        _ insertion: UserInsertion, _ run: OpenRun, _ fingerprints: inout FingerprintCollector,
        _ audit: inout ChunkAudit
    ) throws -> [ConstraintViolation] {
        // Local copies: every access to a property of the chunk is checked for exclusiveness.
        let decisions = chunk.decisions
        let joins = chunk.groups
        let records = chunk.batch.chunk.records
        let bytes = UnsafePointer(chunk.batch.chunk.base)
        let slots = chunk.batch.layout.slotCount
        let hashes = chunk.batch.fingerprints
        var violations: [ConstraintViolation] = []
        for record in chunk.firstRecord..<decisions.count {
            let decision = decisions[record]
            if decision.target == .nobody { continue }
            var refused: ConstraintViolation?
            if case .newUser(let ordinal) = decision.target, decision.outcome == .created,
                let cells = values.baseAddress.map({ $0 + record * slots })
            {
                let user = run.firstNewUser + ordinal
                let number = records[record].number
                if let refusal = try insertion.insert(
                    user, cells: cells, bytes: bytes, decision: decision, record: number)
                {
                    refused = try ConstraintViolation(record: record, refusal: refusal)
                } else {
                    try writeDetails(user, cells, bytes, joins, decision, number, run)
                    if decision.accessIndex >= 0 {
                        try access.writeNew(
                            chunk.newAccess[Int(decision.accessIndex)],
                            of: WrittenRecord(
                                user: user, index: record, number: number, chunk: chunk, run: run))
                    }
                    audit.addCreation(
                        user, record: number, action: decision.action, cells: cells, bytes: bytes)
                }
            } else {
                refused = try changes.write(record, of: chunk, run: run, audit: &audit)
            }
            if let refused {
                violations.append(refused)
            } else {
                let hash = hashes.isEmpty ? nil : hashes[record]
                fingerprints.note(decision, hash, chunk, run: run)
            }
        }
        return violations
    }

    private func insertion(for layout: ColumnLayout) throws -> UserInsertion {
        if let insertion, insertion.layout == layout { return insertion }
        let made = try UserInsertion(database, layout: layout)
        insertion = made
        attributes = try layout.attributeSlots.map { slot, name in
            (slot, try details.attributeNumber(name))
        }
        return made
    }

    @inline(__always)
    private func writeDetails(
        _ user: UInt32, _ cells: UnsafePointer<CellValue>, _ bytes: UnsafePointer<UInt8>,
        _ joins: ContiguousArray<GroupIndex>, _ decision: RecordDecision, _ record: UInt32,
        _ run: OpenRun
    ) throws {
        try join(user, joins, decision.groups, run)
        for (slot, number) in attributes where cells[slot].isValue {
            try details.setAttribute(
                number, of: user, to: cells[slot].range.buffer(in: bytes))
        }
        if decision.owesOnboardingMail {
            try details.queueOnboardingMail(for: user, generation: 1, record: record)
        }
    }

    /// Adds memberships in the order of the table, which is that of group numbers.
    @inline(__always)
    private func join(
        _ user: UInt32, _ indexes: ContiguousArray<GroupIndex>, _ range: Range<Int32>,
        _ run: OpenRun
    ) throws {
        guard !range.isEmpty else { return }
        joined.removeAll(keepingCapacity: true)
        for position in range {
            let number = try groups.number(
                of: indexes[Int(position)], in: database, run: run)
            joined.append(number)
        }
        if joined.count > 1 { joined.sort() }
        for number in joined { try details.join(user, group: number) }
    }
}

extension ConstraintViolation {
    /// The violation that SQLite's message names.
    init(record: Int, refusal: String) throws {
        guard let fault = UniqueIndexes.violation(refusal) else {
            throw DatabaseError(resultCode: .SQLITE_CONSTRAINT_UNIQUE, message: refusal)
        }
        self.init(record: record, code: fault.code, column: fault.column)
    }
}
