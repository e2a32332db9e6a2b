/// Fingerprints of a chunk's rows and the hash of its contents, from its bytes before any value
/// is appended.
struct RowDigest {
    private let base: UnsafeMutablePointer<UInt8>
    private let count: Int
    private let fields: UnsafeBufferPointer<ByteRange>
    private let plan: CellPlan
    private let hash: KeyedHash
    private let key: (UInt64, UInt64)

    /// Looks at a chunk that nobody changes as long as this is in use.
    init(
        chunk: FeedChunk, fields: UnsafeBufferPointer<ByteRange>, plan: CellPlan, hash: KeyedHash,
        fingerprintKey: (UInt64, UInt64)
    ) {
        base = chunk.base
        count = chunk.count
        self.fields = fields
        self.plan = plan
        self.hash = hash
        key = fingerprintKey
    }

    /// Hash of every record's data and place, which moves when a second reading finds another.
    func contentHash(_ records: UnsafeBufferPointer<FeedRecord>) -> UInt64 {
        var state: UInt64 = 0x243f_6a88_85a3_08d3
        for record in records {
            state = hash.mixed(record.offset ^ UInt64(record.number) &<< 40, into: state)
            if let span = rawSpan(record) {
                state = hash.mixed(span, into: state)
            } else {
                let first = Int(record.firstField)
                for field in first..<first + Int(record.fieldCount) {
                    // How many fields are known by then differs from reading to reading.
                    if fields[field].isAbsent { continue }
                    state = hash.mixed(bytes(fields[field]), into: state)
                }
            }
        }
        return state
    }

    /// Fingerprints of all rows, each without its secret cells.
    func fingerprint(
        _ records: UnsafeBufferPointer<FeedRecord>,
        into prints: inout ContiguousArray<RowFingerprint>
    ) {
        for index in records.indices {
            if !plan.hasSecrets, let span = rawSpan(records[index]) {
                prints[index] = SipHash.fingerprint(span, key: key)
            } else {
                prints[index] = fingerprintOfFields(records[index])
            }
        }
    }

    /// (length, bytes) of each cell in order, so that no two rows give the same input. The key is
    /// another than for raw rows, so that neither can stand for the other.
    private func fingerprintOfFields(_ record: FeedRecord) -> RowFingerprint {
        var state = SipHash.Stream(key: (key.0, key.1 ^ 0x9e37_79b9_7f4a_7c15))
        for field in plan.publicFields where field < Int(record.fieldCount) {
            let range = fields[Int(record.firstField) + field]
            if !plan.fieldNames.isEmpty {
                // A field's number says nothing where records name their own values.
                if range.isAbsent { continue }
                plan.fieldNames[field].bytes.withUnsafeBytes { state.add($0) }
            }
            state.add(bytes(range))
        }
        return state.finished()
    }

    @inline(__always)
    private func bytes(_ range: ByteRange) -> UnsafeRawBufferPointer {
        if range.isAbsent { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(start: base + Int(range.start), count: Int(range.length))
    }

    /// The record's bytes without its line end, where they stand in the buffer as in the feed.
    @inline(__always)
    private func rawSpan(_ record: FeedRecord) -> UnsafeRawBufferPointer? {
        guard !record.isRewritten, record.faultIndex < 0,
            Int(record.start) + Int(record.byteLength) <= count
        else { return nil }
        var length = Int(record.byteLength)
        let start = base + Int(record.start)
        while length > 0, start[length - 1] == 0x0A || start[length - 1] == 0x0D { length -= 1 }
        return UnsafeRawBufferPointer(start: start, count: length)
    }
}
