import Glibc
package import Provisioning

extension KeyFile {
    /// The key of a directory: the one that is there, or a new one for a new directory.
    ///
    /// - Parameters:
    ///   - path: path of the key file; see `path(besideDirectory:)`.
    ///   - directoryExists: whether the directory is there already; a key that it was not made
    ///     with would be worse than none.
    ///   - random: where a new secret comes from.
    /// - Returns: the key, readable from now on by whoever opens the directory.
    /// - Throws: a halt with status 78 if the file is missing beside an existing directory, is
    ///   not private, or is not a key file; 73 or 74 if it cannot be made or read.
    package static func open(
        _ path: String, directoryExists: Bool, random: some RandomBytes
    ) throws(RunHalt) -> KeyFile {
        if directoryExists || access(path, F_OK) == 0 { return try load(path) }
        if let created = try create(path, random: random) { return created }
        return try load(path)
    }

    /// Reads the key file at `path`.
    ///
    /// - Throws: a halt with status 78 if it is missing, a symbolic link, no plain file, of
    ///   another owner, of another mode than 0600, or not a key file; 74 if reading fails.
    package static func load(_ path: String) throws(RunHalt) -> KeyFile {
        // Without O_NONBLOCK a pipe in the file's place would hold the process up.
        let file = Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw openingHalt(path, errno) }
        defer { close(file) }
        try checkPrivacy(of: file, path)
        let bytes = try read(file, path)
        guard let secret = KeyFileText.secret(in: bytes) else {
            throw RunHalt(
                .configuration, .directoryFileForeign, "\(path) is not a key file of this version",
                advice: "put the directory's own \(fileName) back from its backup")
        }
        return KeyFile(path: path, secret: secret)
    }

    private static func openingHalt(_ path: String, _ error: Int32) -> RunHalt {
        switch error {
        case ENOENT, ENOTDIR:
            RunHalt(
                .configuration, .directoryKeyMissing,
                "\(path) is missing: a directory can be used only with the key it was made with",
                advice: "put the file back from its backup, with mode 0600")
        case ELOOP:
            RunHalt(
                .configuration, .directoryFileMode, "\(path) is a symbolic link",
                advice: "put the key file itself in its place")
        case EACCES:
            RunHalt(
                .configuration, .directoryFileMode, "\(path) cannot be read by this user",
                advice: "run Muster as the owner of the directory")
        default: failure("open", path, error)
        }
    }

    private static func checkPrivacy(of file: Int32, _ path: String) throws(RunHalt) {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw failure("examine", path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw RunHalt(
                .configuration, .directoryFileMode, "\(path) is not a plain file",
                advice: "put the key file itself in its place")
        }
        guard status.st_uid == geteuid() else {
            throw RunHalt(
                .configuration, .directoryFileMode, "\(path) belongs to another user",
                advice: "run Muster as the owner of the directory, or chown the file")
        }
        let mode = status.st_mode & 0o7777
        guard mode == 0o600 else {
            throw RunHalt(
                .configuration, .directoryFileMode,
                "\(path) has mode 0\(String(mode, radix: 8)), not 0600",
                advice: "chmod 600 \(path); if others could read it, think of it as known to them")
        }
    }

    private static func read(_ file: Int32, _ path: String) throws(RunHalt) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: KeyFileText.byteCountMax)
        var filled = 0
        while filled < bytes.count {
            let taken = bytes.withUnsafeMutableBytes {
                Glibc.read(file, $0.baseAddress.map { $0 + filled }, $0.count - filled)
            }
            if taken == 0 { break }
            guard taken > 0 || errno == EINTR else { throw failure("read", path, errno) }
            filled += max(taken, 0)
        }
        return Array(bytes[..<filled])
    }

    static func failure(_ operation: String, _ path: String, _ error: Int32) -> RunHalt {
        RunHalt(
            .inputOutput, .directoryFileUnusable,
            "cannot \(operation) \(path): \(String(cString: strerror(error)))")
    }
}
