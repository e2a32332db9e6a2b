import Glibc
package import Provisioning

/// The Prometheus text file of a run, which each run replaces.
///
/// It is readable for everybody (0644), since the collector that reads it is another user; there is
/// nothing about a person in it.
package struct MetricsFile: Sendable {
    private let path: String
    /// When a run last finished, as the file that was there says; nil: it does not.
    package let lastSuccess: Instant?

    /// Bytes of an earlier file that are looked at.
    private static let byteCountMax = 1 << 20

    /// Looks at what is at the path; touches nothing.
    ///
    /// - Throws: a halt with status 64 for a file that is none of ours, which is never replaced, or 73
    ///   where none can be made.
    package init(path: String) throws(RunHalt) {
        self.path = path
        var status = stat()
        guard lstat(path, &status) == 0 else {
            guard errno == ENOENT else { throw FileFault.uncreatable(path, errno) }
            try Self.requireWritable(Folder.parent(of: path), for: path)
            lastSuccess = nil
            return
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Self.foreign(path) }
        let text = try Self.text(of: path)
        guard text.isEmpty || text.hasPrefix("# HELP muster_") else { throw Self.foreign(path) }
        try Self.requireWritable(Folder.parent(of: path), for: path)
        lastSuccess = Self.lastSuccess(in: text)
    }

    /// Puts the figures in the file's place, whole or not at all.
    /// - Throws: a halt with status 73 or 74; what was there before is still there.
    package func write(_ metrics: RunMetrics) throws(RunHalt) {
        let aside = try AtomicFile(path: path)
        aside.file.buffer.append(metrics.text)
        try aside.commit(mode: 0o644)
    }

    private static func lastSuccess(in text: String) -> Instant? {
        for line in text.split(separator: "\n") where line.hasPrefix(RunMetrics.lastSuccessName) {
            guard let value = line.split(separator: " ").last, let seconds = Double(value),
                seconds > 0, seconds < 1e11
            else { continue }
            return Instant(milliseconds: Int64((seconds * 1_000).rounded()))
        }
        return nil
    }

    private static func text(of path: String) throws(RunHalt) -> String {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw FileFault.uncreatable(path, errno) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: byteCountMax)
        let count = read(file, &bytes, bytes.count)
        guard count >= 0 else { throw FileFault.failed("read", path, errno) }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    private static func requireWritable(_ folder: String, for path: String) throws(RunHalt) {
        guard access(folder, W_OK | X_OK) == 0 else { throw FileFault.uncreatable(path, errno) }
    }

    private static func foreign(_ path: String) -> RunHalt {
        RunHalt(
            .usage, .usageOptionInvalid,
            "\(FileFault.shown(path)) is not a file of Muster's figures, and is not replaced",
            advice: "Name another file with --metrics.")
    }
}
