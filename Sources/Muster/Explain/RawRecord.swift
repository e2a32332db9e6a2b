import FeedFormats
import Provisioning
import ResultReporting

/// One record of a run, read again from a file that has it.
final class RawRecord {
    let feed: OpenedFeed
    let batch: RecordBatch
    /// Index of the record in the batch.
    let index: Int
    /// How the columns are read, with those that were found while reading.
    let mapping: HeaderMapping
    let profile: FeedProfile

    /// Where the record stands in the file.
    var place: FeedRecord { batch.chunk.records[index] }
    /// Whether a reader found fault with it.
    var isFaulty: Bool { place.faultIndex >= 0 }

    /// Reads the `number`-th record of a file; nil: it has fewer.
    ///
    /// - Throws: a halt when the file cannot be read.
    static func read(
        _ number: UInt32, from path: String, _ options: ImportOptions, _ profile: FeedProfile,
        _ limits: Limits, hashKey: (UInt64, UInt64)
    ) throws(RunHalt) -> RawRecord? {
        let input = try OpenedInput(path: path, spoolFolder: nil)
        let feed = try OpenedFeed(input, options: options, profile: profile, limits: limits)
        try feed.source.rewind()
        let batch = RecordBatch(
            chunk: FeedChunk(capacity: limits.chunkBytes * 3 / 2), layout: feed.mapping.layout)
        while true {
            batch.removeAll()
            guard try feed.source.read(into: batch.chunk) else { return nil }
            let records = batch.chunk.records
            guard let last = records.last, last.number >= number else { continue }
            guard let index = records.firstIndex(where: { $0.number == number }) else {
                return nil
            }
            let mapper = BatchMapper(
                mapping: feed.mapping, profile: profile, limits: limits, hashKey: hashKey,
                wantsFingerprints: false)
            mapper.map(batch)
            return RawRecord(feed, batch, index, mapper.mapping, profile)
        }
    }

    private init(
        _ feed: OpenedFeed, _ batch: RecordBatch, _ index: Int, _ mapping: HeaderMapping,
        _ profile: FeedProfile
    ) {
        self.feed = feed
        self.batch = batch
        self.index = index
        self.mapping = mapping
        self.profile = profile
    }

    /// The cell of a field as written; nil: the record has none.
    func cell(_ field: Int) -> String? {
        let place = place
        guard field < Int(place.fieldCount) else { return nil }
        let range = batch.chunk.fields[Int(place.firstField) + field]
        return range.isAbsent ? nil : batch.chunk.copy(range).text
    }

    /// What a slot came to.
    func value(slot: Int) -> CellValue { batch.value(index, slot: slot) }

    /// The text of a slot; nil unless it has a value.
    func text(slot: Int) -> String? { batch.bytes(index, slot: slot)?.text }

    /// Fields whose cells nobody may see.
    var secretFields: Set<Int> {
        mapping.isFoundByRecord ? Set(batch.secretFields) : mapping.secretSourceColumns
    }

    /// The record as the feed writes it, secrets masked, without the columns of a rejects file.
    func text() throws(RunHalt) -> String {
        let encoding = try feed.rejectsEncoding(profile, masks: true)
        var buffer = ByteBuffer(capacity: 4 << 10)
        encoding.append(RejectedRecord(place, of: batch, issues: []), to: &buffer)
        var text = buffer.copy.text
        while text.last?.isNewline == true { text.removeLast() }
        let names = [RejectColumns.codes, RejectColumns.messages]
        switch feed.form {
        case .csv:
            // Two empty cells at the end are the encoding's own.
            guard Int(place.fieldCount) <= mapping.sources.count else { break }
            text.removeLast(min(2, text.count))
        case .jsonLines:
            for name in names {
                text = text.components(separatedByText: ",\"\(name)\":\"\"").joined()
            }
        case .xml:
            for name in names {
                text = text.components(separatedByText: "<\(name)></\(name)>").joined()
                text = text.components(separatedByText: "<\(name)/>").joined()
            }
        }
        return text
    }
}
