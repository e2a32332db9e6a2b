import Provisioning
import ResultReporting

/// A record that names its own values, as a test writes it: its bytes, and the fields that a reader
/// would find in it.
struct RawRecord {
    var bytes: [UInt8]
    var issues: [RecordIssue]
    var outcome = Outcome.rejected
    var fault: RecordIssue?
    /// Names whose values the reader did not come to.
    var unseen: Set<String> = []

    init(_ text: String, _ issues: RecordIssue...) {
        bytes = Array(text.utf8)
        self.issues = issues
    }

    /// A record that the reader found fault with.
    static func faulty(_ text: String, _ code: IssueCode, unseen: Set<String> = []) -> RawRecord {
        var record = RawRecord(text, RecordIssue(code, finding: "is wrong"))
        record.fault = record.issues.first
        record.unseen = unseen
        return record
    }

    static func accepted(_ text: String) -> RawRecord {
        var record = RawRecord(text)
        record.outcome = .created
        return record
    }
}

/// Makes chunks of such records, each value found by its name.
struct RawFixture {
    /// Names that a reader knows, in the order of their fields.
    var names = [
        "username", "email", "password", "muster_codes", "muster_messages", "totp_secret",
        "groups",
    ]
    /// Where the value of a name stands in a record; nil: it has none.
    var find: (_ name: String, _ record: [UInt8]) -> Range<Int>?

    /// Chunks of at most `size` records each, numbered from 1 on.
    func chunks(_ records: [RawRecord], of size: Int = 2) -> [ChunkResults] {
        stride(from: 0, to: records.count, by: size).map { start in
            chunk(Array(records[start..<min(start + size, records.count)]), first: start + 1)
        }
    }

    private func chunk(_ records: [RawRecord], first: Int) -> ChunkResults {
        let chunk = FeedChunk(capacity: 64)
        let batch = RecordBatch(chunk: chunk, layout: ColumnLayout())
        batch.secretFields = names.indices.filter {
            names[$0] == "password" || names[$0] == "totp_secret"
        }
        batch.codesField = names.firstIndex(of: "muster_codes") ?? -1
        batch.messagesField = names.firstIndex(of: "muster_messages") ?? -1
        for (index, record) in records.enumerated() {
            add(record, number: UInt32(first + index), to: batch)
        }
        var results = ChunkResults(
            batch: batch, outcomes: ContiguousArray(records.map(\.outcome)))
        for (index, record) in records.enumerated() where !record.issues.isEmpty {
            results.issues.append((index, record.issues))
        }
        return results
    }

    private func add(_ record: RawRecord, number: UInt32, to batch: RecordBatch) {
        let chunk = batch.chunk
        let whole = record.bytes.withUnsafeBytes { chunk.append($0) }
        let place = FeedRecord(
            number: number, line: UInt64(number), offset: 0, byteLength: whole.length,
            firstField: UInt32(chunk.fields.count), fieldCount: UInt32(names.count),
            start: whole.start, faultIndex: record.fault == nil ? -1 : Int32(chunk.faults.count))
        if let fault = record.fault { chunk.faults.append(fault) }
        for name in names {
            let found = record.unseen.contains(name) ? nil : find(name, record.bytes)
            let span = found.map {
                ByteRange(start: whole.start + UInt32($0.lowerBound), length: UInt32($0.count))
            }
            chunk.rawSpans.append(span ?? .absent)
            chunk.fields.append(span ?? .absent)
        }
        // What a reader unescapes stands behind the record, and is no part of it.
        _ = Array("unescaped".utf8).withUnsafeBytes { chunk.append($0) }
        chunk.records.append(place)
        batch.actions.append(.upsert)
        batch.hasErrors.append(record.outcome == .rejected)
    }
}

/// Where the first `part` stands in `whole` from `start` on.
func firstRange(of part: String, in whole: [UInt8], from start: Int = 0) -> Range<Int>? {
    let part = Array(part.utf8)
    var index = start
    while index + part.count <= whole.count {
        if whole[index..<index + part.count].elementsEqual(part) {
            return index..<index + part.count
        }
        index += 1
    }
    return nil
}
