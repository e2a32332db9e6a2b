import Provisioning

/// A record with its result, as a test writes it.
struct FixtureRecord {
    var fields: [[UInt8]]
    var action: Action = .upsert
    var outcome: Outcome = .created
    var issues: [RecordIssue] = []
    var detail: String?
    var identity: ShownIdentity?
    var isLeaver = false
    var fault: RecordIssue?

    init(_ fields: [String], action: Action = .upsert, outcome: Outcome = .created) {
        self.fields = fields.map { Array($0.utf8) }
        self.action = action
        self.outcome = outcome
    }

    static func rejected(_ fields: [String], _ issues: RecordIssue...) -> FixtureRecord {
        var record = FixtureRecord(fields, outcome: .rejected)
        record.issues = issues
        return record
    }
}

/// Makes chunks of results out of records whose columns are those of `columns`.
struct ResultFixture {
    /// Columns of the feed; nil: one that is mapped to nothing.
    var columns: [UserColumn?] = [.username, .email, .externalID]

    /// Chunks of at most `size` records each, numbered from `first` on.
    func chunks(_ records: [FixtureRecord], of size: Int = 1_000, first: UInt32 = 1)
        -> [ChunkResults]
    {
        var chunks: [ChunkResults] = []
        var start = 0
        repeat {
            let end = min(start + size, records.count)
            chunks.append(chunk(Array(records[start..<end]), first: first + UInt32(start)))
            start = end
        } while start < records.count
        return chunks
    }

    func chunk(_ records: [FixtureRecord], first: UInt32 = 1) -> ChunkResults {
        let chunk = FeedChunk(capacity: 256)
        var layout = ColumnLayout()
        let slots = columns.map { column in column.map { layout.addColumn($0) } }
        let batch = RecordBatch(chunk: chunk, layout: layout)
        for (index, record) in records.enumerated() {
            add(record, number: first + UInt32(index), slots: slots, to: batch)
        }
        var results = ChunkResults(
            batch: batch, outcomes: ContiguousArray(records.map(\.outcome)))
        for (index, record) in records.enumerated() {
            if !record.issues.isEmpty { results.issues.append((index, record.issues)) }
            if let detail = record.detail { results.details.append((index, detail)) }
            if let identity = record.identity { results.identities.append((index, identity)) }
        }
        return results
    }

    private func add(_ record: FixtureRecord, number: UInt32, slots: [Int?], to batch: RecordBatch)
    {
        let chunk = batch.chunk
        let start = batch.values.count
        batch.values.append(
            contentsOf: Array(repeating: CellValue.keep, count: batch.layout.slotCount))
        let place = FeedRecord(
            number: record.isLeaver ? 0 : number, line: record.isLeaver ? 0 : UInt64(number) + 1,
            offset: 0, byteLength: 0, firstField: UInt32(chunk.fields.count),
            fieldCount: UInt32(record.fields.count), start: UInt32(chunk.count),
            faultIndex: record.fault == nil ? -1 : Int32(chunk.faults.count))
        if let fault = record.fault { chunk.faults.append(fault) }
        for (column, field) in record.fields.enumerated() {
            let range = field.withUnsafeBytes { chunk.append($0) }
            chunk.fields.append(range)
            guard column < slots.count, let slot = slots[column], !field.isEmpty else { continue }
            batch.values[start + slot] = CellValue(range)
        }
        chunk.records.append(place)
        batch.actions.append(record.action)
        batch.hasErrors.append(record.outcome == .rejected)
    }
}

/// A small generator of numbers (SplitMix64), so that a printed seed repeats a test.
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
