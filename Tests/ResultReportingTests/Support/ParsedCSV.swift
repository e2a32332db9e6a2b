import Provisioning

/// Reads CSV the way of RFC 4180, byte by byte, for tests alone.
func parsedCSV(
    _ bytes: [UInt8], delimiter: UInt8 = 0x2C, quoting: QuoteStyle = .doubled
) throws -> [[[UInt8]]] {
    var rows: [[[UInt8]]] = []
    var row: [[UInt8]] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var index = 0
    while index < bytes.count {
        let byte = bytes[index]
        let next = index + 1 < bytes.count ? bytes[index + 1] : nil
        if isQuoted {
            if quoting == .backslash, byte == 0x5C, let next {
                cell.append(next)
                index += 1
            } else if byte != 0x22 {
                cell.append(byte)
            } else if quoting == .doubled, next == 0x22 {
                cell.append(byte)
                index += 1
            } else {
                guard next == delimiter || next == 0x0A else { throw FixtureError.notCSV }
                isQuoted = false
            }
        } else if byte == delimiter || byte == 0x0A {
            row.append(cell)
            cell = []
            if byte == 0x0A {
                rows.append(row)
                row = []
            }
        } else if byte == 0x22 {
            guard cell.isEmpty else { throw FixtureError.notCSV }
            isQuoted = true
        } else {
            cell.append(byte)
        }
        index += 1
    }
    guard !isQuoted, row.isEmpty, cell.isEmpty else { throw FixtureError.notCSV }
    return rows
}

/// The same as text.
func parsedCSVText(_ bytes: [UInt8]) throws -> [[String]] {
    try parsedCSV(bytes).map { row in row.map { String(decoding: $0, as: UTF8.self) } }
}
