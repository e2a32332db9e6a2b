import Glibc
import Provisioning
import Synchronization

/// Blocking work on threads of its own, for callers that must not block theirs.
///
/// Swift's own pool and those of Dispatch have a thread a core: two imports that wait for their turn
/// would hold up every sign-in. So an import gets a thread to itself. Sign-ins and actions are short
/// and many, and a password takes 19 MiB while it is hashed: they share a bounded number of threads,
/// which end when there is nothing to do.
enum BlockingWork {
    /// Which threads do it.
    enum Kind {
        /// One of its own: it may take minutes.
        case long
        /// One of those that are shared.
        case short
    }

    private static let shared = WorkerThreads(
        limit: max(4, 2 * sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    /// Carries `body` out and waits for it without blocking; the flag that it is given is set once
    /// the waiting task is cancelled.
    static func run<Value: Sendable>(
        _ kind: Kind, _ body: @escaping @Sendable (CancellationFlag) throws(MusterError) -> Value
    ) async throws(MusterError) -> Value {
        let flag = CancellationFlag()
        let result: Result<Value, MusterError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let work: @Sendable () -> Void = {
                    do throws(MusterError) {
                        continuation.resume(returning: .success(try body(flag)))
                    } catch {
                        continuation.resume(returning: .failure(error))
                    }
                }
                switch kind {
                case .long: StageThread(work).detach()
                case .short: shared.add(work)
                }
            }
        } onCancel: {
            flag.set()
        }
        return try result.get()
    }
}

/// Threads that take work in the order in which it comes, as many as are needed and no more than
/// `limit`.
final class WorkerThreads: Sendable {
    private struct State {
        /// Work that waits, oldest first, from `next` on.
        var waiting: [@Sendable () -> Void] = []
        var next = 0
        var threads = 0
    }
    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    /// Adds work, and a thread for it if there may be another one.
    func add(_ work: @escaping @Sendable () -> Void) {
        let needsThread = state.withLock { state in
            state.waiting.append(work)
            guard state.threads < limit else { return false }
            state.threads += 1
            return true
        }
        if needsThread { StageThread { self.work() }.detach() }
    }

    private func work() {
        while let next = take() { next() }
    }

    /// The next work; nil: there is none, and the thread is one that ends.
    private func take() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard state.next < state.waiting.count else {
                state.waiting.removeAll(keepingCapacity: true)
                state.next = 0
                state.threads -= 1
                return nil
            }
            let work = state.waiting[state.next]
            state.next += 1
            // Under a load that never ends, what is done would pile up before what waits.
            if state.next >= 64, state.next * 2 >= state.waiting.count {
                state.waiting.removeFirst(state.next)
                state.next = 0
            }
            return work
        }
    }
}

/// Whether somebody has called off what goes on; asked by another thread.
final class CancellationFlag: Sendable {
    private let isSetAtomically = Atomic<Bool>(false)

    var isSet: Bool { isSetAtomically.load(ordering: .relaxed) }
    func set() { isSetAtomically.store(true, ordering: .relaxed) }
}
