import Glibc
package import Provisioning

/// A file that is written from front to back through one buffer.
///
/// New files belong to their user alone (mode 0600). Used from one thread at a time. A file that
/// is let go without `close()` loses what is still in the buffer.
package final class OutputFile {
    /// What to do about a file that is there already.
    package enum Opening: Sendable {
        /// Refuse: it is never overwritten.
        case new
        /// Empty it.
        case replacing
        /// Keep it, and go on at its end; it must be there.
        case resuming
    }

    /// The path that stands for standard output.
    package static let standardOutputPath = "-"
    /// Bytes that are gathered before they are written.
    private static let bufferBytes = 256 << 10

    /// The path as it was given; `-` for standard output; where a file without a name can be read.
    package let path: String
    /// Bytes not written yet. Append here, then call `flushIfFull`.
    package var buffer = ByteBuffer(capacity: 320 << 10)
    /// Whether the reader of standard output has gone; what is written then is dropped.
    package private(set) var isAbandoned = false
    private var descriptor: Int32
    private let isUnnamed: Bool
    /// What messages call the file.
    private let shownPath: String
    private let isRegular: Bool
    private var written: UInt64
    private var synchronized: UInt64?
    private var isNew: Bool

    /// Opens a file for writing, its mode 0600 if it is a regular one.
    ///
    /// - Throws: a halt with status 73 if it cannot be created or is there already, or with 74 if
    ///   it was to be resumed and cannot be opened.
    package init(path: String, _ opening: Opening) throws(RunHalt) {
        let flags =
            switch opening {
            case .new: O_WRONLY | O_CREAT | O_EXCL
            case .replacing: O_WRONLY | O_CREAT | O_TRUNC
            case .resuming: O_WRONLY
            }
        let opened = Self.retrying { open(path, flags | O_CLOEXEC, 0o600) }
        guard opened >= 0 else {
            throw opening == .resuming
                ? FileFault.failed("open", path, errno) : FileFault.uncreatable(path, errno)
        }
        var status = stat()
        let isKnown = fstat(opened, &status) == 0
        isRegular = isKnown && status.st_mode & S_IFMT == S_IFREG
        // A file that was there keeps its mode over an opening, and may be open to others.
        if isRegular, status.st_mode & 0o777 != 0o600, fchmod(opened, 0o600) != 0 {
            let error = errno
            Glibc.close(opened)
            throw FileFault.uncreatable(path, error)
        }
        // A pipe whose reader goes away is an error to be told, not a death.
        if !isRegular { signal(SIGPIPE, SIG_IGN) }
        if isRegular, opening == .resuming { lseek(opened, 0, SEEK_END) }
        written = isRegular ? UInt64(max(status.st_size, 0)) : 0
        isNew = isRegular && opening != .resuming
        descriptor = opened
        isUnnamed = false
        shownPath = path
        self.path = path
    }

    /// Opens a file that has no name, in the folder of the file at `path` that it is written for.
    ///
    /// Nothing of it is left when the process ends. It can be read under its own `path` until this
    /// object goes; `close()` leaves it open. Messages name the file that it is for.
    /// - Throws: a halt with status 73.
    package init(unnamedFor path: String) throws(RunHalt) {
        let opened = Self.unnamed(in: Folder.parent(of: path))
        guard opened >= 0 else { throw FileFault.uncreatable(path, errno) }
        descriptor = opened
        self.path = "/proc/self/fd/\(opened)"
        shownPath = path
        isUnnamed = true
        isRegular = true
        isNew = false
        written = 0
    }

    /// The descriptor of a new file without a name; -1 with `errno` if there can be none.
    private static func unnamed(in folder: String) -> Int32 {
        // O_TMPFILE, which the C library's module does not show.
        let temporary: Int32 = 0o20_000_000 | O_DIRECTORY
        let opened = retrying { open(folder, temporary | O_RDWR | O_CLOEXEC, 0o600) }
        if opened >= 0 || ![EOPNOTSUPP, EISDIR, ENOENT, EINVAL].contains(errno) { return opened }
        // A file system that knows no such files: one with a name, for as long as that is needed.
        var name = Array("\(folder)/.muster-XXXXXX".utf8CString)
        let named = mkstemp(&name)
        if named >= 0 {
            unlink(name)
            _ = fcntl(named, F_SETFD, FD_CLOEXEC)
        }
        return named
    }

    private init(standardOutput descriptor: Int32) {
        self.descriptor = descriptor
        path = Self.standardOutputPath
        shownPath = Self.standardOutputPath
        isUnnamed = false
        isRegular = false
        isNew = false
        written = 0
    }

    /// Standard output, or `descriptor` treated as such.
    ///
    /// When its reader goes away (`muster users list | head`) nothing is said and nothing fails:
    /// what follows is dropped and `isAbandoned` is true, so that a list can stop while a run
    /// that changes the directory goes on to its end. Ignores SIGPIPE in the whole process.
    package static func standardOutput(_ descriptor: Int32 = STDOUT_FILENO) -> OutputFile {
        signal(SIGPIPE, SIG_IGN)
        return OutputFile(standardOutput: descriptor)
    }

    deinit { if descriptor > STDERR_FILENO { Glibc.close(descriptor) } }

    /// Bytes of the file, those in the buffer too.
    package var position: UInt64 { written + UInt64(buffer.count) }

    /// Whether the file can be cut back; pipes and terminals cannot.
    package var isTruncatable: Bool { isRegular }

    /// Writes the buffer out once it is large enough; call it once a record.
    /// - Throws: a halt with status 74.
    @inline(__always)
    package func flushIfFull() throws(RunHalt) {
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Writes the buffer out, whole.
    /// - Throws: a halt with status 74; the file then ends somewhere within what was to be written.
    package func flush() throws(RunHalt) {
        var rest = buffer.bytes
        while !rest.isEmpty, !isAbandoned {
            let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if count >= 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            } else if errno == EAGAIN {
                waitUntilWritable()
            } else if errno == EPIPE, path == Self.standardOutputPath {
                isAbandoned = true
            } else if errno != EINTR {
                throw FileFault.failed("write", shownPath, errno)
            }
        }
        written += UInt64(buffer.count)
        buffer.removeAll()
    }

    /// Makes everything written so far durable, and the file's name with it; returns at once if
    /// nothing was written since the last time.
    /// - Throws: a halt with status 74.
    package func synchronize() throws(RunHalt) {
        try flush()
        guard isRegular, synchronized != written else { return }
        // The length is part of what this makes durable, the times are not.
        guard Self.retrying({ fdatasync(descriptor) }) == 0 else {
            throw FileFault.failed("synchronize", shownPath, errno)
        }
        if isNew { try Folder.synchronize(Folder.parent(of: path)) }
        isNew = false
        synchronized = written
    }

    /// Cuts the file to its first `length` bytes; the next byte is written there.
    ///
    /// What cannot be cut (a pipe, a terminal) goes on where it is.
    /// - Throws: a halt with status 74, also if the file is shorter than that.
    package func truncate(to length: UInt64) throws(RunHalt) {
        buffer.removeAll()
        guard isRegular else {
            written = length
            return
        }
        guard length <= written else {
            throw RunHalt(
                .inputOutput, .runOutputFailed,
                "\(FileFault.shown(path)) has \(written) bytes, but \(length) were kept of it",
                advice: "Put the file back as the interrupted run left it.")
        }
        guard Self.retrying({ ftruncate(descriptor, off_t(length)) }) == 0,
            lseek(descriptor, off_t(length), SEEK_SET) >= 0
        else { throw FileFault.failed("cut", shownPath, errno) }
        written = length
        synchronized = nil
    }

    /// Writes the buffer out and closes the file; standard output and files without a name stay open.
    /// - Throws: a halt with status 74.
    package func close() throws(RunHalt) {
        try flush()
        guard descriptor > STDERR_FILENO, !isUnnamed else { return }
        let closing = descriptor
        descriptor = -1
        // The descriptor is gone even if this is interrupted.
        guard Glibc.close(closing) == 0 || errno == EINTR else {
            throw FileFault.failed("close", shownPath, errno)
        }
    }

    private func waitUntilWritable() {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, -1)
    }

    private static func retrying(_ call: () -> Int32) -> Int32 {
        var result = call()
        while result < 0, errno == EINTR { result = call() }
        return result
    }
}
