/// Rows of a small CSV text (RFC 4180).
enum CSVText {
    static func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        var wasQuote = false
        for character in text {
            if isQuoted {
                if character == "\"" {
                    isQuoted = false; wasQuote = true
                } else {
                    cell.append(character)
                }
                continue
            }
            switch character {
            case "\"":
                if wasQuote { cell.append("\"") }
                isQuoted = true
            case ",":
                row.append(cell)
                cell = ""
            case "\n", "\r\n":
                rows.append(row + [cell])
                row = []
                cell = ""
            default: cell.append(character)
            }
            wasQuote = false
        }
        return cell.isEmpty && row.isEmpty ? rows : rows + [row + [cell]]
    }

    /// Rows after the header as dictionaries.
    static func records(_ text: String) -> [[String: String]] {
        let rows = rows(text)
        guard let header = rows.first else { return [] }
        return rows.dropFirst().map { row in
            Dictionary(zip(header, row), uniquingKeysWith: { first, _ in first })
        }
    }
}
