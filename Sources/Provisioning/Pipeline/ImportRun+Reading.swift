extension ImportRun {
    /// Reads the feed through on a thread of its own, and hands each batch, mapped and validated, to
    /// `body` on this one.
    ///
    /// Results that `body` returns are written behind it, in order; they have been when this returns.
    /// Both threads map and write, whichever has time.
    func read(
        _ phase: RunProgress.Phase, wantsFingerprints: Bool,
        _ body: (RecordBatch) throws(RunHalt) -> ChunkResults?
    ) throws(RunHalt) {
        let reading = ReadingSide(
            source: inputs.source, mapper: mapper(wantsFingerprints: wantsFingerprints),
            sink: inputs.sink, takesHealth: phase == .decide && inputs.origin == .feed)
        let helping = mapper(wantsFingerprints: wantsFingerprints)
        let ring = ChunkRing(
            batches: (0..<batchesInFlight).map { _ in
                RecordBatch(
                    chunk: FeedChunk(capacity: inputs.limits.chunkBytes * 3 / 2),
                    layout: mapping.layout)
            })
        let thread = ring.start(
            fill: { (batch) throws(RunHalt) in try reading.fill(batch) },
            map: { reading.map($0) },
            write: { (results) throws(RunHalt) in try reading.write(results) })
        defer {
            thread.join()
            if let columns = reading.columns { foundColumns = columns }
            if let found = reading.health { health = found }
        }
        do throws(RunHalt) {
            while let batch = try ring.next(
                map: { helping.map($0) },
                write: { (results) throws(RunHalt) in try self.inputs.sink.write(results) })
            {
                if inputs.shouldStop(), phase == .decide {
                    throw RunHalt(
                        .interrupted, .runInterrupted,
                        "interrupted before anything was changed")
                }
                if let results = try body(batch) {
                    ring.conclude(results)
                } else {
                    ring.giveBack(batch)
                }
            }
        } catch {
            ring.abandon()
            throw error
        }
    }

    /// Batches between the two threads, 4 MiB each: one being read, one being decided, one to be mapped,
    /// and one to be written where results are written behind the decisions.
    private var batchesInFlight: Int { inputs.isDryRun ? 4 : 3 }

    func mapper(wantsFingerprints: Bool) -> BatchMapper {
        BatchMapper(
            mapping: mapping, profile: inputs.profile, limits: inputs.limits,
            hashKey: inputs.hashKey, wantsFingerprints: wantsFingerprints,
            wantsContentHashes: !inputs.isDryRun)
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

/// What the reading thread works with; only that thread uses it while it runs, but for the sink, to
/// which one thread at a time writes.
private final class ReadingSide: @unchecked Sendable {
    private let source: any RecordSource
    private let mapper: BatchMapper
    private let sink: any ResultSink
    private var tally: HealthTally?
    private var nextIndex = 0
    /// Columns that the records have named; to be asked for when the thread has ended.
    private(set) var columns: FoundColumns?

    init(
        source: any RecordSource, mapper: BatchMapper, sink: any ResultSink, takesHealth: Bool
    ) {
        self.source = source
        self.sink = sink
        self.mapper = mapper
        tally = takesHealth ? HealthTally() : nil
    }

    /// How the columns were filled; to be asked for when the thread has ended.
    var health: FileHealth? { tally?.health(mapper.mapping) }

    func fill(_ batch: RecordBatch) throws(RunHalt) -> ChunkRing.Filling {
        batch.removeAll()
        guard try source.read(into: batch.chunk) else { return .end }
        batch.chunk.index = nextIndex
        columns = batch.chunk.columns
        nextIndex += 1
        // The columns that records name are found while they are read, on this thread.
        if batch.chunk.columns != nil { mapper.map(batch) }
        tally?.add(batch.chunk, mapper.plan, mapper.hash)
        return batch.chunk.columns != nil ? .mapped : .read
    }

    func map(_ batch: RecordBatch) { mapper.map(batch) }

    func write(_ results: ChunkResults) throws(RunHalt) { try sink.write(results) }
}
