/// Where each record of a feed stands, so that any can be read again.
///
/// Four bytes a record and a few a chunk.
package struct RecordPlaces {
    private var chunkFirstRecords: ContiguousArray<UInt32> = []
    private var chunkOffsets: ContiguousArray<UInt64> = []
    private var relative: ContiguousArray<UInt32> = []
    private var end: UInt64 = 0

    package init() {}

    /// Makes room for about `records` records.
    package mutating func reserve(_ records: Int) { relative.reserveCapacity(records) }

    /// Notes the records of the next chunk.
    package mutating func add(_ chunk: FeedChunk) {
        guard let first = chunk.records.first, let last = chunk.records.last else { return }
        chunkFirstRecords.append(first.number)
        chunkOffsets.append(first.offset)
        for record in chunk.records {
            relative.append(UInt32(truncatingIfNeeded: record.offset - first.offset))
        }
        end = last.offset + UInt64(last.byteLength)
    }

    /// Byte offset of a record, and bytes up to the next one.
    package func place(of record: UInt32) -> (offset: UInt64, length: UInt32) {
        let offset = self.offset(of: record)
        let next = Int(record) < relative.count ? self.offset(of: record + 1) : end
        return (offset, UInt32(truncatingIfNeeded: next - offset))
    }

    private func offset(of record: UInt32) -> UInt64 {
        var low = 0
        var high = chunkFirstRecords.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if chunkFirstRecords[middle] <= record { low = middle } else { high = middle }
        }
        return chunkOffsets[low] + UInt64(relative[Int(record) - 1])
    }
}
