import Glibc
import Provisioning

/// Remembers which file a run made, by its number in its file system, so that another file of the
/// same name is not taken for it.
struct FileMark {
    /// Where it is remembered.
    let path: String

    /// Remembers the file at `target`.
    /// - Throws: a halt with status 73 or 74.
    func set(on target: String) throws(RunHalt) {
        guard let identity = Self.identity(of: target) else {
            throw FileFault.failed("look at", target, errno)
        }
        try AtomicFile.write(identity, to: path)
    }

    /// Whether the file at `target` is the one that was remembered.
    func names(_ target: String) -> Bool {
        guard let identity = Self.identity(of: target) else { return false }
        return contents() == identity
    }

    /// Forgets.
    func remove() { unlink(path) }

    private static func identity(of target: String) -> ByteString? {
        var status = stat()
        guard lstat(target, &status) == 0 else { return nil }
        return ByteString("\(status.st_dev):\(status.st_ino)\n")
    }

    private func contents() -> ByteString? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let got = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return got > 0 ? ByteString(bytes[..<got]) : nil
    }
}
