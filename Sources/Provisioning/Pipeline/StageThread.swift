import Glibc

/// A plain thread for one stage of the pipeline.
///
/// The stages block on each other and on files, which the concurrency pool's two threads must not.
package final class StageThread {
    private final class Work {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    private var thread = pthread_t()
    private var isJoined = false

    /// Starts the thread.
    package init(_ body: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, 1 << 20)
        let work = Unmanaged.passRetained(Work(body))
        let status = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
                return nil
            }, work.toOpaque())
        pthread_attr_destroy(&attributes)
        precondition(status == 0, "cannot start a thread: error \(status)")
    }

    /// Lets the thread end by itself; nobody waits for it any more.
    package func detach() {
        guard !isJoined else { return }
        isJoined = true
        pthread_detach(thread)
    }

    /// Waits until the thread's work is done.
    package func join() {
        guard !isJoined else { return }
        isJoined = true
        pthread_join(thread, nil)
    }
}
