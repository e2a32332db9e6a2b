import Glibc
import Provisioning
import Synchronization

/// Looks at a directory's file before SQLite touches it, and refuses what is not one of ours.
///
/// Nothing is written, and the file is not even opened while this process has it open: closing
/// a second descriptor would drop the locks that SQLite holds on the first.
enum FileCheck {
    /// What stands at a path.
    enum Finding: Equatable {
        case missing
        case directory
    }

    /// Directories that this process has open, by device and inode.
    private static let open = Mutex<[FileIdentity: Int]>([:])

    /// Refuses a file that is not a directory of this user, of this program and of a format that
    /// it knows.
    /// - Throws: a halt with status 78 for a wrong owner or mode, a foreign file or a newer format;
    ///   74 for a damaged one.
    static func inspect(_ path: String) throws(RunHalt) -> Finding {
        var info = stat()
        guard lstat(path, &info) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return .missing }
            throw unreadable(path, errno)
        }
        guard info.st_mode & S_IFMT == S_IFREG else {
            throw RunHalt(
                .configuration, .directoryFileForeign, "\(path) is not a regular file",
                advice: "Name the directory's file itself, not a link or a folder.")
        }
        guard info.st_uid == geteuid(), info.st_mode & 0o777 == 0o600 else {
            // Somebody's feed is not to be made private, but another file named.
            if access(path, R_OK) == 0 { try inspectHeader(path) }
            throw RunHalt(
                .configuration, .directoryFileMode,
                "\(path) must belong to you and have mode 0600",
                advice: "Run: chmod 600 \(path)")
        }
        let identity = FileIdentity(info)
        if open.withLock({ $0[identity] ?? 0 }) == 0 { try inspectHeader(path) }
        return .directory
    }

    /// Notes that this process opens the file.
    static func opened(_ path: String) -> FileIdentity? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        let identity = FileIdentity(info)
        open.withLock { $0[identity, default: 0] += 1 }
        return identity
    }

    /// Notes that this process has closed the file.
    static func closed(_ identity: FileIdentity) {
        open.withLock { files in
            let count = (files[identity] ?? 1) - 1
            files[identity] = count == 0 ? nil : count
        }
    }

    /// Refuses a format that this version does not know.
    static func requireKnown(version: Int, path: String) throws(RunHalt) {
        guard version > DirectoryFormat.version else { return }
        throw RunHalt(
            .configuration, .directoryFileNewer,
            "\(path) has format \(version), this version knows up to \(DirectoryFormat.version)",
            advice: "Use the newer version of Muster that wrote it.")
    }

    private static func inspectHeader(_ path: String) throws(RunHalt) {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { close(descriptor) }
        guard let header = readHeader(descriptor) else { throw unreadable(path, errno) }
        guard header.count == 100, header.starts(with: "SQLite format 3\0".utf8) else {
            throw RunHalt(
                .configuration, .directoryFileForeign, "\(path) is not a directory of Muster",
                advice: "Name another file; a missing one is created.")
        }
        guard number(header, at: 68) == DirectoryFormat.applicationID else {
            throw RunHalt(
                .configuration, .directoryFileForeign,
                "\(path) is an SQLite database of another program",
                advice: "Name another file; a missing one is created.")
        }
        try requireKnown(version: number(header, at: 60), path: path)
    }

    /// Whether these are the first bytes of a directory, of whatever format.
    static func isOfDirectory(_ header: [UInt8]) -> Bool {
        header.count == 100 && header.starts(with: "SQLite format 3\0".utf8)
            && number(header, at: 68) == DirectoryFormat.applicationID
    }

    /// The first 100 bytes, or all of a shorter file; nil: `errno` says why they cannot be read.
    static func readHeader(_ descriptor: Int32) -> [UInt8]? {
        var header = [UInt8](repeating: 0, count: 100)
        var filled = 0
        while filled < header.count {
            let count = header.withUnsafeMutableBytes {
                pread(
                    descriptor, $0.baseAddress.map { $0 + filled }, $0.count - filled,
                    off_t(filled))
            }
            if count == 0 { break }
            guard count > 0 || errno == EINTR else { return nil }
            filled += max(count, 0)
        }
        return Array(header[..<filled])
    }

    private static func number(_ header: [UInt8], at offset: Int) -> Int {
        header[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }

    private static func unreadable(_ path: String, _ code: Int32) -> RunHalt {
        RunHalt(
            .inputOutput, .directoryFileUnusable,
            "cannot read \(path): \(String(cString: strerror(code)))")
    }
}

/// Device and inode of a file.
struct FileIdentity: Hashable, Sendable {
    private let device: UInt64
    private let inode: UInt64

    init(_ info: stat) {
        device = UInt64(info.st_dev)
        inode = UInt64(info.st_ino)
    }
}
