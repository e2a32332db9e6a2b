/// The leavers of a run as records of our own, in chunks of their own, behind those of the feed.
///
/// Their numbers follow those of the feed's records, since the change log, the audit log and the
/// checkpoints need numbers that are unique; results show none.
package struct LeaverBatches {
    private let plan: DecidedRun
    private let recordsMax: Int
    /// Leavers of a chunk; each is a user to be loaded, so that fewer of them make a transaction than
    /// records do.
    private static let leaversMax = 1_024

    /// Makes the chunks of a plan's leavers, of at most `recordsMax` records each.
    package init(_ plan: DecidedRun, recordsMax: Int) {
        self.plan = plan
        self.recordsMax = max(1, min(recordsMax, Self.leaversMax))
    }

    /// Calls `body` with each chunk, in order, and the users whom its records are about.
    package func forEach(_ body: (RecordBatch, [UserID]) throws(RunHalt) -> Void) throws(RunHalt) {
        let batch = RecordBatch(chunk: FeedChunk(capacity: 64), layout: ColumnLayout())
        var index = plan.chunkHashes.count
        var start = Int(plan.recordCount)
        while start < plan.verdicts.count {
            let end = min(start + recordsMax, plan.verdicts.count)
            Self.fill(batch, with: start..<end, index: index)
            try body(batch, plan.verdicts[start..<end].compactMap(\.target.directoryUser))
            start = end
            index += 1
        }
    }

    /// Makes `batch` the records of some verdicts.
    static func fill(_ batch: RecordBatch, with verdicts: Range<Int>, index: Int) {
        batch.removeAll()
        batch.areLeavers = true
        batch.chunk.index = index
        for verdict in verdicts {
            batch.chunk.records.append(
                FeedRecord(
                    number: UInt32(verdict + 1), line: 0, offset: 0, byteLength: 0, firstField: 0,
                    fieldCount: 0, start: 0))
            batch.actions.append(.disable)
            batch.hasErrors.append(false)
            for _ in 0..<batch.layout.slotCount { batch.values.append(.keep) }
            for _ in 0..<3 { batch.keyHashes.append(0) }
        }
    }
}

extension DecisionTarget {
    /// The user of the directory; nil: nobody, or one whom the run creates.
    var directoryUser: UserID? {
        if case .user(let user) = self { user } else { nil }
    }
}
