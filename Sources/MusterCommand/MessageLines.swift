import Provisioning
import ResultReporting

/// Fits messages on standard error to a terminal.
enum MessageLines {
    /// The lines of a message, as they are in a pipe, which has no width.
    ///
    /// On a terminal, a line that is too long is broken at spaces. A command that stands behind a colon
    /// is typed as it stands, and so gets a line of its own and stays whole.
    static func text(_ message: String, width columns: Int?) -> String {
        guard let columns else { return message }
        let width = WrappedText.width(ofTerminal: columns)
        return message.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { fitted(String($0), width: width) }.joined(separator: "\n")
    }

    private static func fitted(_ line: String, width: Int) -> [String] {
        guard DisplayWidth.columns(line) > width else { return [line] }
        let indent = String(line.prefix { $0 == " " })
        let rest = indent.isEmpty ? "  " : indent
        guard let command = typed(in: line) else {
            return WrappedText.lines(line, first: indent, rest: rest, width: width)
        }
        return WrappedText.lines(
            String(line[..<command.lowerBound]), first: indent, rest: rest, width: width)
            + [rest + "  " + line[command]]
    }

    /// Where the command is that the line ends with, or its options; nil: it has none.
    private static func typed(in line: String) -> Range<String.Index>? {
        for mark in [": muster ", ": --"] {
            guard let found = line.firstRange(of: mark) else { continue }
            return line.index(found.lowerBound, offsetBy: 2)..<line.endIndex
        }
        return nil
    }
}
