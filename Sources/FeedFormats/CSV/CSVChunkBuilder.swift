import Provisioning

/// Collects a chunk's records, fields and faults.
///
/// Holds the chunk's arrays as its own while it works, because appending through a class costs a
/// check of exclusive access each time; `give(to:)` hands them back.
struct CSVChunkBuilder {
    private(set) var records: ContiguousArray<FeedRecord> = []
    private var fields: ContiguousArray<ByteRange> = []
    private var faults: [RecordIssue] = []

    /// Takes the arrays of a chunk, which is left with none.
    init(takingFrom chunk: FeedChunk) {
        swap(&records, &chunk.records)
        swap(&fields, &chunk.fields)
        swap(&faults, &chunk.faults)
    }

    /// Gives the arrays to `chunk`.
    mutating func give(to chunk: FeedChunk) {
        swap(&records, &chunk.records)
        swap(&fields, &chunk.fields)
        swap(&faults, &chunk.faults)
    }

    /// Adds a record with its fields.
    @inline(__always)
    mutating func add(
        _ record: FeedRecord, fields added: UnsafeBufferPointer<ByteRange>
    ) {
        var record = record
        record.firstField = UInt32(truncatingIfNeeded: fields.count)
        record.fieldCount = UInt32(truncatingIfNeeded: added.count)
        fields.append(contentsOf: added)
        records.append(record)
    }

    /// Adds a record that the complete scanner has found.
    ///
    /// - Parameters:
    ///   - record: its place; fields, fault and whether it was rewritten are filled in.
    ///   - scanner: as it stands after the record.
    ///   - text: words for the fault.
    ///   - origin: place in the feed of the buffer's first byte.
    mutating func add(
        _ record: FeedRecord, from scanner: CSVRecordScanner, text: CSVFaultText, origin: UInt64
    ) {
        var record = record
        record.isRewritten = scanner.isRewritten
        if let fault = scanner.fault {
            record.faultIndex = Int32(faults.count)
            faults.append(text.issue(fault, line: record.line, origin: origin))
        }
        scanner.fields.withUnsafeBufferPointer { add(record, fields: $0) }
    }
}
