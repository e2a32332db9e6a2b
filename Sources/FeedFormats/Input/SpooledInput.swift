import Glibc
package import Provisioning

/// A feed that comes from a pipe, copied to a file as it is first read.
///
/// A second pass and reading at a place use the copy. The copy is complete once the first pass has
/// reached the end; its file has mode 0600.
package final class SpooledInput: FeedInput {
    package let name: String
    private let source: OpenFile
    private let spool: OpenFile
    /// Bytes of a regular file that standard input was redirected from; nil: it is no such file.
    private let redirectedCount: UInt64?
    private var spooled: UInt64 = 0
    private var isComplete = false
    private var position: UInt64 = 0
    private var firstPass = FirstPassObserver()

    /// Spools what `descriptor` gives.
    ///
    /// - Parameters:
    ///   - descriptor: open for reading; it is not closed.
    ///   - name: what messages call it.
    ///   - spoolPath: file to be created for the copy, which is the caller's to remove; nil: a
    ///     temporary file that is gone with the process.
    /// - Throws: a halt with status 73 if the copy cannot be created or exists already.
    package convenience init(
        descriptor: Int32, name: String = "standard input", spoolPath: String? = nil
    ) throws(RunHalt) {
        try self.init(
            source: OpenFile(descriptor, isOwned: false), name: name, spoolPath: spoolPath)
    }

    init(source: OpenFile, name: String, spoolPath: String?) throws(RunHalt) {
        self.source = source
        self.name = name
        redirectedCount = source.isRegular ? source.bytesLeft : nil
        spool = try Self.createSpool(at: spoolPath)
    }

    package var byteCount: UInt64? { isComplete ? spooled : redirectedCount }

    package var observer: ((UnsafeRawBufferPointer) -> Void)? {
        get { firstPass.observer }
        set { firstPass.observer = newValue }
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        let count =
            position < spooled ? try readSpooled(into: buffer) : try readSource(into: buffer)
        firstPass.see(UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: position)
        position += UInt64(count)
        return count
    }

    package func read(
        at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(RunHalt) -> Int {
        var done = 0
        while done < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
            let count = spool.read(at: offset + UInt64(done), into: rest)
            guard count >= 0 else { throw spoolFailure("read") }
            if count == 0 { break }
            done += count
        }
        return done
    }

    package func rewind() { position = 0 }

    private func readSpooled(
        into buffer: UnsafeMutableRawBufferPointer
    ) throws(RunHalt) -> Int {
        let wanted = Int(min(UInt64(buffer.count), spooled - position))
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
        let count = spool.read(at: position, into: part)
        guard count >= 0 else { throw spoolFailure("read") }
        guard count > 0 else {
            throw RunHalt(
                .inputOutput, .feedFileChanged, "the spooled copy of \(name) became shorter")
        }
        return count
    }

    private func readSource(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        if isComplete { return 0 }
        let count = source.readNext(into: buffer)
        guard count >= 0 else {
            throw RunHalt(
                .inputOutput, .feedFileUnreadable,
                "\(name) cannot be read: \(OpenFile.failureText)")
        }
        guard count > 0 else {
            isComplete = true
            return 0
        }
        let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        guard spool.write(bytes, at: spooled) else { throw spoolFailure("written") }
        spooled += UInt64(count)
        return count
    }

    private func spoolFailure(_ verb: String) -> RunHalt {
        RunHalt(
            .inputOutput, .runOutputFailed,
            "the spooled copy of \(name) cannot be \(verb): \(OpenFile.failureText)")
    }

    private static func createSpool(at path: String?) throws(RunHalt) -> OpenFile {
        let descriptor: Int32
        if let path {
            descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        } else {
            descriptor = createTemporary()
        }
        if descriptor >= 0 { return OpenFile(descriptor) }
        let place = path ?? "a temporary file"
        throw RunHalt(
            .cannotCreate, .runOutputUncreatable,
            "\(place) cannot be created to spool the feed: \(OpenFile.failureText)",
            advice: "Check space and permissions there, or set TMPDIR to another folder.")
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
