/// A rejected record of a feed's run that nobody has corrected yet.
package struct OpenReject: Equatable, Sendable {
    package var run: Int64
    package var record: UInt32
    /// Keyed hashes of its keys, in the order of the key slots; 0: it has no such key.
    package var hashes: (username: UInt64, email: UInt64, externalID: UInt64)
    /// How often it was delivered.
    package var attempts: UInt32

    package init(
        run: Int64, record: UInt32, hashes: (username: UInt64, email: UInt64, externalID: UInt64),
        attempts: UInt32
    ) {
        self.run = run
        self.record = record
        self.hashes = hashes
        self.attempts = attempts
    }

    package static func == (left: Self, right: Self) -> Bool {
        left.run == right.run && left.record == right.record && left.hashes == right.hashes
            && left.attempts == right.attempts
    }
}

/// What a chunk's results say about rejected records that are open.
package enum RejectChange: Equatable, Sendable {
    /// A record of this run is rejected for the first time.
    case opened(OpenReject, code: IssueCode)
    /// It was rejected once more.
    case again(run: Int64, record: UInt32, attempts: UInt32)
    /// It was accepted.
    case closed(run: Int64, record: UInt32)
}

/// Follows rejected records from run to run of a feed, by the keyed hashes of their keys.
///
/// Belongs to the applying thread. A run without rejects, of a feed that has none open, does nothing
/// a record.
package final class RejectLineage {
    /// Rows of a feed that are followed at most; further rejects are not.
    package static let rowsMax = 200_000

    /// What this run has seen of a row; `met` is a record that was passed over.
    private enum Fate: UInt8 { case open, met, again, closed }

    private struct Row {
        var run: Int64
        var record: UInt32
        var attempts: UInt32
        var fate = Fate.open
    }

    private let run: Int64
    /// Of earlier runs.
    private var rows: ContiguousArray<Row> = []
    private var rowsByHash: [UInt64: Int32] = [:]
    private var room: Int
    /// What is to be written with the next checkpoint.
    private var changes: [RejectChange] = []
    /// Records of this run that met one of an earlier run, by that run.
    private var matches: [Int64: Int] = [:]
    /// Whether the file is a rejects file that comes back.
    private var isReturned: Bool

    /// Begins with the open records of earlier runs; `isReturned` says whether the header is that of
    /// a rejects file.
    package init(run: OpenRun, open: [OpenReject], isReturned: Bool) {
        self.run = run.id
        self.isReturned = isReturned
        room = Self.rowsMax - open.count
        rows.reserveCapacity(open.count)
        for reject in open where reject.run != run.id {
            let index = Int32(rows.count)
            rows.append(Row(run: reject.run, record: reject.record, attempts: reject.attempts))
            let hashes = reject.hashes
            // A username may pass to another person; an external id tells them apart.
            let keys =
                hashes.externalID != 0 ? [hashes.externalID] : [hashes.username, hashes.email]
            for hash in keys where hash != 0 {
                // Of two open records with one key the older counts.
                if rowsByHash[hash] == nil { rowsByHash[hash] = index }
            }
        }
    }

    /// Notes what became of a chunk's records.
    package func note(_ results: ChunkResults) {
        let batch = results.batch
        guard !batch.areLeavers else { return }
        if batch.codesField >= 0 || batch.messagesField >= 0 { isReturned = true }
        let followsAll = !rows.isEmpty
        for record in results.firstRecord..<max(results.firstRecord, results.outcomes.count) {
            let outcome = results.outcomes[record]
            if outcome == .rejected {
                reject(record, results)
            } else if followsAll, outcome != .skipped, batch.actions[record].isDescribing {
                accept(record, batch)
            } else if followsAll, let index = row(of: record, batch), rows[index].fate == .open {
                rows[index].fate = .met
            }
        }
    }

    /// Whether there are rows of earlier runs.
    package var isFollowing: Bool { !rows.isEmpty }

    /// Notes a record that was done before an interruption: its row is as it has left it.
    package func noteDone(_ record: Int, of batch: RecordBatch, outcome: Outcome) {
        if batch.codesField >= 0 || batch.messagesField >= 0 { isReturned = true }
        let wasClosed = outcome != .rejected && batch.actions[record].isDescribing
        guard outcome != .skipped, !wasClosed, let index = row(of: record, batch) else { return }
        if outcome == .rejected {
            matches[rows[index].run, default: 0] += 1
            rows[index].fate = .again
        } else if rows[index].fate == .open {
            rows[index].fate = .met
        }
    }

    /// Closes the rows that no record of a whole full file met: who is gone needs no correction.
    package func closeUnmet() {
        for index in rows.indices where rows[index].fate == .open {
            rows[index].fate = .closed
            changes.append(.closed(run: rows[index].run, record: rows[index].record))
        }
    }

    private func reject(_ record: Int, _ results: ChunkResults) {
        let batch = results.batch
        var attempts: UInt32 = 1
        if let index = row(of: record, batch) {
            let row = rows[index]
            matches[row.run, default: 0] += 1
            guard row.fate == .closed else {
                guard row.fate != .again else { return }
                rows[index].fate = .again
                return changes.append(
                    .again(run: row.run, record: row.record, attempts: row.attempts + 1))
            }
            // Its person came before in this file and was accepted: it is a record of this run now.
            attempts = row.attempts + 1
        }
        let first = record * 3
        let hashes = (
            username: batch.keyHashes[first], email: batch.keyHashes[first + 1],
            externalID: batch.keyHashes[first + 2]
        )
        guard room > 0, hashes != (0, 0, 0),
            let code = results.issues.first(where: { $0.record == record })?.issues.first?.code
        else { return }
        room -= 1
        changes.append(
            .opened(
                OpenReject(
                    run: run, record: batch.chunk.records[record].number, hashes: hashes,
                    attempts: attempts), code: code))
    }

    private func accept(_ record: Int, _ batch: RecordBatch) {
        guard let index = row(of: record, batch) else { return }
        let row = rows[index]
        matches[row.run, default: 0] += 1
        guard row.fate != .closed else { return }
        rows[index].fate = .closed
        changes.append(.closed(run: row.run, record: row.record))
    }

    /// The open record of an earlier run that one of the record's keys belongs to.
    private func row(of record: Int, _ batch: RecordBatch) -> Int? {
        guard !rows.isEmpty else { return nil }
        for key in record * 3..<record * 3 + 3 {
            let hash = batch.keyHashes[key]
            if hash != 0, let index = rowsByHash[hash] { return Int(index) }
        }
        return nil
    }

    /// What has been noted since this was asked last, to be written with a checkpoint.
    package func takeChanges() -> [RejectChange] {
        defer { changes.removeAll() }
        return changes
    }

    /// Whether there is something to be written.
    package var hasChanges: Bool { !changes.isEmpty }

    /// The run whose rejects file this is, by the most records in common; nil: it is none, or nobody
    /// knows whose.
    package var origin: Int64? {
        guard isReturned else { return nil }
        return matches.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    /// Records that are still open, by the earlier run whose they are.
    package var stillOpen: [Int64: Int] {
        var counts: [Int64: Int] = [:]
        for row in rows where row.fate != .closed { counts[row.run, default: 0] += 1 }
        return counts
    }
}
