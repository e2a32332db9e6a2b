import Provisioning
import ResultReporting

/// Rows for people: aligned and fitted to a terminal's width, or fields between tabs in a pipe.
///
/// In a pipe there is no header and nothing is left out, cut or grouped, so that `cut -f 1` gives whole
/// values.
package struct TextTable {
    private let columns: [TableColumn]
    private let width: Int?
    private let style: CommandStyle
    /// Made for the first rows; the rows of further pages keep to its columns.
    private var layout: TableLayout?

    /// A table with these columns; `width` is that of the terminal, nil a pipe.
    package init(_ columns: [TableColumn], width: Int?, style: CommandStyle) {
        self.columns = columns
        self.width = width
        self.style = style
    }

    /// Some rows as lines with their ends, the first ones on a terminal after the heads of the columns.
    package mutating func text(_ rows: [[String]]) -> String {
        guard let width else {
            return rows.map { $0.map(Self.shown).joined(separator: "\t") + "\n" }.joined()
        }
        let rows = rows.map { row in zip(columns, row).map(Self.cell) }
        let natural = columns.indices.map { column in
            rows.map { DisplayWidth.columns($0[column]) }.max() ?? 0
        }
        var text = ""
        if layout == nil {
            layout = TableLayout(columns, natural: natural, within: width)
            text = style.strong(line(columns.map(\.title))) + "\n"
        } else {
            layout?.refit(columns, natural: natural, within: width)
        }
        for row in rows { text += line(row) + "\n" }
        return text
    }

    /// What a terminal had no room for, as a line with its end; empty: nothing.
    package var remark: String {
        let missed = (layout?.leftOut ?? []).filter { !columns[$0].isRepetition }
        guard !missed.isEmpty else { return "" }
        let titles = missed.map { columns[$0].title }.joined(separator: ", ")
        return style.faint("No room for \(titles): widen the terminal, or --format json.") + "\n"
    }

    private func line(_ cells: [String]) -> String {
        guard let layout else { return "" }
        var line = ""
        for (position, (column, width)) in zip(layout.shown, layout.widths).enumerated() {
            if position > 0 { line += String(repeating: " ", count: TableLayout.gap) }
            line += DisplayWidth.padded(
                Self.cut(cells[column], to: width), to: width,
                atEnd: !columns[column].isNumber)
        }
        while line.last == " " { line.removeLast() }
        return line
    }

    /// A cell cut to so many columns, and never within an escape: half of one means nothing.
    private static func cut(_ cell: String, to columns: Int) -> String {
        let cut = DisplayWidth.cut(cell, to: columns)
        guard cut != cell, let start = cut.lastIndex(of: "\\"),
            let escape = cell[start...].prefixMatch(of: /\\u\{[0-9A-F]+\}/),
            // The last of what is left is the ellipsis.
            cut[start...].count <= escape.output.count
        else { return cut }
        return cut[..<start] + "…"
    }

    /// A cell for people: a number has its digits in groups.
    private static func cell(_ column: TableColumn, _ cell: String) -> String {
        if column.isNumber, let number = UInt64(cell) { return GroupedNumber.text(number) }
        return shown(cell)
    }

    /// A cell that no terminal acts upon and that has no tab or line break in it.
    private static func shown(_ cell: String) -> String {
        if cell.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return cell }
        // A whole value through `quoted` would be cut at its length.
        return cell.unicodeScalars.map { MessageText.quoted(String($0)) }.joined()
    }
}
