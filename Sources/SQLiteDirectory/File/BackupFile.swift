import Glibc
import Provisioning

/// The place of a copy: written aside, and put in the place of an earlier copy when it is whole.
///
/// The file aside has one name for all attempts, so that one which was killed leaves no more than the
/// next one takes over; a lock on it keeps two at a time apart.
final class BackupFile {
    let path: String
    /// Where the copy is written.
    let aside: String
    private let descriptor: Int32
    private var isInPlace = false

    /// Refuses what must not be replaced, and makes the file aside, empty and with mode 0600.
    ///
    /// `kept` are files that no copy may replace, whichever of their names is given.
    /// - Throws: a halt with status 64 for one of those, 73 for anything that is no copy of a
    ///   directory, 75 while another backup writes there.
    init(_ path: String, keeping kept: [String]) throws(RunHalt) {
        self.path = path
        try Self.check(path, kept)
        let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
        aside = Self.folder(of: path) + "/.\(name).partial"
        descriptor = open(aside, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.uncreatable(path, errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw RunHalt(
                .directoryBusy, .runDirectoryBusy, "another backup writes \(path)",
                advice: "Try again when it has ended.")
        }
        guard fchmod(descriptor, 0o600) == 0, ftruncate(descriptor, 0) == 0 else {
            let code = errno
            close(descriptor)
            throw Self.uncreatable(path, code)
        }
        removeLogs(of: aside)
    }

    // SQLite's own locks on the file would go with a descriptor that is closed before it is done.
    deinit {
        if !isInPlace {
            unlink(aside)
            removeLogs(of: aside)
        }
        close(descriptor)
    }

    /// Makes the copy durable and puts it in its place, whole or not at all.
    func putInPlace() throws(RunHalt) {
        guard fsync(descriptor) == 0 else { throw Self.failed("synchronize", aside, errno) }
        removeLogs(of: aside)
        // Those of an earlier copy that somebody read would be taken for the new one's.
        removeLogs(of: path)
        guard rename(aside, path) == 0 else { throw Self.failed("put in place", path, errno) }
        isInPlace = true
        let folder = open(Self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { return }
        _ = fsync(folder)
        close(folder)
    }

    private func removeLogs(of file: String) {
        for suffix in ["-wal", "-shm", "-journal"] { unlink(file + suffix) }
    }

    // MARK: What may be replaced

    private static func check(_ path: String, _ kept: [String]) throws(RunHalt) {
        var info = stat()
        for file in kept where isSame(path, file) {
            throw RunHalt(
                .usage, .usageOptionInvalid,
                "\(path) is the same file as \(file), which a backup would replace",
                advice: "Name another file for the copy, best on another disk.")
        }
        guard lstat(path, &info) == 0 else {
            if errno == ENOENT { return }
            throw uncreatable(path, errno)
        }
        guard info.st_mode & S_IFMT == S_IFREG else {
            throw foreign(
                "\(path) is not a regular file", "Name the copy itself, not a folder or a link.")
        }
        guard try isDirectory(path) else {
            throw foreign(
                "\(path) is there, and is no copy of a directory",
                "It is never replaced: name another file, or move this one away.")
        }
        for suffix in [".lock", "-wal"] where isInUse(path + suffix, isLog: suffix == "-wal") {
            throw foreign(
                "\(path) is a directory in use: \(path)\(suffix) is there",
                "Name another file. If it is only a copy that somebody has opened, move both away.")
        }
    }

    private static func isInUse(_ path: String, isLog: Bool) -> Bool {
        var info = stat()
        // A reader leaves an empty log.
        return lstat(path, &info) == 0 && (!isLog || info.st_size > 0)
    }

    private static func isDirectory(_ path: String) throws(RunHalt) -> Bool {
        let file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard file >= 0 else { throw unreadable(path, errno) }
        defer { close(file) }
        guard let header = FileCheck.readHeader(file) else { throw unreadable(path, errno) }
        return FileCheck.isOfDirectory(header)
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        var one = stat()
        var other = stat()
        guard stat(left, &one) == 0, stat(right, &other) == 0 else { return left == right }
        return one.st_dev == other.st_dev && one.st_ino == other.st_ino
    }

    private static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    // MARK: Faults

    private static func foreign(_ message: String, _ advice: String) -> RunHalt {
        RunHalt(.cannotCreate, .runOutputUncreatable, message, advice: advice)
    }

    private static func unreadable(_ path: String, _ code: Int32) -> RunHalt {
        foreign(
            "\(path) is there, and cannot be read: \(String(cString: strerror(code)))",
            "Only a copy of a directory is replaced: name another file, or move this one away.")
    }

    private static func uncreatable(_ path: String, _ code: Int32) -> RunHalt {
        foreign(
            "cannot create \(path): \(String(cString: strerror(code)))",
            "Check that its folder exists and that you may write in it.")
    }

    private static func failed(_ operation: String, _ path: String, _ code: Int32) -> RunHalt {
        RunHalt(
            .inputOutput, .runOutputFailed,
            "cannot \(operation) \(path): \(String(cString: strerror(code)))",
            advice: "The copy that was there before is still there.")
    }
}
