import Provisioning

/// Records that name their own values, as a reader of XML or JSON Lines would put them into a chunk.
struct FoundSample {
    var records: [[(name: String, value: String)]]
    var profile = FeedProfile()
    var options: [ColumnAssignment] = []
    var limits = Limits()
    var wantsFingerprints = false

    init(_ records: [[(name: String, value: String)]], profile: FeedProfile = FeedProfile()) {
        self.records = records
        self.profile = profile
    }

    func columns() throws -> FoundColumns {
        try FoundColumns(
            mapping: try HeaderMapping(foundByRecordIn: profile, options: options),
            profile: profile, options: options, limits: limits)
    }

    func mapper() throws -> BatchMapper {
        BatchMapper(
            mapping: try HeaderMapping(foundByRecordIn: profile, options: options),
            profile: profile, limits: limits, hashKey: (1, 2),
            wantsFingerprints: wantsFingerprints)
    }

    /// The records as one chunk, whose columns are found in `columns`.
    func chunk(_ columns: FoundColumns) throws -> FeedChunk {
        let chunk = FeedChunk(capacity: 64)
        chunk.columns = columns
        for (index, record) in records.enumerated() {
            let start = chunk.count
            var row: [Int: ByteRange] = [:]
            for (name, value) in record {
                let answer = try columns.field(called: name)
                var value = value
                let range = value.withUTF8 { chunk.append(UnsafeRawBufferPointer($0)) }
                if answer.kind != .unused { row[answer.field] = range }
            }
            chunk.records.append(
                FeedRecord(
                    number: UInt32(index + 1), line: UInt64(index + 1), offset: UInt64(start),
                    byteLength: UInt32(chunk.count - start),
                    firstField: UInt32(chunk.fields.count), fieldCount: UInt32(columns.count),
                    start: UInt32(start)))
            for field in 0..<columns.count { chunk.fields.append(row[field] ?? .absent) }
        }
        return chunk
    }

    func batch() throws -> RecordBatch {
        let mapper = try mapper()
        let batch = RecordBatch(
            chunk: try chunk(try columns()), layout: mapper.mapping.layout)
        mapper.map(batch)
        return batch
    }
}

extension FoundColumns {
    /// The answer for a name that stands in a string.
    func field(called name: String) throws -> (field: Int, kind: Kind) {
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: name.utf8.count, alignment: 1)
        defer { bytes.deallocate() }
        bytes.copyBytes(from: name.utf8)
        return try field(named: UnsafeRawBufferPointer(bytes))
    }
}
