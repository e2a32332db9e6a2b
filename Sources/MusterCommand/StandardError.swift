import Glibc
import ResultReporting

/// Writes messages to standard error.
enum StandardError {
    /// Writes a message of the program, fitted to the terminal if it is one.
    ///
    /// Whatever a name in it holds, no terminal acts upon it.
    static func say(_ message: String) {
        let width = Surroundings.width(of: STDERR_FILENO)
        write(MessageLines.text(harmless("muster: \(message)\n"), width: width))
    }

    /// A message with everything but its line ends escaped that a terminal would act upon.
    static func harmless(_ message: String) -> String {
        message.split(separator: "\n", omittingEmptySubsequences: false)
            .map { HarmlessText.escaped(String($0)) }.joined(separator: "\n")
    }

    /// Writes `text` as it is; when nobody can read it there is nobody to tell.
    static func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes {
                Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count)
            }
            guard written > 0 || errno == EINTR else { return }
            rest = rest.dropFirst(max(written, 0))
        }
    }
}
