import FeedFormats
import Provisioning

/// A feed as a reader and the mapper see it: what must not depend on how its bytes arrive.
struct FeedView: Equatable {
    var header: [ByteString] = []
    var records: [RecordView] = []
    var notices: [RecordIssue] = []
    /// Why reading ended before the end; nil: it did not.
    var halt: RunHalt?

    /// One record with its place, and what it says. Its fingerprint is left out: where records name
    /// their own values it is taken otherwise once a column of secrets was found.
    struct RecordView: Equatable {
        var number: UInt32
        var line: UInt64
        var offset: UInt64
        var length: UInt32
        var fields: [String: ByteString]
        var fault: RecordIssue?
        var values: [String: ByteString?]
        var action: Action
        var issues: [RecordIssue]
        var hashes: [UInt64]
    }

    /// Reads and maps the whole feed; `each` sees every batch.
    init(
        of open: () throws(RunHalt) -> OpenFeed,
        each: (OpenFeed, RecordBatch) throws(BrokenClaim) -> Void = { _, _ in }
    ) throws(BrokenClaim) {
        let feed: OpenFeed
        do throws(RunHalt) {
            feed = try open()
            header = try feed.source.header()
        } catch {
            halt = error
            try claimIsHarmless(error)
            return
        }
        try read(feed, each)
    }

    private mutating func read(
        _ feed: OpenFeed, _ each: (OpenFeed, RecordBatch) throws(BrokenClaim) -> Void
    ) throws(BrokenClaim) {
        let mapper = feed.mapper()
        let batch = RecordBatch(chunk: FeedChunk(capacity: 64), layout: feed.mapping.layout)
        while true {
            do throws(RunHalt) {
                guard try feed.source.read(into: batch.chunk) else { break }
            } catch {
                halt = error
                try claimIsHarmless(error)
                return
            }
            mapper.map(batch)
            try BatchClaims.check(batch, of: feed)
            for index in batch.chunk.records.indices {
                records.append(RecordView(index, of: batch, feed))
            }
            try each(feed, batch)
        }
        notices = feed.source.notices
    }

    /// What another reading of the same bytes came to otherwise; nil: nothing. One that halts may have
    /// come less far when it does.
    func difference(from other: FeedView) -> String? {
        if header != other.header { return "header \(header), \(other.header)" }
        // Records are counted after each chunk, so what else is wrong may be met before or behind it.
        let isCounted = [halt?.code, other.halt?.code].contains(.feedRecordsTooMany)
        if halt != other.halt, !isCounted {
            return "\(halt?.text ?? "no halt")\n\(other.halt?.text ?? "no halt")"
        }
        for (one, another) in zip(records, other.records) where one != another {
            return "\(one)\n\(another)"
        }
        if halt != nil || other.halt != nil { return nil }
        if records.count != other.records.count {
            return "\(records.count) records, \(other.records.count)"
        }
        return notices == other.notices ? nil : "notices \(notices)\n\(other.notices)"
    }

    /// Claims that another reading came to the same.
    func claimIsSame(as other: FeedView, _ text: String) throws(BrokenClaim) {
        guard let difference = difference(from: other) else { return }
        throw BrokenClaim(description: "\(text):\n\(difference)")
    }
}

extension FeedView.RecordView {
    init(_ index: Int, of batch: RecordBatch, _ feed: OpenFeed) {
        let place = batch.chunk.records[index]
        number = place.number
        line = place.line
        offset = place.offset
        length = place.byteLength
        fault = place.faultIndex >= 0 ? batch.chunk.faults[Int(place.faultIndex)] : nil
        fields = Self.fields(of: place, in: batch.chunk)
        action = batch.actions[index]
        issues = batch.issues(of: index)
        hashes = Array(batch.keyHashes[3 * index..<3 * index + 3])
        values = [:]
        for (slot, content) in batch.layout.contents.enumerated() {
            let cell = batch.value(index, slot: slot)
            if cell.isKeep { continue }
            values["\(content)"] = .some(batch.bytes(index, slot: slot))
        }
    }

    /// Fields by their names, or by place where a header names them.
    static func fields(of place: FeedRecord, in chunk: FeedChunk) -> [String: ByteString] {
        var fields: [String: ByteString] = [:]
        for field in 0..<Int(place.fieldCount) {
            let range = chunk.fields[Int(place.firstField) + field]
            if range.isAbsent { continue }
            fields[chunk.columns?.name(of: field) ?? "\(field)"] = chunk.copy(range)
        }
        return fields
    }
}
