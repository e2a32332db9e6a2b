package import Provisioning

/// Writes users as a feed that can be imported: CSV or JSON Lines.
///
/// Values are exact; a user without a value has an empty cell, or no member, both of which mean
/// "keep" to an import.
package final class UsersExport {
    /// The file; flushed, synchronized and closed through this.
    package let file: OutputFile
    private let columns: [ByteString]
    private let format: ResultsFormat
    private let dialect: FeedDialect

    /// Begins an export with its header.
    ///
    /// - Parameters:
    ///   - file: where it is written.
    ///   - format: CSV or JSON Lines.
    ///   - columns: names of the columns, in order.
    ///   - dialect: how CSV is separated and quoted, and whether formulas are neutralised.
    package init(
        file: OutputFile, format: ResultsFormat, columns: [String],
        dialect: FeedDialect = FeedDialect()
    ) {
        self.file = file
        self.format = format
        self.columns = columns.map { ByteString($0) }
        self.dialect = dialect
        guard format == .csv else { return }
        if dialect.hasByteOrderMark { file.buffer.append("\u{FEFF}" as StaticString) }
        appendCSV(self.columns, to: &file.buffer)
    }

    /// Appends a user: one value for each column, nil where the user has none.
    /// - Throws: a halt with status 74.
    package func write(_ values: [ByteString?]) throws(RunHalt) {
        precondition(values.count == columns.count, "a user has a value for each column")
        switch format {
        case .csv: appendCSV(values, to: &file.buffer)
        case .jsonLines: appendJSON(values, to: &file.buffer)
        }
        try file.flushIfFull()
    }

    private func appendCSV(_ values: [ByteString?], to buffer: inout ByteBuffer) {
        for (index, value) in values.enumerated() {
            if index > 0 { buffer.append(dialect.delimiter) }
            value?.bytes.withUnsafeBytes {
                FeedCell.append($0, dialect: dialect, isFirst: index == 0, to: &buffer)
            }
        }
        // A line without a byte would be a blank one, which readers skip.
        if values.count == 1, values[0]?.isEmpty != false {
            buffer.append("\"\"" as StaticString)
        }
        buffer.append(0x0A)
    }

    private func appendJSON(_ values: [ByteString?], to buffer: inout ByteBuffer) {
        buffer.append(0x7B)
        var isFirst = true
        for (column, value) in zip(columns, values) {
            guard let value else { continue }
            if !isFirst { buffer.append(0x2C) }
            isFirst = false
            column.bytes.withUnsafeBytes { JSONString.append($0, to: &buffer) }
            buffer.append(0x3A)
            value.bytes.withUnsafeBytes { JSONString.append($0, to: &buffer) }
        }
        buffer.append("}\n" as StaticString)
    }
}
