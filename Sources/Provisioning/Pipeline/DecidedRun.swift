/// The finished plan of a run: what the first reading decided, ready for the guards and the
/// second reading.
package final class DecidedRun {
    /// One verdict a record.
    package var verdicts: ContiguousArray<Verdict> = []
    /// Findings of the deciding steps about records they refused or found settled, in
    /// record order.
    package var refusals: ContiguousArray<(record: UInt32, finding: DecisionFinding)> = []
    /// Numbers given to derived usernames that were taken, by record.
    package var usernameNumbers: [UInt32: UInt32] = [:]
    /// Hash of each chunk, so that a second reading that differs is seen.
    package var chunkHashes: ContiguousArray<UInt64> = []
    package var summary = RunSummary()
    /// Users that the run creates.
    package var creates: UInt32 = 0
    /// Passwords that the run has to hash.
    package var passwords: UInt64 = 0
    /// Records that were done before an interruption.
    package var doneRecords: UInt32 = 0
    package var doneChunks = 0
    /// Whether the directory had no users when the run began.
    package var wasEmpty = false

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

    private var counts = [UInt64](repeating: 0, count: 16)

    /// Records by outcome so far.
    package func count(_ outcome: Outcome) -> UInt64 { counts[Int(outcome.rawValue)] }

    /// Records decided so far.
    package var recordCount: UInt64 { UInt64(verdicts.count) }

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
