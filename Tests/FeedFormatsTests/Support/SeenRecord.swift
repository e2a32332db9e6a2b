import FeedFormats
import Provisioning

/// A record as a test sees it: with its place, its values and its fault.
struct SeenRecord: Equatable, CustomStringConvertible {
    var number: UInt32
    var line: UInt64
    var offset: UInt64
    var length: UInt32
    var values: [ByteString]
    var fault: IssueCode?
    var finding: String?

    init(_ record: FeedRecord, in chunk: FeedChunk) {
        number = record.number
        line = record.line
        offset = record.offset
        length = record.byteLength
        let fields = Int(record.firstField)..<Int(record.firstField + record.fieldCount)
        values = chunk.fields[fields].map { chunk.copy($0) }
        if record.faultIndex >= 0 {
            fault = chunk.faults[Int(record.faultIndex)].code
            finding = chunk.faults[Int(record.faultIndex)].finding
        }
    }

    var texts: [String] { values.map(\.text) }

    var description: String {
        "#\(number) line \(line) @\(offset)+\(length) \(texts) \(finding ?? "")"
    }
}

extension CSVSource {
    /// A reader of bytes in memory.
    convenience init(
        _ bytes: [UInt8], pieces: [Int] = [], profile: FeedProfile = FeedProfile(),
        limits: Limits = Limits()
    ) {
        self.init(
            input: MemoryInput(bytes, pieces: pieces), profile: profile, limits: limits)
    }

    /// A reader of text in memory.
    convenience init(
        _ text: String, profile: FeedProfile = FeedProfile(), limits: Limits = Limits()
    ) {
        self.init(Array(text.utf8), profile: profile, limits: limits)
    }

    /// All records that are left, chunk by chunk.
    func seenChunks() throws(RunHalt) -> [[SeenRecord]] {
        var chunks: [[SeenRecord]] = []
        let chunk = FeedChunk(capacity: 64)
        while try read(into: chunk) {
            chunks.append(chunk.records.map { SeenRecord($0, in: chunk) })
        }
        return chunks
    }

    /// All records that are left.
    func seenRecords() throws(RunHalt) -> [SeenRecord] {
        try seenChunks().flatMap { $0 }
    }

    /// The header as text.
    func headerTexts() throws(RunHalt) -> [String] { try header().map(\.text) }
}

/// Runs `body`, which must halt, and gives the halt.
func halt(_ body: () throws -> Void) -> RunHalt? {
    do {
        try body()
        return nil
    } catch {
        return error as? RunHalt
    }
}
