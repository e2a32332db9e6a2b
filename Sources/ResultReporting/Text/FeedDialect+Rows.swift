package import Provisioning

/// Rows of a CSV feed that Muster writes, so that the feed's own profile reads it.
extension FeedDialect {
    /// What a row that is skipped says.
    package static let skippedRow: ByteString = "(not a record)"

    /// Appends the mark of the encoding and the rows before the header.
    package func begin(_ buffer: inout ByteBuffer) {
        if hasByteOrderMark { buffer.append("\u{FEFF}" as StaticString) }
        appendSkippedRows(rowsBeforeHeader, to: &buffer)
    }

    /// Appends the header and the rows behind it.
    package func appendHeader(_ names: [ByteString], to buffer: inout ByteBuffer) {
        appendRow(names, to: &buffer)
        appendSkippedRows(rowsAfterHeader, to: &buffer)
    }

    /// Appends a row whose cells have exactly these bytes.
    package func appendRow(_ cells: [ByteString], to buffer: inout ByteBuffer) {
        for (index, cell) in cells.enumerated() {
            if index > 0 { buffer.append(delimiter) }
            cell.bytes.withUnsafeBytes {
                FeedCell.append($0, dialect: self, isFirst: index == 0, to: &buffer)
            }
        }
        if hasCarriageReturns { buffer.append(0x0D) }
        buffer.append(0x0A)
    }

    /// Appends the trailer of a feed with so many records, if it needs one.
    package func appendTrailer(records: UInt64, to buffer: inout ByteBuffer) {
        guard let trailer else { return }
        var count = records
        for counted in trailer.includes {
            switch counted {
            case .header, .trailer: count += 1
            case .rowsBeforeHeader: count += UInt64(rowsBeforeHeader)
            case .rowsAfterHeader: count += UInt64(rowsAfterHeader)
            case .skipped: break
            }
        }
        var cells = [ByteString](repeating: "", count: max(trailer.countField, 2))
        cells[0] = trailer.mark
        cells[trailer.countField - 1] = ByteString(String(count))
        appendRow(cells, to: &buffer)
    }

    private func appendSkippedRows(_ count: Int, to buffer: inout ByteBuffer) {
        for _ in 0..<count { appendRow([Self.skippedRow], to: &buffer) }
    }
}
