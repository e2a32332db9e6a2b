import Glibc

/// Hands batches from the reading thread to the deciding one and back, in order.
///
/// A fixed number of batches goes round: read, mapped, decided, and written where a dry run has results
/// to write. Reading belongs to one thread and deciding to the other; mapping a batch needs no other
/// batch, and writing follows behind, so whoever has nothing else to do does these. With a reader that
/// maps alone and a decider that writes alone, one processor of two is idle for a third of a dry run.
///
/// A batch belongs to one side at a time. All state is guarded by one mutex, which is what makes
/// `@unchecked Sendable` true.
package final class ChunkRing: @unchecked Sendable {
    /// What the reading thread has made of a batch.
    package enum Filling: Sendable {
        /// Nothing: the feed has no more records.
        case end
        /// Records that are still to be mapped, by either side.
        case read
        /// Records that are mapped.
        case mapped
    }

    private enum Stage { case read, inWork, mapped }

    /// Reads the next records into an empty batch, and says what it has made of it.
    package typealias Fill = (RecordBatch) throws(RunHalt) -> Filling
    /// Maps the records of a batch that were only read.
    package typealias Map = (RecordBatch) -> Void
    /// Writes the results of a decided batch.
    package typealias Write = (ChunkResults) throws(RunHalt) -> Void

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var free: [RecordBatch]
    /// Batches with records, in the order of the feed.
    private var filled: [(batch: RecordBatch, stage: Stage)] = []
    /// Results of batches that are decided, in the same order.
    private var decided: [ChunkResults] = []
    private var isWriting = false
    private var readFailure: RunHalt?
    private var writeFailure: RunHalt?
    private var isAtEnd = false
    private var isOver = false

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

    /// Starts a thread that fills batches with `fill` until it says that there are no more, and
    /// meanwhile writes and maps what is there to be written and mapped.
    ///
    /// What is handed over here runs on that thread only.
    package func start(
        fill: @escaping @Sendable (RecordBatch) throws(RunHalt) -> Filling,
        map: @escaping @Sendable (RecordBatch) -> Void,
        write: @escaping @Sendable (ChunkResults) throws(RunHalt) -> Void
    ) -> StageThread {
        StageThread { [self] in
            pthread_mutex_lock(mutex)
            defer { pthread_mutex_unlock(mutex) }
            while !isOver {
                // What is written gives its batch back, and what is read gives the other side work.
                if writeNext(with: write) { continue }
                if !isAtEnd, let batch = free.popLast() {
                    read(into: batch, with: fill)
                } else if !mapNext(with: map) {
                    pthread_cond_wait(changed, mutex)
                }
            }
        }
    }

    /// The next mapped batch; nil after the last, when all results are written.
    ///
    /// While there is none, what there is to map and to write is done on this thread.
    /// - Throws: what kept results from being written, at once; what the reading thread threw, when
    ///   all before it is done.
    package func next(map: Map, write: Write) throws(RunHalt) -> RecordBatch? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let writeFailure { throw ended(by: writeFailure) }
            if let first = filled.first {
                if first.stage == .mapped { return filled.removeFirst().batch }
            } else if isAtEnd, decided.isEmpty, !isWriting {
                if let readFailure { throw ended(by: readFailure) }
                end()
                return nil
            }
            if !mapNext(with: map), !writeNext(with: write) { pthread_cond_wait(changed, mutex) }
        }
    }

    /// Gives a batch that is done with back to the reader.
    package func giveBack(_ batch: RecordBatch) { locked { free.append(batch) } }

    /// Has the results of a batch written, which is given back after that.
    package func conclude(_ results: ChunkResults) { locked { decided.append(results) } }

    /// Tells the reading thread to stop; it ends soon after.
    package func abandon() { locked { isOver = true } }

    private func locked(_ body: () -> Void) {
        pthread_mutex_lock(mutex)
        body()
        pthread_cond_signal(changed)
        pthread_mutex_unlock(mutex)
    }

    // MARK: With the mutex held, which is given up during the work

    private func end() {
        isOver = true
        pthread_cond_signal(changed)
    }

    private func ended(by halt: RunHalt) -> RunHalt {
        end()
        return halt
    }

    private func read(into batch: RecordBatch, with fill: Fill) {
        pthread_mutex_unlock(mutex)
        let answer = Result { () throws(RunHalt) in try fill(batch) }
        pthread_mutex_lock(mutex)
        switch answer {
        case .success(.read): filled.append((batch, .read))
        case .success(.mapped): filled.append((batch, .mapped))
        case .success(.end): isAtEnd = true
        case .failure(let halt):
            readFailure = halt
            isAtEnd = true
        }
        pthread_cond_signal(changed)
    }

    /// Maps the first batch that nobody has begun to map; false: there is none.
    private func mapNext(with map: Map) -> Bool {
        guard let index = filled.firstIndex(where: { $0.stage == .read }) else { return false }
        let batch = filled[index].batch
        filled[index].stage = .inWork
        pthread_mutex_unlock(mutex)
        map(batch)
        pthread_mutex_lock(mutex)
        // Batches before it may have gone meanwhile; it cannot.
        if let place = filled.firstIndex(where: { $0.batch === batch }) {
            filled[place].stage = .mapped
        }
        pthread_cond_signal(changed)
        return true
    }

    /// Writes the first results that wait for it, unless others are being written; false: there was
    /// nothing to write.
    private func writeNext(with write: Write) -> Bool {
        guard !isWriting, !decided.isEmpty, writeFailure == nil else { return false }
        let results = decided.removeFirst()
        isWriting = true
        pthread_mutex_unlock(mutex)
        let answer = Result { () throws(RunHalt) in try write(results) }
        pthread_mutex_lock(mutex)
        isWriting = false
        if case .failure(let halt) = answer { writeFailure = halt }
        free.append(results.batch)
        pthread_cond_signal(changed)
        return true
    }
}
