import FeedFormats
import Provisioning

/// A record of a JSON feed as a test sees it: its place, its values by name and its fault.
struct SeenJSONRecord: Equatable, CustomStringConvertible {
    var number: UInt32
    var line: UInt64
    var offset: UInt64
    var length: UInt32
    /// Values by name; what is absent is not there.
    var values: [String: ByteString] = [:]
    /// The values as the feed writes them.
    var written: [String: ByteString] = [:]
    /// The record as it stands in the chunk.
    var raw: ByteString
    var fault: IssueCode?
    var finding: String?

    init(_ record: FeedRecord, in chunk: FeedChunk) {
        number = record.number
        line = record.line
        offset = record.offset
        length = record.byteLength
        let available = min(record.byteLength, UInt32(chunk.count) - record.start)
        raw = chunk.copy(ByteRange(start: record.start, length: available))
        for field in 0..<Int(record.fieldCount) {
            let range = chunk.fields[Int(record.firstField) + field]
            let span = chunk.rawSpans[Int(record.firstField) + field]
            guard !range.isAbsent, let name = chunk.columns?.name(of: field) else { continue }
            values[name] = chunk.copy(range)
            written[name] = chunk.copy(span)
        }
        if record.faultIndex >= 0 {
            fault = chunk.faults[Int(record.faultIndex)].code
            finding = chunk.faults[Int(record.faultIndex)].finding
        }
    }

    var texts: [String: String] { values.mapValues(\.text) }

    var description: String {
        "#\(number) line \(line) @\(offset)+\(length) \(texts) \(finding ?? "")"
    }
}

extension JSONLinesSource {
    /// A reader of bytes in memory, in which every name is a column; `columnLimits` hold for all
    /// its records together. Columns of their own for records read again cost time, where there
    /// are none.
    convenience init(
        _ bytes: [UInt8], pieces: [Int] = [], profile: FeedProfile = .attributes,
        limits: Limits = Limits(), columnLimits: Limits = Limits(), reading: FeedReading? = nil,
        isReadAgain: Bool = true
    ) throws(RunHalt) {
        let mapping = try HeaderMapping(foundByRecordIn: profile)
        var columns = [try FoundColumns(mapping: mapping, profile: profile, limits: columnLimits)]
        if isReadAgain {
            columns.append(
                try FoundColumns(mapping: mapping, profile: profile, limits: columnLimits))
        }
        let last = columns[columns.count - 1]
        var next = columns.makeIterator()
        self.init(
            input: MemoryInput(bytes, pieces: pieces), profile: profile, limits: limits,
            columns: { next.next() ?? last }, reading: reading)
    }

    /// A reader of text in memory.
    convenience init(
        _ text: String, profile: FeedProfile = .attributes, limits: Limits = Limits(),
        columnLimits: Limits = Limits()
    ) throws(RunHalt) {
        try self.init(
            Array(text.utf8), profile: profile, limits: limits, columnLimits: columnLimits)
    }

    /// All records that are left, chunk by chunk.
    func seenChunks() throws(RunHalt) -> [[SeenJSONRecord]] {
        var chunks: [[SeenJSONRecord]] = []
        let chunk = FeedChunk(capacity: 64)
        while try read(into: chunk) {
            chunks.append(chunk.records.map { SeenJSONRecord($0, in: chunk) })
        }
        return chunks
    }

    /// All records that are left.
    func seenRecords() throws(RunHalt) -> [SeenJSONRecord] {
        try seenChunks().flatMap { $0 }
    }

    /// A record as it is read again, on its own.
    func seenAgain(_ record: SeenJSONRecord, length: UInt32? = nil) throws -> SeenJSONRecord {
        let chunk = FeedChunk(capacity: 64)
        try reread(
            offset: record.offset, length: length ?? record.length, number: record.number,
            line: record.line, into: chunk)
        var seen = chunk.records.map { SeenJSONRecord($0, in: chunk) }
        precondition(seen.count == 1)
        seen[0].length = record.length
        return seen[0]
    }
}

extension FeedProfile {
    /// Takes every unknown name for an attribute, so that a test sees all values.
    static var attributes: FeedProfile {
        var profile = FeedProfile()
        profile.unknownColumns = .attributes
        return profile
    }
}
