/// A feed of one record that a command gives: the source in front of the same pipeline.
package final class CommandSource: RecordSource {
    private let columns: [ByteString]
    private let values: [ByteString]
    private var isRead = false

    /// - Parameter cells: column names with their values.
    package init(_ cells: [(column: String, value: String)]) {
        columns = cells.map { ByteString($0.column) }
        values = cells.map { ByteString($0.value) }
    }

    package func header() throws(RunHalt) -> [ByteString] { columns }

    package func read(into chunk: FeedChunk) throws(RunHalt) -> Bool {
        guard !isRead else { return false }
        isRead = true
        fill(chunk)
        return true
    }

    package func rewind() throws(RunHalt) { isRead = false }

    package func reread(
        offset: UInt64, length: UInt32, number: UInt32, line: UInt64, into chunk: FeedChunk
    ) throws(RunHalt) {
        fill(chunk)
    }

    package var byteCount: UInt64? { UInt64(values.reduce(0) { $0 + $1.bytes.count + 1 }) }

    private func fill(_ chunk: FeedChunk) {
        for value in values {
            let range = value.bytes.withUnsafeBytes { chunk.append($0) }
            chunk.fields.append(range)
        }
        chunk.records.append(
            FeedRecord(
                number: 1, line: 1, offset: 0, byteLength: UInt32(chunk.count), firstField: 0,
                fieldCount: UInt32(values.count), start: 0))
    }
}
