import Glibc
package import Provisioning

/// Secrets that a command takes from a file or standard input, never from the command line.
package enum SecretInput {
    /// More than any secret has: 64 KiB.
    private static let bytesMax = 64 << 10

    /// The content of the file at `path`, or of standard input for `-`, without its line end.
    /// - Throws: a halt with status 66 if there is no such file, 74 if it cannot be read.
    package static func read(_ path: String) throws(RunHalt) -> String {
        let isStandardInput = path == "-"
        let file = isStandardInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw unreadable(path, errno, isMissing: errno == ENOENT) }
        defer { if !isStandardInput { close(file) } }
        var bytes = [UInt8](repeating: 0, count: bytesMax)
        var filled = 0
        while filled < bytes.count {
            let taken = bytes.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress.map { $0 + filled }, $0.count - filled)
            }
            if taken == 0 { break }
            guard taken > 0 || errno == EINTR else { throw unreadable(path, errno) }
            filled += max(taken, 0)
        }
        var content = bytes[..<filled]
        if content.last == 0x0A { content.removeLast() }
        if content.last == 0x0D { content.removeLast() }
        return String(decoding: content, as: UTF8.self)
    }

    private static func unreadable(
        _ path: String, _ error: Int32, isMissing: Bool = false
    ) -> RunHalt {
        let reason = String(cString: strerror(error))
        return RunHalt(
            isMissing ? .missingFile : .inputOutput,
            isMissing ? .feedFileMissing : .feedFileUnreadable,
            "cannot read \(MessageText.path(path)): \(reason)")
    }
}
