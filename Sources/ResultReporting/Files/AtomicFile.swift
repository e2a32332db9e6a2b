import Glibc
package import Provisioning

/// A file that appears whole or not at all: written aside, synchronized, renamed.
///
/// The file aside stands in the same folder under a name that begins with a dot; it is removed
/// unless `commit()` is reached. A file of that name that was there before is replaced. What processes
/// left aside that were killed over the same file is removed when it is written the next time.
package final class AtomicFile {
    /// The file aside: write here.
    package let file: OutputFile
    /// What is added to the name of the file aside for one that is written beside it.
    package static let linesSuffix = ".lines"

    private let path: String
    private var isCommitted = false

    /// Opens the file aside, mode 0600.
    /// - Throws: a halt with status 73.
    package init(path: String) throws(RunHalt) {
        let folder = Folder.parent(of: path)
        let name = ".\(Folder.name(of: path)).\(getpid())"
        Self.removeLeftovers(of: Folder.name(of: path), in: folder)
        var attempt = 0
        while true {
            let aside = "\(folder)/\(name).\(attempt).partial"
            do {
                file = try OutputFile(path: aside, .new)
                break
            } catch {
                // Left behind by a process of the same number that was killed.
                guard access(aside, F_OK) == 0, attempt < 100 else {
                    throw RunHalt(
                        error.status, error.code, "\(error.message) (for \(FileFault.shown(path)))",
                        advice: error.advice)
                }
                attempt += 1
            }
        }
        self.path = path
    }

    deinit { if !isCommitted { unlink(file.path) } }

    /// Puts the file in its place.
    ///
    /// When it returns, the file is whole and durable under its own name, with the permissions of
    /// `mode`.
    /// - Throws: a halt with status 74; what was there before is still there.
    package func commit(mode: UInt32 = 0o600) throws(RunHalt) {
        try file.synchronize()
        try file.close()
        guard mode == 0o600 || chmod(file.path, mode) == 0 else {
            throw FileFault.failed("set the mode of", path, errno)
        }
        guard rename(file.path, path) == 0 else {
            throw FileFault.failed("put in place", path, errno)
        }
        isCommitted = true
        try Folder.synchronize(Folder.parent(of: path))
    }

    /// Removes what processes that are gone have left aside: there may be personal data in it.
    private static func removeLeftovers(of name: String, in folder: String) {
        guard let stream = opendir(folder) else { return }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            let found = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard let process = writer(of: found, for: name), kill(process, 0) != 0, errno == ESRCH
            else { continue }
            unlinkat(dirfd(stream), found, 0)
        }
    }

    /// The process that has written a file aside for `name`; nil: it is no such file.
    private static func writer(of found: String, for name: String) -> pid_t? {
        let start = ".\(name)."
        guard found.hasPrefix(start),
            found.hasSuffix(".partial") || found.hasSuffix(".partial" + linesSuffix)
        else { return nil }
        let number = found.dropFirst(start.count).prefix { $0 != "." }
        guard let process = pid_t(number), process > 0 else { return nil }
        return process
    }

    /// Writes `bytes` as the whole file at `path`.
    /// - Throws: a halt with status 73 or 74; what was there before is still there.
    package static func write(_ bytes: ByteString, to path: String) throws(RunHalt) {
        let aside = try AtomicFile(path: path)
        aside.file.buffer.append(bytes)
        try aside.commit()
    }
}
