import Provisioning

/// Rows for people: aligned and cut to a terminal's width, or fields between tabs in a pipe.
///
/// In a pipe there is no header and nothing is cut, so that `cut -f 1` gives whole values.
struct TextTable {
    private let titles: [String]
    private let width: Int?
    private let style: CommandStyle
    private static let gap = 2
    /// Columns that are no use when cut; a line is rather too long.
    private static let whole: Set<String> = [
        "TIME", "RUN", "SINCE", "AGE", "LAST MAIL", "LINK ENDS", "STATE", "WHEN",
    ]

    /// A table with these heads; `width` is the columns of the terminal, nil a pipe.
    init(_ titles: [String], width: Int?, style: CommandStyle) {
        self.titles = titles
        self.width = width
        self.style = style
    }

    /// The rows as lines with their ends, on a terminal after the heads of the columns.
    func text(_ rows: [[String]], hasHeader: Bool = true) -> String {
        let rows = rows.map { $0.map(Self.shown) }
        guard let width else {
            return rows.map { $0.joined(separator: "\t") + "\n" }.joined()
        }
        let widths = widths(of: rows, within: width)
        var text = hasHeader ? style.strong(line(titles, widths)) + "\n" : ""
        for row in rows { text += line(row, widths) + "\n" }
        return text
    }

    private func widths(of rows: [[String]], within width: Int) -> [Int] {
        var widths = titles.map(\.count)
        for row in rows {
            for (index, cell) in row.enumerated() { widths[index] = max(widths[index], cell.count) }
        }
        let room = width - Self.gap * (titles.count - 1)
        // The widest column gives way first, as long as its head still fits.
        while widths.reduce(0, +) > room,
            let widest = widths.indices.filter({ !Self.whole.contains(titles[$0]) }).max(
                by: { a, b in
                    widths[a] - titles[a].count < widths[b] - titles[b].count
                }), widths[widest] > titles[widest].count
        {
            widths[widest] -= 1
        }
        return widths
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let shown =
                cell.count > widths[index] ? cell.prefix(widths[index] - 1) + "…" : cell[...]
            line += shown
            guard index < cells.count - 1 else { break }
            line += String(repeating: " ", count: widths[index] - shown.count + Self.gap)
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// A cell that no terminal acts upon and that has no tab or line break in it.
    private static func shown(_ cell: String) -> String {
        if cell.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return cell }
        // A whole value through `quoted` would be cut at its length.
        return cell.unicodeScalars.map { MessageText.quoted(String($0)) }.joined()
    }
}
