import Provisioning
import Testing

/// Batches go round in order, and the reader's end and errors arrive.
@Suite struct ChunkRingTests {
    static func ring(_ batches: Int) -> ChunkRing {
        ChunkRing(
            batches: (0..<batches).map { _ in
                RecordBatch(chunk: FeedChunk(capacity: 64), layout: ColumnLayout())
            })
    }

    /// Stands for mapping; adds, so that mapping twice is seen.
    @Sendable static func mark(_ batch: RecordBatch) { batch.contentHash += 1 }

    /// Where no results are to be written.
    @Sendable static func nowhere(_ results: ChunkResults) throws(RunHalt) {
        throw RunHalt(.internalFault, .runInternalFault, "nothing was to be written")
    }

    static func results(of batch: RecordBatch) -> ChunkResults {
        ChunkResults(batch: batch, outcomes: [])
    }

    @Test(arguments: [1, 2, 3, 4], [false, true])
    func batchesArriveAndAreWrittenInOrder(_ inFlight: Int, _ writes: Bool) throws {
        let ring = Self.ring(inFlight)
        let counter = Counter()
        let written = Written()
        let thread = ring.start(
            fill: { (batch) throws(RunHalt) in
                batch.chunk.index = counter.next()
                batch.contentHash = 0
                if batch.chunk.index == 100 { return .end }
                return batch.chunk.index % 3 == 0 ? .mapped : .read
            },
            map: Self.mark, write: { (results) throws(RunHalt) in written.add(results) })
        var seen: [Int] = []
        var unmapped: [Int] = []
        while let batch = try ring.next(
            map: Self.mark, write: { (results) throws(RunHalt) in written.add(results) })
        {
            seen.append(batch.chunk.index)
            let isMapped = batch.contentHash == (batch.chunk.index % 3 == 0 ? 0 : 1)
            if !isMapped { unmapped.append(batch.chunk.index) }
            if writes { ring.conclude(Self.results(of: batch)) } else { ring.giveBack(batch) }
        }
        #expect(written.indexes == (writes ? Array(0..<100) : []), "written before the end is told")
        thread.join()
        #expect(seen == Array(0..<100))
        #expect(unmapped.isEmpty)
    }

    @Test func errorComesAfterTheBatchesBeforeIt() throws {
        let ring = Self.ring(3)
        let counter = Counter()
        let halt = RunHalt(.inputOutput, .feedFileUnreadable, "broken")
        let thread = ring.start(
            fill: { (batch) throws(RunHalt) in
                batch.chunk.index = counter.next()
                if batch.chunk.index == 2 { throw halt }
                return .read
            }, map: Self.mark, write: Self.nowhere)
        var seen = 0
        #expect(throws: halt) {
            while let batch = try ring.next(map: Self.mark, write: Self.nowhere) {
                seen += 1
                ring.giveBack(batch)
            }
        }
        thread.join()
        #expect(seen == 2)
    }

    @Test(arguments: [1, 2, 4]) func aFailedWriteEndsBothSides(_ inFlight: Int) throws {
        let ring = Self.ring(inFlight)
        let written = Written()
        let halt = RunHalt(.inputOutput, .runOutputFailed, "disk full")
        @Sendable func write(_ results: ChunkResults) throws(RunHalt) {
            if written.indexes.count == 3 { throw halt }
            written.add(results)
        }
        let thread = ring.start(
            fill: { (_) throws(RunHalt) in .read }, map: Self.mark, write: write)
        #expect(throws: halt) {
            while let batch = try ring.next(map: Self.mark, write: write) {
                ring.conclude(Self.results(of: batch))
            }
        }
        thread.join()
        #expect(written.indexes.count == 3, "nothing is written behind a gap")
    }

    @Test func abandonedReaderEnds() {
        let ring = Self.ring(1)
        let thread = ring.start(
            fill: { (_) throws(RunHalt) in .read }, map: Self.mark, write: Self.nowhere)
        ring.abandon()
        thread.join()
    }
}

/// Counts on the reading thread alone.
private final class Counter: @unchecked Sendable {
    private var value = -1
    func next() -> Int {
        value += 1
        return value
    }
}

/// What was written, by one thread at a time.
private final class Written: @unchecked Sendable {
    private(set) var indexes: [Int] = []
    func add(_ results: ChunkResults) { indexes.append(results.batch.chunk.index) }
}
