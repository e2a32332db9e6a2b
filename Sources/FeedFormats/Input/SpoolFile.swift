import Glibc
import Provisioning

/// A copy of a feed's bytes, private to this process, that serves later passes over the feed.
///
/// Writing belongs to one thread; what has been written can be read on any.
struct SpoolFile: Sendable {
    private let file: OpenFile
    /// What messages call the feed.
    private let name: String

    /// Creates an empty copy with mode 0600.
    ///
    /// - Parameters:
    ///   - name: what messages call the feed.
    ///   - path: file to be created, which is the caller's to remove; nil: a temporary file in
    ///     `TMPDIR`, or `/tmp`, that is gone with the process.
    /// - Throws: a halt with status 73 if it cannot be created or exists already.
    init(of name: String, at path: String? = nil) throws(RunHalt) {
        let descriptor =
            if let path {
                open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
            } else {
                Self.createTemporary()
            }
        guard descriptor >= 0 else {
            throw RunHalt(
                .cannotCreate, .runOutputUncreatable,
                "\(path ?? "a temporary file") cannot be created to spool the feed: "
                    + OpenFile.failureText,
                advice: "Check space and permissions there, or set TMPDIR to another folder.")
        }
        file = OpenFile(descriptor)
        self.name = name
    }

    /// Writes all bytes at a place.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(RunHalt) {
        guard file.write(bytes, at: offset) else { throw failure("written") }
    }

    /// Reads up to the size of the buffer.
    ///
    /// - Returns: the number of bytes read, less than the size of the buffer only at the end of
    ///   what was written.
    func read(
        at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(RunHalt) -> Int {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = file.read(at: offset + UInt64(done), into: rest)
            guard count >= 0 else { throw failure("read") }
            if count == 0 { break }
            done += count
        }
        return done
    }

    /// Reads bytes of which it is known that they were written, so that there is at least one.
    func readWritten(
        at offset: UInt64, end: UInt64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(RunHalt) -> Int {
        let wanted = Int(min(UInt64(buffer.count), end - offset))
        let count = try read(
            at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
        guard count == wanted else {
            throw RunHalt(
                .inputOutput, .feedFileChanged, "the spooled copy of \(name) became shorter")
        }
        return count
    }

    private func failure(_ verb: String) -> RunHalt {
        RunHalt(
            .inputOutput, .runOutputFailed,
            "the spooled copy of \(name) cannot be \(verb): \(OpenFile.failureText)",
            advice: "Check the space on its disk, or set TMPDIR to another folder.")
    }

    private static func createTemporary() -> Int32 {
        let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        let template = (folder.isEmpty ? "/tmp" : folder) + "/muster-feed-XXXXXX"
        var path = template.utf8CString
        return path.withUnsafeMutableBufferPointer { path in
            guard let path = path.baseAddress else { return -1 }
            let descriptor = mkstemp(path)
            if descriptor >= 0 {
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
                unlink(path)
            }
            return descriptor
        }
    }
}
