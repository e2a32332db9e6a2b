import Glibc

/// The lock of a run on a directory, held by the test.
final class HeldLock {
    private let descriptor: Int32

    struct Unavailable: Error {}

    init(on directory: String) throws {
        descriptor = open(directory + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw Unavailable()
        }
    }

    deinit { close(descriptor) }
}
