extension ImportRun {
    /// Reads the feed through on a thread of its own, which also maps and validates, and hands
    /// each batch to `body` on this one.
    func read(
        _ phase: RunProgress.Phase, wantsFingerprints: Bool,
        _ body: (RecordBatch) throws(RunHalt) -> Void
    ) throws(RunHalt) {
        let mapper = mapper(wantsFingerprints: wantsFingerprints)
        if phase == .decide, inputs.origin == .feed { mapper.health = HealthTally() }
        let reading = ReadingSide(source: inputs.source, mapper: mapper)
        let ring = ChunkRing(
            batches: (0..<Self.batchesInFlight).map { _ in
                RecordBatch(
                    chunk: FeedChunk(capacity: inputs.limits.chunkBytes * 3 / 2),
                    layout: mapping.layout)
            })
        let thread = ring.start { (batch) throws(RunHalt) in try reading.fill(batch) }
        defer {
            thread.join()
            if let columns = reading.columns { foundColumns = columns }
            if let tally = mapper.health { health = tally.health(mapper.mapping) }
        }
        do throws(RunHalt) {
            while let batch = try ring.next() {
                if inputs.shouldStop(), phase == .decide {
                    throw RunHalt(
                        .interrupted, .runInterrupted,
                        "interrupted before anything was changed")
                }
                try body(batch)
                ring.giveBack(batch)
            }
        } catch {
            ring.abandon()
            throw error
        }
    }

    /// Batches between the two threads: one being read, one being decided, one waiting.
    private static let batchesInFlight = 3

    func mapper(wantsFingerprints: Bool) -> BatchMapper {
        BatchMapper(
            mapping: mapping, profile: inputs.profile, limits: inputs.limits,
            hashKey: inputs.hashKey, wantsFingerprints: wantsFingerprints)
    }

    /// Whether the first reading needs fingerprints: only where there are some to compare with.
    func wantsFingerprints(_ isDirectoryEmpty: Bool) -> Bool {
        !isDirectoryEmpty && inputs.origin == .feed
    }

    /// Under which mapping, profile, policy and version the run's fingerprints hold; 0: a command
    /// stores none.
    var fingerprintBasis: UInt64 {
        if inputs.origin != .feed { return 0 }
        let text = "\(inputs.basisText)\u{0}\(mapping.digest)"
        let hash = KeyedHash(key: inputs.hashKey).key(ByteString(text), index: 9)
        return hash & 0x7FFF_FFFF_FFFF_FFFF | 1
    }

    /// Records that the feed seems to have, by its length and its first chunk, with two per cent
    /// to spare.
    func expectedRecords(_ first: FeedChunk) -> Int {
        guard let start = first.records.first, let last = first.records.last else { return 0 }
        let bytes = last.offset + UInt64(last.byteLength) - start.offset
        let records = UInt64(first.records.count)
        guard let total = inputs.source.byteCount, bytes > 0 else { return Int(records) }
        let most = UInt64(inputs.limits.recordsMax)
        // One byte a record is the least, so that a strange first chunk cannot ask for the moon.
        return Int(min(max(total * records / bytes * 51 / 50, records), min(total, most)))
    }

    func progress(_ phase: RunProgress.Phase, _ batch: RecordBatch, rejected: UInt64) {
        guard let last = batch.chunk.records.last else { return }
        inputs.progress(
            RunProgress(
                phase: phase, records: UInt64(last.number),
                bytes: last.offset + UInt64(last.byteLength),
                bytesTotal: inputs.source.byteCount, rejected: rejected))
    }
}

/// What the reading thread works with; only that thread uses it while it runs.
private final class ReadingSide: @unchecked Sendable {
    private let source: any RecordSource
    private let mapper: BatchMapper
    private var nextIndex = 0
    /// Columns that the records have named; to be asked for when the thread has ended.
    private(set) var columns: FoundColumns?

    init(source: any RecordSource, mapper: BatchMapper) {
        self.source = source
        self.mapper = mapper
    }

    func fill(_ batch: RecordBatch) throws(RunHalt) -> Bool {
        batch.removeAll()
        guard try source.read(into: batch.chunk) else { return false }
        batch.chunk.index = nextIndex
        columns = batch.chunk.columns
        nextIndex += 1
        mapper.map(batch)
        return true
    }
}
