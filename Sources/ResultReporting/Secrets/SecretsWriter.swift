import Glibc
package import Provisioning

/// Writes the secrets file: backup codes, tokens and provisioning URIs, each of which is shown
/// here and nowhere else.
///
/// The file is made, for its user alone (mode 0600), with the first secret or checkpoint, so that a
/// run that a guard stops leaves none. No file that is there already is ever written to: only a run that is carried on goes on with the file that it
/// made itself, which a mark in the run's folder tells from any other.
package final class SecretsWriter {
    /// Columns of the file.
    package static let columns: [ByteString] = [
        "record", "line", "username", "kind", "secret", "expires",
    ]
    /// The path as the user gave it.
    package let path: String
    /// Secrets in the file.
    package private(set) var count: UInt64 = 0
    private let mark: FileMark
    private var file: OutputFile?
    private let dialect = FeedDialect()

    /// Gets ready to write a file that is not there yet.
    ///
    /// It throws a halt with status 73 if there is something at that path, or nothing can be made
    /// there.
    package init(path: String, folder: RunFolder) throws(RunHalt) {
        self.path = path
        mark = FileMark(path: folder.secretsMark)
        var status = stat()
        guard lstat(path, &status) != 0 else { throw FileFault.uncreatable(path, EEXIST) }
        // Tried under another name: an empty file that a killed process left here would be in the way of
        // the next one.
        try AtomicFile(path: path).file.close()
    }

    /// Gets ready to go on with the file of an interrupted run; `truncate` comes next.
    ///
    /// It throws a halt with status 73 if what is at that path is not the file of that run.
    package init(resuming path: String, folder: RunFolder) throws(RunHalt) {
        self.path = path
        mark = FileMark(path: folder.secretsMark)
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        let isOwn = status.st_mode & S_IFMT == S_IFREG && (status.st_size == 0 || mark.names(path))
        guard isOwn else { throw FileFault.uncreatable(path, EEXIST) }
        file = try OutputFile(path: path, .resuming)
        // One that was made, and whose run was killed before the mark.
        if !mark.names(path) { try mark.set(on: path) }
    }

    /// Bytes of the file; 0: it was not made yet.
    package var position: UInt64 { file?.position ?? 0 }

    /// Appends the secrets of a chunk's records.
    /// - Throws: a halt with status 73 or 74.
    package func write(_ results: ChunkResults) throws(RunHalt) {
        guard !results.secrets.isEmpty else { return }
        let file = try opened()
        var cursor = ChunkCursor(results)
        for (record, secret) in results.secrets where record >= results.firstRecord {
            let place = results.batch.chunk.records[record]
            let username =
                cursor.identity(of: record)?.username ?? results.batch.bytes(record, .username)
            dialect.appendRow(
                [
                    ByteString("\(place.number)"), ByteString("\(place.line)"), username ?? "",
                    ByteString(secret.kind.rawValue), ByteString(secret.value),
                    ByteString(secret.expiresAt?.utcText ?? ""),
                ], to: &file.buffer)
            count += 1
            try file.flushIfFull()
        }
    }

    /// Makes what was written durable; there is no file before the first secret.
    /// - Throws: a halt with status 74.
    package func synchronize() throws(RunHalt) { try file?.synchronize() }

    /// Cuts the file back to a checkpoint's position.
    /// - Throws: a halt with status 74.
    package func truncate(to position: UInt64) throws(RunHalt) {
        try file?.truncate(to: position)
        count = position > 0 ? try countKept() : 0
    }

    /// Makes the file durable, if it was made, and closes it.
    /// - Throws: a halt with status 74.
    package func finish() throws(RunHalt) {
        try file?.synchronize()
        try file?.close()
    }

    /// Forgets which file is the run's; call it when the run cannot be carried on any more.
    package func release() { mark.remove() }

    private func opened() throws(RunHalt) -> OutputFile {
        let file: OutputFile
        if let known = self.file {
            file = known
        } else {
            file = try OutputFile(path: path, .new)
            self.file = file
            try mark.set(on: path)
        }
        if file.position == 0 { dialect.appendRow(Self.columns, to: &file.buffer) }
        return file
    }

    /// Secrets in a file that was cut back: its lines without the header, for no cell has a line end.
    private func countKept() throws(RunHalt) -> UInt64 {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFault.failed("open", path, errno) }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 64 << 10)
        var lines: UInt64 = 0
        while true {
            let got = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw FileFault.failed("read", path, errno) }
            guard got > 0 else { return max(lines, 1) - 1 }
            lines += UInt64(bytes[..<got].count { $0 == 0x0A })
        }
    }
}
