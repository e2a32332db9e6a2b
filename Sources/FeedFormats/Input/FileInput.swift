import Glibc
package import Provisioning

/// A feed in a regular file.
///
/// The file must stay as it is while it is read: one that shrinks or grows halts the run, because
/// a file that somebody still writes is the usual cause of a truncated feed.
package final class FileInput: FeedInput {
    package let name: String
    private let file: OpenFile
    private let size: UInt64
    private var position: UInt64 = 0
    private var firstPass = FirstPassObserver()

    /// Opens the file at `path`.
    ///
    /// - Throws: a halt with status 66 if there is no such file or it cannot be opened, and one
    ///   with status 66 if it is a directory or anything else than a regular file.
    package convenience init(path: String) throws(RunHalt) {
        try self.init(file: Self.open(path: path), name: path)
    }

    /// Reads a file that is open already.
    init(file: OpenFile, name: String) throws(RunHalt) {
        guard let status = file.status else {
            throw RunHalt(
                .inputOutput, .feedFileUnreadable,
                "\(name) cannot be examined: \(OpenFile.failureText)")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            let kind = status.st_mode & S_IFMT == S_IFDIR ? "a directory" : "not a regular file"
            throw RunHalt(
                .missingFile, .feedFileUnreadable, "\(name) is \(kind)",
                advice: "Name a file, or - to read standard input.")
        }
        self.file = file
        self.name = name
        size = UInt64(status.st_size)
        posix_fadvise(file.descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    }

    /// Opens a path for reading, of whatever kind it is.
    static func open(path: String) throws(RunHalt) -> OpenFile {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        if descriptor >= 0 { return OpenFile(descriptor) }
        switch errno {
        case ENOENT, ENOTDIR:
            throw RunHalt(
                .missingFile, .feedFileMissing, "there is no file \(path)",
                advice: NearFile.proposal(for: path).map { "Did you mean \($0)?" }
                    ?? "Check the path, and the folder that the command runs in.")
        default:
            throw RunHalt(
                .missingFile, .feedFileUnreadable,
                "\(path) cannot be opened: \(OpenFile.failureText)",
                advice: "Check the permissions of the file and of its folders.")
        }
    }

    package var byteCount: UInt64? { size }

    package var observer: ((UnsafeRawBufferPointer) -> Void)? {
        get { firstPass.observer }
        set { firstPass.observer = newValue }
    }

    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        guard position < size else {
            try requireSameSize()
            return 0
        }
        let wanted = Int(min(UInt64(buffer.count), size - position))
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
        let count = file.read(at: position, into: part)
        guard count >= 0 else { throw failure() }
        guard count > 0 else { throw changed("became shorter") }
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
            let count = file.read(at: offset + UInt64(done), into: rest)
            guard count >= 0 else { throw failure() }
            if count == 0 { break }
            done += count
        }
        return done
    }

    package func rewind() { position = 0 }

    private func requireSameSize() throws(RunHalt) {
        guard let status = file.status else { throw failure() }
        if UInt64(status.st_size) != size { throw changed("changed its length") }
    }

    private func failure() -> RunHalt {
        RunHalt(
            .inputOutput, .feedFileUnreadable, "\(name) cannot be read: \(OpenFile.failureText)")
    }

    private func changed(_ how: String) -> RunHalt {
        RunHalt(
            .inputOutput, .feedFileChanged, "\(name) \(how) while it was read",
            advice: "Import a file only when it has been written to its end.")
    }
}
