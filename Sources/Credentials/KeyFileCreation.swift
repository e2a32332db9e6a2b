import Glibc
package import Provisioning

extension KeyFile {
    /// Makes a key file with a new secret; nil if there is a file of that name already.
    ///
    /// The secret is written under another name, synced, and then linked to `path`: whoever sees
    /// the file sees all of it, and of two makers one wins. When it returns a key, the file and
    /// its entry in the folder are on disk; when it throws or returns nil, nothing was added.
    /// - Throws: a halt with status 73 if the file cannot be made, 74 if writing fails.
    package static func create(
        _ path: String, random: some RandomBytes
    ) throws(RunHalt) -> KeyFile? {
        let secret = random.bytes(secretByteCount)
        let draft = "\(path).\(Hexadecimal.text(random.bytes(8)))"
        let file = Glibc.open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw creationHalt(path, errno) }
        defer {
            close(file)
            unlink(draft)
        }
        // The process's umask may have taken bits away.
        guard fchmod(file, 0o600) == 0 else { throw failure("set the mode of", draft, errno) }
        try write(KeyFileText.text(secret: secret), to: file, draft)
        guard fsync(file) == 0 else { throw failure("sync", draft, errno) }
        guard link(draft, path) == 0 else {
            if errno == EEXIST { return nil }
            throw creationHalt(path, errno)
        }
        do {
            try syncFolder(of: path)
        } catch {
            unlink(path)
            throw error
        }
        return KeyFile(path: path, secret: secret)
    }

    private static func creationHalt(_ path: String, _ error: Int32) -> RunHalt {
        RunHalt(
            .cannotCreate, .directoryFileUnusable,
            "cannot create \(path): \(String(cString: strerror(error)))",
            advice: "the directory's folder must exist, and this user must be able to write in it")
    }

    private static func write(_ text: String, to file: Int32, _ path: String) throws(RunHalt) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard written > 0 || errno == EINTR else { throw failure("write", path, errno) }
            rest = rest.dropFirst(max(written, 0))
        }
    }

    private static func syncFolder(of path: String) throws(RunHalt) {
        let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[...$0]) } ?? "."
        let descriptor = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open the folder of", path, errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("sync the folder of", path, errno) }
    }
}
