import Provisioning

/// Rows of a small feed, as a reader would put them into a chunk.
struct FeedSample {
    var header: [String]
    var rows: [[String]]
    var profile = FeedProfile()
    var options: [ColumnAssignment] = []
    var wantsFingerprints = false
    var hashKey: (UInt64, UInt64) = (1, 2)

    init(_ header: [String], _ rows: [[String]], profile: FeedProfile = FeedProfile()) {
        self.header = header
        self.rows = rows
        self.profile = profile
    }

    func mapping() throws -> HeaderMapping {
        try HeaderMapping(
            header: header.map { ByteString($0) }, profile: profile, options: options)
    }

    /// The rows behind each other, fields separated by commas and ended by CR LF.
    func chunk(isRewritten: Bool = false) -> FeedChunk {
        let chunk = FeedChunk(capacity: 64)
        for (index, row) in rows.enumerated() {
            let start = chunk.count
            let firstField = chunk.fields.count
            for (column, cell) in row.enumerated() {
                if column > 0 { _ = Self.append(",", to: chunk) }
                chunk.fields.append(Self.append(cell, to: chunk))
            }
            _ = Self.append("\r\n", to: chunk)
            chunk.records.append(
                FeedRecord(
                    number: UInt32(index + 1), line: UInt64(index + 2), offset: UInt64(start),
                    byteLength: UInt32(chunk.count - start), firstField: UInt32(firstField),
                    fieldCount: UInt32(row.count), start: UInt32(start),
                    isRewritten: isRewritten))
        }
        return chunk
    }

    private static func append(_ text: String, to chunk: FeedChunk) -> ByteRange {
        var text = text
        return text.withUTF8 { chunk.append(UnsafeRawBufferPointer($0)) }
    }

    func mapper() throws -> BatchMapper {
        BatchMapper(
            mapping: try mapping(), profile: profile, limits: Limits(), hashKey: hashKey,
            wantsFingerprints: wantsFingerprints)
    }

    func batch() throws -> RecordBatch {
        let mapper = try mapper()
        let batch = RecordBatch(chunk: chunk(), layout: mapper.mapping.layout)
        mapper.map(batch)
        return batch
    }
}

extension RecordBatch {
    /// The text of a value; nil unless there is one.
    func text(_ record: Int, _ column: UserColumn) -> String? { bytes(record, column)?.text }

    /// The text of a custom attribute; nil unless it has a value.
    func attribute(_ record: Int, _ name: ByteString) -> String? {
        guard let slot = layout.attributeSlots.first(where: { $0.name == name })?.slot else {
            return nil
        }
        return bytes(record, slot: slot)?.text
    }

    func codes(_ record: Int) -> [IssueCode] { issues(of: record).map(\.code) }
}

extension HeaderMapping {
    /// What each column of the header is read as; nil: nothing.
    var targets: [String?] {
        sources.map { if case .value(let target, _) = $0.role { target.name } else { nil } }
    }

    func target(of header: String) -> String? {
        for (source, target) in zip(sources, targets) where source.header.written == header {
            return target
        }
        return nil
    }
}
