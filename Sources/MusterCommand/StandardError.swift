import Glibc

/// Writes messages to standard error.
enum StandardError {
    /// Writes a message of the program, fitted to the terminal if it is one.
    static func say(_ message: String) {
        let width = Surroundings.width(of: STDERR_FILENO)
        write(MessageLines.text("muster: \(message)\n", width: width))
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
