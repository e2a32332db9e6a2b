package import Provisioning

/// Writes the rejects file: the rejected records as a feed that can be fixed and imported again.
///
/// It has the input's own columns, with the bytes that the reader found, then `muster_codes` and
/// `muster_messages`. Records that were malformed have the fields that could be told apart, padded
/// to the header; surplus fields follow behind the messages, so that they are still too many.
package final class RejectsWriter {
    /// The column of the codes, which this adds; in an input that has it already it is replaced.
    package static let codesColumn = RejectColumns.codes
    /// The column of the messages, likewise.
    package static let messagesColumn = RejectColumns.messages
    /// What stands in place of a secret.
    package static let mask = "***"

    /// The file; flushed, synchronized and closed through this.
    package let file: OutputFile
    private let header: [ByteString]
    private let dialect: FeedDialect
    private let secretColumns: Set<Int>
    /// Source columns to write, in order.
    private let columns: [Int]

    /// Begins a rejects file with its header, or goes on with one that has bytes.
    ///
    /// - Parameters:
    ///   - file: where it is written.
    ///   - header: names of the feed's columns as written.
    ///   - dialect: how the feed separates and quotes.
    ///   - secretColumns: indexes of the columns whose cells are masked; empty where the user
    ///     named the file and so keeps what the user gave.
    package init(
        file: OutputFile, header: [ByteString], dialect: FeedDialect, secretColumns: Set<Int>
    ) {
        self.file = file
        self.header = header
        self.dialect = dialect
        self.secretColumns = secretColumns
        columns = header.indices.filter { !Self.isOwnColumn(header[$0]) }
        beginIfEmpty()
    }

    /// Whether a column of a feed is one that an earlier rejects file added: noise, to be ignored
    /// without a word.
    package static func isOwnColumn(_ name: ByteString) -> Bool {
        name == ByteString(codesColumn) || name == ByteString(messagesColumn)
    }

    /// Appends the rejected records of a chunk.
    ///
    /// - Complexity: one comparison for a record that is not rejected.
    /// - Throws: a halt with status 74.
    package func write(_ results: ChunkResults) throws(RunHalt) {
        var cursor = ChunkCursor(results)
        for record in results.firstRecord..<max(results.firstRecord, results.outcomes.count)
        where results.outcomes[record] == .rejected {
            let place = results.batch.chunk.records[record]
            // A leaver has no record to give back.
            guard place.number > 0 else { continue }
            append(
                place, of: results.batch.chunk, issues: cursor.issues(of: record),
                to: &file.buffer)
            try file.flushIfFull()
        }
    }

    /// Cuts the file back to a checkpoint's position.
    /// - Throws: a halt with status 74.
    package func truncate(to position: UInt64) throws(RunHalt) {
        try file.truncate(to: position)
        beginIfEmpty()
    }

    private func beginIfEmpty() {
        guard file.position == 0 else { return }
        if dialect.hasByteOrderMark { file.buffer.append("\u{FEFF}" as StaticString) }
        appendSkippedRows(dialect.rowsBeforeHeader)
        for (index, column) in columns.enumerated() {
            append(header[column], isFirst: index == 0, to: &file.buffer)
        }
        append(ByteString(Self.codesColumn), isFirst: columns.isEmpty, to: &file.buffer)
        append(ByteString(Self.messagesColumn), isFirst: false, to: &file.buffer)
        file.buffer.append(0x0A)
        appendSkippedRows(dialect.rowsAfterHeader)
    }

    private func appendSkippedRows(_ count: Int) {
        for _ in 0..<count {
            append(ByteString(FeedDialect.skippedRow), isFirst: true, to: &file.buffer)
            file.buffer.append(0x0A)
        }
    }

    private func append(
        _ record: FeedRecord, of chunk: FeedChunk, issues: [RecordIssue],
        to buffer: inout ByteBuffer
    ) {
        let masksAll = !secretColumns.isEmpty && mayBeShifted(record, of: chunk)
        var isFirst = true
        for column in columns {
            let isMasked = masksAll || secretColumns.contains(column)
            append(
                field(column, of: record, in: chunk), isMasked: isMasked, isFirst: isFirst,
                to: &buffer)
            isFirst = false
        }
        appendFindings(issues, isFirst: isFirst, to: &buffer)
        for column in header.count..<max(header.count, Int(record.fieldCount)) {
            append(
                field(column, of: record, in: chunk), isMasked: masksAll, isFirst: false,
                to: &buffer)
        }
        buffer.append(0x0A)
    }

    private func appendFindings(
        _ issues: [RecordIssue], isFirst: Bool, to buffer: inout ByteBuffer
    ) {
        var text = ByteBuffer(capacity: 512)
        IssueText.appendCodes(issues, to: &text)
        append(text.bytes, isMasked: false, isFirst: isFirst, to: &buffer)
        text.removeAll()
        IssueText.appendMessages(issues, withValues: true, to: &text)
        if PlainBytes.hold(text.bytes, but: 0, 0, 0) {
            append(text.bytes, isMasked: false, isFirst: false, to: &buffer)
        } else {
            append(ByteString(HarmlessText.escaped(text.text)), isFirst: false, to: &buffer)
        }
    }

    /// Whether a secret may stand in any column of this record.
    private func mayBeShifted(_ record: FeedRecord, of chunk: FeedChunk) -> Bool {
        if Int(record.fieldCount) != header.count { return true }
        guard record.faultIndex >= 0 else { return false }
        let code = chunk.faults[Int(record.faultIndex)].code
        return code == .csvQuoteUnclosed || code == .csvQuoteMisplaced
    }

    /// The bytes of a field; empty where the record has none.
    private func field(
        _ column: Int, of record: FeedRecord, in chunk: FeedChunk
    ) -> UnsafeRawBufferPointer {
        guard column < Int(record.fieldCount) else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return chunk.bytes(chunk.fields[Int(record.firstField) + column])
    }

    private func append(_ cell: ByteString, isFirst: Bool, to buffer: inout ByteBuffer) {
        cell.bytes.withUnsafeBytes {
            append($0, isMasked: false, isFirst: isFirst, to: &buffer)
        }
    }

    /// An empty cell is no secret, and stays empty: it means "keep".
    private func append(
        _ bytes: UnsafeRawBufferPointer, isMasked: Bool, isFirst: Bool, to buffer: inout ByteBuffer
    ) {
        if !isFirst { buffer.append(dialect.delimiter) }
        if isMasked, !bytes.isEmpty {
            buffer.append(Self.mask)
        } else {
            FeedCell.append(bytes, dialect: dialect, isFirst: isFirst, to: &buffer)
        }
    }
}
