/// Reads single records again: to tell a hash collision from a duplicate, and to see what an
/// earlier record of the file made of a user.
package final class RecordRereader {
    private let source: any RecordSource
    private let mapper: BatchMapper
    private let batch: RecordBatch
    private var current: UInt32 = 0
    /// Gives derived usernames the numbers that the first decision gave them, once a reading.
    package var numbering: (UInt32, RecordBatch) -> Void = { _, _ in } {
        didSet { current = 0 }
    }

    /// Makes a reader with a mapper of its own; the reading thread uses another.
    package init(source: any RecordSource, mapper: BatchMapper, layout: ColumnLayout) {
        self.source = source
        self.mapper = mapper
        batch = RecordBatch(chunk: FeedChunk(capacity: 4 << 10), layout: layout)
    }

    /// The record as the only one of a batch, which is valid until the next call.
    package func record(_ number: UInt32, places: RecordPlaces) throws(RunHalt) -> RecordBatch {
        if number == current { return batch }
        current = 0
        batch.removeAll()
        let place = places.place(of: number)
        try source.reread(
            offset: place.offset, length: place.length, number: number, line: 0,
            into: batch.chunk)
        guard batch.chunk.records.count == 1 else {
            throw RunHalt(
                .inputOutput, .feedFileChanged,
                "record \(number) cannot be read again: the file changed while it was imported",
                advice: "Import it again when nobody writes to it.")
        }
        mapper.map(batch)
        numbering(number, batch)
        current = number
        return batch
    }
}
