/// A span of bytes in a chunk's buffer: where a field, or a value made from it, stands.
package struct ByteRange: Equatable, Sendable {
    /// First byte, counted from the start of the chunk's buffer.
    package var start: UInt32
    /// Length in bytes.
    package var length: UInt32

    package init(start: UInt32, length: UInt32) {
        self.start = start
        self.length = length
    }

    /// The byte after the last one.
    package var end: UInt32 { start + length }

    /// The field of a column that a record does not have at all; not the same as an empty one.
    package static let absent = ByteRange(start: .max, length: 0)

    /// Whether this stands for a field that is not there.
    @inline(__always)
    package var isAbsent: Bool { start == .max }
}

/// One record as its reader found it: its place in the feed and its fields in the chunk.
package struct FeedRecord: Sendable {
    /// Number of the record, from 1; header and skipped rows are not counted.
    package var number: UInt32
    /// Index in the chunk's `faults`, or -1 where the reader found nothing wrong.
    package var faultIndex: Int32
    /// Physical line, from 1, on which the record starts.
    package var line: UInt64
    /// Byte offset in the (decompressed, transcoded) feed at which the record starts.
    package var offset: UInt64
    /// Bytes from `offset` to the end of the record, its line end included.
    package var byteLength: UInt32
    /// Index of its first field in the chunk's `fields`.
    package var firstField: UInt32
    /// Number of its fields. A record with a fault has as many as could be told apart.
    package var fieldCount: UInt32
    /// Whether the record's bytes do not tell what it says: unescaping changed them in the buffer, or
    /// what stands around them counts, too. Its fields are compared then.
    package var isRewritten: Bool
    /// First byte of the record in the chunk's buffer.
    package var start: UInt32

    package init(
        number: UInt32, line: UInt64, offset: UInt64, byteLength: UInt32, firstField: UInt32,
        fieldCount: UInt32, start: UInt32, isRewritten: Bool = false, faultIndex: Int32 = -1
    ) {
        self.number = number
        self.line = line
        self.offset = offset
        self.byteLength = byteLength
        self.firstField = firstField
        self.fieldCount = fieldCount
        self.start = start
        self.isRewritten = isRewritten
        self.faultIndex = faultIndex
    }
}

/// A batch of consecutive records of a feed, with the bytes that they stand in.
///
/// A reader fills the buffer with raw bytes, unescapes in place (a value never grows by it), and
/// notes each field as a range; later steps append normalised values behind the raw bytes. A chunk
/// belongs to one stage at a time: it is handed over whole, never shared, which is what makes
/// `@unchecked Sendable` true.
package final class FeedChunk: @unchecked Sendable {
    /// The buffer. Appending may move it: keep ranges, not pointers, over an append.
    @exclusivity(unchecked) package private(set) var base: UnsafeMutablePointer<UInt8>
    /// Bytes allocated at `base`.
    @exclusivity(unchecked) package private(set) var capacity: Int
    /// Bytes in use at `base`.
    @exclusivity(unchecked) package var count: Int = 0
    /// Fields of all records, in order.
    @exclusivity(unchecked) package var fields: ContiguousArray<ByteRange> = []
    /// Records in feed order.
    @exclusivity(unchecked) package var records: ContiguousArray<FeedRecord> = []
    /// What the reader found wrong with single records; see `FeedRecord.faultIndex`.
    @exclusivity(unchecked) package var faults: [RecordIssue] = []
    /// Columns that the fields are of, where records name their own (XML, JSON Lines); nil where
    /// a header does. Belongs to the thread that fills and maps the chunk.
    package var columns: FoundColumns?
    /// Where the value of each field stands in the record as the feed writes it, escapes and all,
    /// parallel to `fields`: what a rejects file replaces to mask a secret. Empty where a header
    /// names the columns.
    package var rawSpans: ContiguousArray<ByteRange> = []
    /// Ordinal of the chunk in its feed, from 0.
    package var index: Int = 0

    /// Makes an empty chunk with room for `capacity` bytes.
    package init(capacity: Int) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// Forgets records and bytes, keeps the memory.
    package func removeAll() {
        count = 0
        fields.removeAll(keepingCapacity: true)
        records.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
        rawSpans.removeAll(keepingCapacity: true)
    }

    /// Makes room for `needed` bytes in all; existing bytes are kept.
    package func reserve(_ needed: Int) {
        guard needed > capacity else { return }
        var grown = capacity
        while grown < needed { grown *= 2 }
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
        moved.update(from: base, count: count)
        base.deallocate()
        base = moved
        capacity = grown
    }

    /// Appends bytes behind those in use and says where they stand.
    package func append(_ bytes: UnsafeRawBufferPointer) -> ByteRange {
        reserve(count + bytes.count)
        let start = count
        if let source = bytes.baseAddress {
            UnsafeMutableRawPointer(base + start).copyMemory(from: source, byteCount: bytes.count)
        }
        count += bytes.count
        return ByteRange(start: UInt32(start), length: UInt32(bytes.count))
    }

    /// The bytes of a range. Valid until the next append.
    @inline(__always)
    package func bytes(_ range: ByteRange) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + Int(range.start), count: Int(range.length))
    }

    /// A copy of a range's bytes.
    package func copy(_ range: ByteRange) -> ByteString { ByteString(bytes(range)) }
}
