import Provisioning

/// Collects a chunk's records, fields, spans and faults.
///
/// Holds the chunk's arrays as its own while it works, because appending through a class costs a
/// check of exclusive access each time; `give(to:)` hands them back.
struct JSONChunkBuilder {
    private(set) var records: ContiguousArray<FeedRecord> = []
    private var fields: ContiguousArray<ByteRange> = []
    private var spans: ContiguousArray<ByteRange> = []
    private var faults: [RecordIssue] = []

    /// Takes the arrays of a chunk, which is left with none.
    init(takingFrom chunk: FeedChunk) { exchange(with: chunk) }

    /// Gives the arrays to `chunk`.
    mutating func give(to chunk: FeedChunk) { exchange(with: chunk) }

    /// Adds a record with the fields of `row`, the first `fieldCount` of them.
    @inline(__always)
    mutating func add(
        _ record: FeedRecord, _ row: inout JSONRow, fieldCount: Int, issue: RecordIssue?
    ) {
        var record = record
        record.firstField = UInt32(truncatingIfNeeded: fields.count)
        record.fieldCount = UInt32(truncatingIfNeeded: fieldCount)
        if let issue {
            record.faultIndex = Int32(faults.count)
            faults.append(issue)
        }
        row.take(fieldCount) { values, origins in
            fields.append(contentsOf: values)
            spans.append(contentsOf: origins)
        }
        records.append(record)
    }

    /// Puts the values that were made behind the raw bytes of a complete chunk.
    static func place(_ made: borrowing JSONBytes, in chunk: FeedChunk) {
        if made.count == 0 { return }
        let start = chunk.append(made.bytes(from: 0, made.count)).start
        chunk.fields.withUnsafeMutableBufferPointer { fields in
            for index in fields.indices
            where fields[index].start & JSONRange.made != 0 && !fields[index].isAbsent {
                fields[index].start = fields[index].start & ~JSONRange.made + start
            }
        }
    }

    private mutating func exchange(with chunk: FeedChunk) {
        swap(&records, &chunk.records)
        swap(&fields, &chunk.fields)
        swap(&spans, &chunk.rawSpans)
        swap(&faults, &chunk.faults)
    }
}
