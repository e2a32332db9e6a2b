import Provisioning

/// Breaks text at spaces, so that it fits a terminal.
package enum WrappedText {
    /// Columns of a line where there is no terminal to ask.
    package static let width = 80
    /// Columns that a line has at most however wide the terminal is: longer ones are hard to read.
    package static let widthMax = 100

    /// Columns for sentences on a terminal of so many; nil: there is none.
    package static func width(ofTerminal columns: Int?) -> Int {
        columns.map { min(max($0, 40), widthMax) } ?? width
    }

    /// Lines of at most `width` columns, the first after `first`, the others after `rest`.
    ///
    /// A word longer than a line stays whole.
    package static func lines(
        _ text: String, first: String = "", rest: String = "", width: Int = width
    ) -> [String] {
        var lines: [String] = []
        var line = first
        var used = DisplayWidth.columns(first)
        var isEmpty = true
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            let columns = DisplayWidth.columns(word)
            if !isEmpty, used + 1 + columns > width {
                lines.append(line)
                line = rest
                used = DisplayWidth.columns(rest)
                isEmpty = true
            }
            line += isEmpty ? String(word) : " \(word)"
            used += columns + (isEmpty ? 0 : 1)
            isEmpty = false
        }
        lines.append(line)
        return lines
    }
}
