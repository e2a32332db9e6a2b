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

    @Test(arguments: [1, 2, 3]) func batchesArriveInOrder(_ inFlight: Int) throws {
        let ring = Self.ring(inFlight)
        let counter = Counter()
        let thread = ring.start { (batch) throws(RunHalt) in
            batch.chunk.index = counter.next()
            return batch.chunk.index < 100
        }
        var seen: [Int] = []
        while let batch = try ring.next() {
            seen.append(batch.chunk.index)
            ring.giveBack(batch)
        }
        thread.join()
        #expect(seen == Array(0..<100))
    }

    @Test func errorComesAfterTheBatchesBeforeIt() throws {
        let ring = Self.ring(3)
        let counter = Counter()
        let halt = RunHalt(.inputOutput, .feedFileUnreadable, "broken")
        let thread = ring.start { (batch) throws(RunHalt) in
            batch.chunk.index = counter.next()
            if batch.chunk.index == 2 { throw halt }
            return true
        }
        var seen = 0
        #expect(throws: halt) {
            while let batch = try ring.next() {
                seen += 1
                ring.giveBack(batch)
            }
        }
        thread.join()
        #expect(seen == 2)
    }

    @Test func abandonedReaderEnds() {
        let ring = Self.ring(1)
        let thread = ring.start { (_) throws(RunHalt) in true }
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
