/// The finished plan of a run: what the first reading decided, ready for the guards and the
/// second reading.
package final class DecidedRun {
    /// One verdict a record.
    @exclusivity(unchecked) package var verdicts: ContiguousArray<Verdict> = []
    /// Findings of the deciding steps about records they refused or found settled, in
    /// record order.
    @exclusivity(unchecked) package var refusals:
        ContiguousArray<(record: UInt32, finding: DecisionFinding)> = []
    /// Numbers given to derived usernames that were taken, by record.
    package var usernameNumbers: [UInt32: UInt32] = [:]
    /// Hash of each chunk, so that a second reading that differs is seen.
    package var chunkHashes: ContiguousArray<UInt64> = []
    package var summary = RunSummary()
    /// Users that the run creates.
    @exclusivity(unchecked) package var creates: UInt32 = 0
    /// Passwords that the run has to hash.
    @exclusivity(unchecked) package var passwords: UInt64 = 0
    /// Records that were done before an interruption.
    package var doneRecords: UInt32 = 0
    package var doneChunks = 0
    /// What changes about the keys of existing users.
    package var identity = IdentityTally()
    /// Records that fail for each column, by its name.
    package var faults: [String: UInt64] = [:]
    /// Whether the directory had no users when the run began.
    @exclusivity(unchecked) package var wasEmpty = false
    /// Whom the file names; nil: it is no full file.
    package var presence: PresentUsers?

    package init() {}

    /// Adds one record's verdict to the plan and its outcome to the counts.
    @inline(__always)
    package func add(_ verdict: Verdict) {
        verdicts.append(verdict)
        counts[Int(verdict.outcome.rawValue)] &+= 1
    }

    /// Gives a record another verdict.
    func replace(_ record: UInt32, by verdict: Verdict) {
        counts[Int(verdicts[Int(record) - 1].outcome.rawValue)] -= 1
        counts[Int(verdict.outcome.rawValue)] += 1
        verdicts[Int(record) - 1] = verdict
    }

    @exclusivity(unchecked) private var counts = [UInt64](repeating: 0, count: 16)

    /// Records by outcome so far; leavers are counted apart.
    package func count(_ outcome: Outcome) -> UInt64 { counts[Int(outcome.rawValue)] }

    /// Records decided so far, without leavers.
    package var recordCount: UInt64 { UInt64(verdicts.count) - leaverCount }

    /// Records about users of the directory.
    package var existingCount: UInt64 {
        var count: UInt64 = 0
        for verdict in verdicts[..<Int(recordCount)] where verdict.isAboutUser { count += 1 }
        return count
    }

    /// Notes for which columns the records of a batch fail.
    func noteFaults(of batch: RecordBatch) {
        var record = -1
        var columns: Set<String> = []
        for (index, issue) in batch.issues where issue.severity == .error {
            if index != record {
                record = index
                columns.removeAll(keepingCapacity: true)
            }
            guard let column = issue.column, columns.insert(column).inserted else { continue }
            faults[column, default: 0] += 1
        }
    }

    /// Users of the directory that are disabled or deleted, leavers among them. Those whom the run
    /// itself creates are not there to be lost.
    /// - Complexity: a look at each verdict, where anybody is removed at all.
    package var removals: UInt64 {
        let leavers = leaverCount(.deleted) + leaverCount(.disabled)
        guard count(.deleted) + count(.disabled) > 0 else { return leavers }
        let records = verdicts.prefix(Int(recordCount)).reduce(into: UInt64(0)) { sum, verdict in
            if verdict.removesExisting { sum += 1 }
        }
        return records + leavers
    }

    // MARK: Leavers

    private var leaverCounts = [UInt64](repeating: 0, count: 16)
    /// Leavers, whose verdicts follow those of the records.
    package private(set) var leaverCount: UInt64 = 0

    /// Adds the verdict of a leaver, after those of all records.
    package func addLeaver(_ verdict: Verdict) {
        verdicts.append(verdict)
        leaverCounts[Int(verdict.outcome.rawValue)] += 1
        leaverCount += 1
    }

    /// Leavers in the order in which they are dealt with.
    package var leavers: [UserID] {
        verdicts[Int(recordCount)...].compactMap(\.target.directoryUser)
    }

    /// Leavers by outcome.
    package func leaverCount(_ outcome: Outcome) -> UInt64 {
        leaverCounts[Int(outcome.rawValue)]
    }

    /// The refusals of one record, headline first.
    package func refusals(of record: UInt32) -> [DecisionFinding] {
        var low = 0
        var high = refusals.count
        while low < high {
            let middle = (low + high) / 2
            if refusals[middle].record < record { low = middle + 1 } else { high = middle }
        }
        var found: [DecisionFinding] = []
        while low < refusals.count, refusals[low].record == record {
            found.append(refusals[low].finding)
            low += 1
        }
        return found
    }
}
