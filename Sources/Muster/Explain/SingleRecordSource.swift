import Provisioning

/// One record of a feed, as a feed of its own.
final class SingleRecordSource: RecordSource {
    private let base: any RecordSource
    private let place: FeedRecord
    private var isRead = false

    init(_ place: FeedRecord, of base: any RecordSource) {
        self.base = base
        self.place = place
    }

    func header() throws(RunHalt) -> [ByteString] { try base.header() }

    func read(into chunk: FeedChunk) throws(RunHalt) -> Bool {
        guard !isRead else { return false }
        isRead = true
        try reread(
            offset: place.offset, length: place.byteLength, number: 1, line: place.line,
            into: chunk)
        return true
    }

    func rewind() throws(RunHalt) { isRead = false }

    func reread(
        offset: UInt64, length: UInt32, number: UInt32, line: UInt64, into chunk: FeedChunk
    ) throws(RunHalt) {
        try base.reread(
            offset: place.offset, length: place.byteLength, number: number, line: place.line,
            into: chunk)
    }

    var byteCount: UInt64? { UInt64(place.byteLength) }
}
