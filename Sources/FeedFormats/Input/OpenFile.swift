import Glibc
import Provisioning

/// An open descriptor, with reads and writes that survive interruption.
final class OpenFile: Sendable {
    let descriptor: Int32
    private let isOwned: Bool

    /// Takes a descriptor over, to close it at the end if it `isOwned`.
    init(_ descriptor: Int32, isOwned: Bool = true) {
        self.descriptor = descriptor
        self.isOwned = isOwned
    }

    deinit {
        if isOwned { close(descriptor) }
    }

    /// What kind of file it is and how long; nil with `errno` set when the system does not say.
    var status: stat? {
        var found = stat()
        return fstat(descriptor, &found) == 0 ? found : nil
    }

    /// Whether this is a plain file, which can be read again and at any place.
    var isRegular: Bool { status.map { $0.st_mode & S_IFMT == S_IFREG } ?? false }

    /// Bytes of a regular file after the place from which `readNext` reads.
    var bytesLeft: UInt64? {
        let place = lseek(descriptor, 0, SEEK_CUR)
        guard place >= 0, let size = status?.st_size else { return nil }
        return UInt64(max(size - place, 0))
    }

    /// Whether this is a directory.
    var isDirectory: Bool { status.map { $0.st_mode & S_IFMT == S_IFDIR } ?? false }

    /// Reads at a place; -1 with `errno` set when it fails.
    func read(at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// Reads what comes next; -1 with `errno` set when it fails.
    func readNext(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 || errno != EINTR { return count }
        }
    }

    /// Writes all bytes at a place; false with `errno` set when it fails.
    func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) -> Bool {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset) + done)
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            done += count
        }
        return true
    }

    /// What the system says about the last failure.
    static var failureText: String { String(cString: strerror(errno)) }
}
