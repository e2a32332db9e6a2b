/// Rows of cells in columns, for a terminal or a text file.
struct TextTable {
    var rows: [[String]]
    /// Columns that hold words, which stand left; figures stand right.
    var words: Set<Int>

    /// One line a row, without blanks at its end.
    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                line += (words.contains(column) ? cell + padding : padding + cell) + "  "
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
