/// Breaks text at spaces, so that it fits a terminal.
package enum WrappedText {
    /// Columns of a line.
    package static let width = 80

    /// Lines of at most `width` characters, the first after `first`, the others after `rest`.
    ///
    /// A word longer than a line stays whole.
    package static func lines(
        _ text: String, first: String = "", rest: String = "", width: Int = width
    ) -> [String] {
        var lines: [String] = []
        var line = first
        var isEmpty = true
        for word in text.split(separator: " ", omittingEmptySubsequences: true) {
            if !isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = rest
                isEmpty = true
            }
            line += isEmpty ? String(word) : " \(word)"
            isEmpty = false
        }
        lines.append(line)
        return lines
    }
}
