package import Provisioning

/// Rejects of a CSV feed: its own columns, then `muster_codes` and `muster_messages`.
///
/// In a feed that has these two already they are replaced. Records that were malformed have the
/// fields that could be told apart, padded to the header; surplus fields follow behind the
/// messages, so that they are still too many.
package struct CSVRejectsEncoding: RejectsEncoding {
    private let header: [ByteString]
    private let dialect: FeedDialect
    private let secretColumns: Set<Int>
    /// Source columns to write, in order.
    private let columns: [Int]

    /// Makes the encoding.
    ///
    /// - Parameters:
    ///   - header: names of the feed's columns as written.
    ///   - dialect: how the feed separates and quotes.
    ///   - secretColumns: indexes of the columns whose cells are masked; empty where the user
    ///     named the file and so keeps what the user gave.
    package init(header: [ByteString], dialect: FeedDialect, secretColumns: Set<Int>) {
        self.header = header
        self.dialect = dialect
        self.secretColumns = secretColumns
        let own = [RejectColumns.codes, RejectColumns.messages].map { ByteString($0) }
        columns = header.indices.filter { !own.contains(header[$0]) }
    }

    package func begin(to buffer: inout ByteBuffer) {
        dialect.begin(&buffer)
        let names = columns.map { header[$0] }
        dialect.appendHeader(
            names + [RejectColumns.codes, RejectColumns.messages].map { ByteString($0) },
            to: &buffer)
    }

    /// Nothing: what reads rejects does without the trailer of the feed.
    package func end(to buffer: inout ByteBuffer) {}

    package func append(_ reject: RejectedRecord, to buffer: inout ByteBuffer) {
        let (record, chunk, issues) = (reject.place, reject.chunk, reject.issues)
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
        guard !issues.isEmpty else {
            append("", isFirst: isFirst, to: &buffer)
            return append("", isFirst: false, to: &buffer)
        }
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
            buffer.append(SecretMask.text)
        } else {
            FeedCell.append(bytes, dialect: dialect, isFirst: isFirst, to: &buffer)
        }
    }
}
