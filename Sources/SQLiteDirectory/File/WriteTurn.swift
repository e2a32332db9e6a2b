import Glibc
import Provisioning

/// The turn to ask for the database's write lock, so that a run which commits and begins again
/// at once does not starve the commands that wait between its chunks.
///
/// SQLite's own waiting polls ever more slowly and would seldom hit the gap. Whoever holds the
/// turn is next; the others queue for it. It is an open-file-description lock on the first byte
/// of the lock file, beside the `flock` of the run.
final class WriteTurn {
    private let descriptor: Int32
    private let directory: String

    init(directory: String) throws(RunHalt) {
        descriptor = try LockFile.open(of: directory)
        self.directory = directory
    }

    deinit { close(descriptor) }

    /// Takes the turn.
    /// - Throws: a halt with status 75 when the deadline passes before.
    func take(until deadline: ContinuousClock.Instant) throws(RunHalt) {
        while !attempt(F_WRLCK) {
            guard errno == EAGAIN || errno == EACCES || errno == EINTR else {
                throw LockFile.failure(directory, errno)
            }
            guard ContinuousClock.now < deadline else { throw RunLock.busy(directory) }
            usleep(1_000)
        }
    }

    func giveUp() { _ = attempt(F_UNLCK) }

    private func attempt(_ kind: Int32) -> Bool {
        var range = Glibc.flock()
        range.l_type = Int16(kind)
        range.l_whence = Int16(SEEK_SET)
        range.l_start = 0
        range.l_len = 1
        return fcntl(descriptor, Self.setLock, &range) == 0
    }

    /// `F_OFD_SETLK`, which the headers give only to GNU sources.
    private static let setLock: Int32 = 37
}
