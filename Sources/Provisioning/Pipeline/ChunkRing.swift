import Glibc

/// Hands batches from the reading thread to the deciding one and back, in order.
///
/// A fixed number of batches goes round: when all are full the reader waits, when all are empty
/// the decider does. A batch belongs to one side at a time. All state is guarded by one mutex,
/// which is what makes `@unchecked Sendable` true.
package final class ChunkRing: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var free: [RecordBatch]
    private var ready: [RecordBatch] = []
    private var failure: RunHalt?
    private var isAtEnd = false
    private var isAbandoned = false

    package init(batches: [RecordBatch]) {
        free = batches
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Starts a thread that fills batches with `fill` until it says that there are no more.
    ///
    /// `fill` runs on that thread only.
    package func start(
        _ fill: @escaping @Sendable (RecordBatch) throws(RunHalt) -> Bool
    ) -> StageThread {
        StageThread { [self] in
            while let batch = takeFree() {
                do throws(RunHalt) {
                    guard try fill(batch) else { return finish(nil) }
                    locked { ready.append(batch) }
                } catch {
                    return finish(error)
                }
            }
        }
    }

    /// The next full batch; nil after the last.
    /// - Throws: what the reading thread threw, once all batches before it have been taken.
    package func next() throws(RunHalt) -> RecordBatch? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while ready.isEmpty, !isAtEnd { pthread_cond_wait(changed, mutex) }
        if !ready.isEmpty { return ready.removeFirst() }
        if let failure { throw failure }
        return nil
    }

    /// Gives an emptied batch back to the reader.
    package func giveBack(_ batch: RecordBatch) { locked { free.append(batch) } }

    /// Tells the reader to stop; its thread ends soon after.
    package func abandon() { locked { isAbandoned = true } }

    private func takeFree() -> RecordBatch? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while free.isEmpty, !isAbandoned { pthread_cond_wait(changed, mutex) }
        return isAbandoned ? nil : free.removeLast()
    }

    private func finish(_ halt: RunHalt?) {
        locked {
            failure = halt
            isAtEnd = true
        }
    }

    private func locked(_ body: () -> Void) {
        pthread_mutex_lock(mutex)
        body()
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }
}
