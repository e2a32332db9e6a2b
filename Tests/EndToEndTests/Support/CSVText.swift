/// Rows of a small CSV text (RFC 4180).
enum CSVText {
    /// Goes by scalars: a mark behind a quote or a separator is no part of it.
    static func rows(_ text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = String.UnicodeScalarView()
        var isQuoted = false
        var wasQuote = false
        func next() {
            row.append(String(cell))
            cell = String.UnicodeScalarView()
        }
        for scalar in text.unicodeScalars {
            if isQuoted {
                if scalar == "\"" {
                    isQuoted = false; wasQuote = true
                } else {
                    cell.append(scalar)
                }
                continue
            }
            switch scalar {
            case "\"":
                if wasQuote { cell.append("\"") }
                isQuoted = true
            case ",": next()
            case "\n":
                if cell.last == "\r" { cell.removeLast() }
                next()
                rows.append(row)
                row = []
            default: cell.append(scalar)
            }
            wasQuote = false
        }
        if !cell.isEmpty || !row.isEmpty {
            next()
            rows.append(row)
        }
        return rows
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
