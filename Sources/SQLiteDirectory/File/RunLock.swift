import Glibc
package import Provisioning

/// The right to run on a directory: one run at a time, held by a lock that dies with its process.
///
/// The lock is `flock` on `DIRECTORY.lock` (mode 0600). The file also says who holds it, for the
/// message of those who wait; what it says means nothing when nobody holds the lock.
package final class RunLock {
    private let descriptor: Int32
    let directory: String

    private init(descriptor: Int32, directory: String) {
        self.descriptor = descriptor
        self.directory = directory
    }

    deinit { close(descriptor) }

    /// Takes the lock of the directory at `directory`, waiting until it is free.
    ///
    /// `command` is what the holder does, such as `import`. With a `wait` of zero it does not wait. While
    /// it waits it asks `shouldStop` every few milliseconds. It throws a halt with status 75 that names
    /// the holder, 73 if the lock file cannot be made, or 3 if it was stopped.
    package static func acquire(
        directory: String, command: String, wait: Duration,
        shouldStop: () -> Bool = { false }
    ) throws(RunHalt) -> RunLock {
        let lock = try attempt(
            directory: directory, command: command, wait: wait, shouldStop: shouldStop)
        guard let lock else { throw busy(directory) }
        return lock
    }

    /// Whether some process, perhaps this one, holds the lock; creates nothing.
    package static func isHeld(directory: String) -> Bool {
        let descriptor = open(LockFile.path(of: directory), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    /// The halt for a directory that another run holds.
    static func busy(_ directory: String) -> RunHalt {
        let holder = holder(of: directory).map { " (\($0))" } ?? ""
        return RunHalt(
            .directoryBusy, .runDirectoryBusy, "another run holds \(directory)\(holder)",
            advice: "Try again when it has ended, or wait longer with --wait.")
    }

    static func attempt(
        directory: String, command: String, wait: Duration,
        shouldStop: () -> Bool = { false }
    ) throws(RunHalt) -> RunLock? {
        let descriptor = try LockFile.open(of: directory)
        let deadline = ContinuousClock.now + wait
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR else {
                let code = errno
                close(descriptor)
                throw LockFile.failure(directory, code)
            }
            guard ContinuousClock.now < deadline else {
                close(descriptor)
                return nil
            }
            guard !shouldStop() else {
                close(descriptor)
                throw RunHalt(
                    .interrupted, .runInterrupted,
                    "interrupted while another run was waited for; nothing was changed")
            }
            usleep(20_000)
        }
        note(command, in: descriptor)
        return RunLock(descriptor: descriptor, directory: directory)
    }

    /// Writes who holds the lock; a failure costs only the name in another's message.
    private static func note(_ command: String, in descriptor: Int32) {
        let text = "process \(getpid()), \(command), since \(utcNow())\n"
        _ = ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    /// The time as `2026-11-24T03:15:00Z`.
    private static func utcNow() -> String {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: text[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func holder(of directory: String) -> String? {
        let descriptor = open(LockFile.path(of: directory), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(decoding: bytes[..<count].prefix { $0 >= 0x20 }, as: UTF8.self)
    }
}
