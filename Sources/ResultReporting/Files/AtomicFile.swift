import Glibc
package import Provisioning

/// A file that appears whole or not at all: written aside, synchronized, renamed.
///
/// The file aside stands in the same folder under a name that begins with a dot; it is removed
/// unless `commit()` is reached. A file of that name that was there before is replaced.
package final class AtomicFile {
    /// The file aside: write here.
    package let file: OutputFile
    private let path: String
    private var isCommitted = false

    /// Opens the file aside, mode 0600.
    /// - Throws: a halt with status 73.
    package init(path: String) throws(RunHalt) {
        let folder = Folder.parent(of: path)
        let name = ".\(Folder.name(of: path)).\(getpid())"
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

    /// Writes `bytes` as the whole file at `path`.
    /// - Throws: a halt with status 73 or 74; what was there before is still there.
    package static func write(_ bytes: ByteString, to path: String) throws(RunHalt) {
        let aside = try AtomicFile(path: path)
        aside.file.buffer.append(bytes)
        try aside.commit()
    }
}
