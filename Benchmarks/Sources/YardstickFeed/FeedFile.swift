import Glibc

/// Writes a feed to a file.
package enum FeedFile {
    /// Bytes that are gathered before they are written.
    private static let bufferBytes = 1 << 20

    /// Writes `feed` to the file at `path`, replacing what was there.
    ///
    /// The file appears under its name only when it is complete.
    /// When it throws, a part file may be left behind.
    package static func write(_ feed: YardstickFeed, to path: String) throws(FileFault) {
        let part = path + ".part"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileFault("create", part) }
        defer { close(descriptor) }

        var buffer = LineBuffer(capacity: bufferBytes + YardstickFeed.recordBytesMax)
        feed.appendOpening(to: &buffer)
        for index in 0..<feed.records {
            feed.append(index, to: &buffer)
            if buffer.bytes.count >= bufferBytes { try flush(&buffer, to: descriptor, part) }
        }
        feed.appendClosing(to: &buffer)
        try flush(&buffer, to: descriptor, part)
        guard rename(part, path) == 0 else { throw FileFault("rename", part) }
    }

    private static func flush(
        _ buffer: inout LineBuffer, to descriptor: Int32, _ path: String
    ) throws(FileFault) {
        var done = 0
        while done < buffer.bytes.count {
            let written = buffer.bytes.withUnsafeBytes { bytes in
                Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
            }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw FileFault("write", path) }
            done += written
        }
        buffer.removeAll()
    }
}

/// A file operation that failed.
package struct FileFault: Error, CustomStringConvertible {
    /// Operation, path and what the system says about it.
    package let description: String

    /// Takes the reason from `errno`.
    package init(_ operation: String, _ path: String) {
        description = "cannot \(operation) \(path): \(String(cString: strerror(errno)))"
    }
}
