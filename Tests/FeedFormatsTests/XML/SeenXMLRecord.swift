import FeedFormats
import Provisioning

/// A record of an XML feed as a test sees it: with its place, its values by name and its fault.
struct SeenXMLRecord: Equatable, CustomStringConvertible {
    var number: UInt32
    var line: UInt64
    var offset: UInt64
    var length: UInt32
    /// `name=value` of each value, in the order in which the feed first has the names.
    var values: [String] = []
    /// `name=text` as it is written.
    var spans: [String] = []
    var raw: String?
    var fault: IssueCode?
    var finding: String?

    init(_ record: FeedRecord, in chunk: FeedChunk) {
        number = record.number
        line = record.line
        offset = record.offset
        length = record.byteLength
        for index in 0..<Int(record.fieldCount) {
            let field = Int(record.firstField) + index
            guard !chunk.fields[field].isAbsent else { continue }
            let name = chunk.columns?.name(of: index) ?? "?"
            values.append("\(name)=\(chunk.copy(chunk.fields[field]).text)")
            spans.append("\(name)=\(chunk.copy(chunk.rawSpans[field]).text)")
        }
        if record.faultIndex >= 0 {
            fault = chunk.faults[Int(record.faultIndex)].code
            finding = chunk.faults[Int(record.faultIndex)].finding
        }
        if fault != .xmlRecordTooLong {
            raw = chunk.copy(ByteRange(start: record.start, length: record.byteLength)).text
        }
    }

    var description: String {
        "#\(number) line \(line) @\(offset)+\(length) \(values) \(finding ?? "")"
    }
}

/// A profile under which no name is left out.
func attributesProfile(path: [String] = []) -> FeedProfile {
    var profile = FeedProfile()
    profile.unknownColumns = .attributes
    profile.recordPath = path
    return profile
}

extension XMLSource {
    /// A reader of an input.
    convenience init(
        input: any FeedInput, profile: FeedProfile = attributesProfile(),
        limits: Limits = Limits(), hasFastLane: Bool = true
    ) throws {
        let mapping = try HeaderMapping(foundByRecordIn: profile)
        let columns = try FoundColumns(mapping: mapping, profile: profile, limits: limits)
        self.init(
            input: input, profile: profile, limits: limits, columns: { columns.empty() },
            hasFastLane: hasFastLane)
    }

    /// A reader of bytes in memory.
    convenience init(
        _ bytes: [UInt8], pieces: [Int] = [], profile: FeedProfile = attributesProfile(),
        limits: Limits = Limits(), hasFastLane: Bool = true
    ) throws {
        try self.init(
            input: MemoryInput(bytes, pieces: pieces), profile: profile, limits: limits,
            hasFastLane: hasFastLane)
    }

    /// A reader of text in memory.
    convenience init(
        _ text: String, profile: FeedProfile = attributesProfile(), limits: Limits = Limits()
    ) throws {
        try self.init(Array(text.utf8), profile: profile, limits: limits)
    }

    /// All records that are left, chunk by chunk.
    func seenChunks() throws -> [[SeenXMLRecord]] {
        _ = try header()
        var chunks: [[SeenXMLRecord]] = []
        let chunk = FeedChunk(capacity: 64)
        while try read(into: chunk) {
            chunks.append(chunk.records.map { SeenXMLRecord($0, in: chunk) })
        }
        return chunks
    }

    /// All records that are left.
    func seenRecords() throws -> [SeenXMLRecord] { try seenChunks().flatMap { $0 } }
}

/// The halt that reading a document ends with; nil: none.
func xmlHalt(
    _ text: String, profile: FeedProfile = attributesProfile(), limits: Limits = Limits()
) -> RunHalt? {
    xmlHalt(Array(text.utf8), profile: profile, limits: limits)
}

func xmlHalt(
    _ bytes: [UInt8], profile: FeedProfile = attributesProfile(), limits: Limits = Limits()
) -> RunHalt? {
    halt { _ = try XMLSource(bytes, profile: profile, limits: limits).seenRecords() }
}

/// What reading a document to its end gives: records chunk by chunk and notices, or a halt.
struct XMLReadingOutcome: Equatable {
    var chunks: [[SeenXMLRecord]] = []
    var notices: [RecordIssue] = []
    var halt: RunHalt?

    init(
        _ bytes: [UInt8], profile: FeedProfile = attributesProfile(), limits: Limits = Limits(),
        hasFastLane: Bool = true
    ) {
        do {
            let source = try XMLSource(
                bytes, profile: profile, limits: limits, hasFastLane: hasFastLane)
            chunks = try source.seenChunks()
            notices = source.notices
        } catch {
            halt = error as? RunHalt
        }
    }

    var records: [SeenXMLRecord] { chunks.flatMap { $0 } }
}
