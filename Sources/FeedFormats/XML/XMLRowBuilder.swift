import Provisioning

/// Collects a chunk's records with their fields and spans.
///
/// Holds the chunk's arrays as its own while it works, because appending through a class costs a
/// check of exclusive access each time; `give(to:)` hands them back.
struct XMLRowBuilder {
    private var records: ContiguousArray<FeedRecord> = []
    private var fields: ContiguousArray<ByteRange> = []
    private var spans: ContiguousArray<ByteRange> = []

    /// Takes the arrays of a chunk, which is left with none.
    init(takingFrom chunk: FeedChunk) {
        swap(&records, &chunk.records)
        swap(&fields, &chunk.fields)
        swap(&spans, &chunk.rawSpans)
    }

    /// Gives the arrays to `chunk`.
    mutating func give(to chunk: FeedChunk) {
        swap(&records, &chunk.records)
        swap(&fields, &chunk.fields)
        swap(&spans, &chunk.rawSpans)
    }

    /// Adds the fields of a record, and notes in it where they are.
    @inline(__always)
    mutating func add(
        _ record: inout FeedRecord, _ ranges: UnsafePointer<ByteRange>,
        _ written: UnsafePointer<ByteRange>, count: Int
    ) {
        record.firstField = UInt32(truncatingIfNeeded: fields.count)
        record.fieldCount = UInt32(truncatingIfNeeded: count)
        fields.append(contentsOf: UnsafeBufferPointer(start: ranges, count: count))
        spans.append(contentsOf: UnsafeBufferPointer(start: written, count: count))
    }

    /// Adds a record whose fields have been added.
    @inline(__always)
    mutating func add(_ record: FeedRecord) { records.append(record) }
}
