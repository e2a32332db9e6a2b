import Glibc
import Synchronization

/// SIGINT and SIGTERM as a wish that a run ends at its next chunk.
///
/// The first signal sets a flag; the second has its default action, and a killed run is carried
/// on just as well.
enum StopSignals {
    private static let isRaised = Atomic<Bool>(false)

    /// Begins to listen.
    static func listen() {
        // The handler must find the flag made: making it takes a lock.
        isRaised.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            var action = sigaction()
            action.__sigaction_handler.sa_handler = { _ in
                StopSignals.isRaised.store(true, ordering: .relaxed)
            }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_RESTART
            sigaction(number, &action, nil)
        }
    }

    /// Whether one of them came.
    static var haveCome: Bool { isRaised.load(ordering: .relaxed) }
}
