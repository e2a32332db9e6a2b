/// Records that the program makes itself, in front of the same pipeline: what a sweep finds due, what
/// an undo takes back.
///
/// Rows are made when they are read, so that a million of them take no memory.
package final class RowSource: RecordSource {
    private let columns: [ByteString]
    private let rowCount: Int
    private let cells: (Int) -> [ByteString]
    private let chunkRows: Int
    private var next = 0

    /// - Parameters:
    ///   - columns: names of the columns.
    ///   - rowCount: how many rows there are.
    ///   - chunkRows: rows of a chunk, and so of a transaction.
    ///   - cells: the cells of a row by its index from 0, one a column; the same each time.
    package init(
        columns: [String], rowCount: Int, chunkRows: Int = 1_024,
        cells: @escaping (Int) -> [ByteString]
    ) {
        self.columns = columns.map { ByteString($0) }
        self.rowCount = rowCount
        self.chunkRows = chunkRows
        self.cells = cells
    }

    /// The one record of a command: column names with their values.
    package convenience init(_ cells: [(column: String, value: String)]) {
        let values = cells.map { ByteString($0.value) }
        self.init(columns: cells.map(\.column), rowCount: 1) { _ in values }
    }

    package func header() throws(RunHalt) -> [ByteString] { columns }

    package func read(into chunk: FeedChunk) throws(RunHalt) -> Bool {
        let end = min(rowCount, next + chunkRows)
        guard next < end else { return false }
        for row in next..<end { add(row, to: chunk) }
        next = end
        return true
    }

    package func rewind() throws(RunHalt) { next = 0 }

    package func reread(
        offset: UInt64, length: UInt32, number: UInt32, line: UInt64, into chunk: FeedChunk
    ) throws(RunHalt) {
        add(Int(number) - 1, to: chunk)
    }

    package var byteCount: UInt64? { UInt64(rowCount) << Self.rowShift }

    /// Each row has a place of its own, 64 KiB after the one before, which is what a row may take.
    private static let rowShift: UInt64 = 16

    private func add(_ row: Int, to chunk: FeedChunk) {
        let start = chunk.count
        let firstField = UInt32(chunk.fields.count)
        let cells = cells(row)
        for cell in cells {
            let range = cell.bytes.withUnsafeBytes { chunk.append($0) }
            chunk.fields.append(range)
        }
        chunk.records.append(
            FeedRecord(
                number: UInt32(row + 1), line: UInt64(row + 1),
                offset: UInt64(row) << Self.rowShift, byteLength: UInt32(chunk.count - start),
                firstField: firstField, fieldCount: UInt32(cells.count), start: UInt32(start)))
    }
}
