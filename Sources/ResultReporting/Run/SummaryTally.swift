package import Provisioning

/// Adds results up to a run's summary.
package struct SummaryTally: Sendable {
    /// Name of the feed's file, as places show it.
    package let file: String
    /// Codes, first places, mails and groups; its outcomes are filled in by `summary`.
    private var base = RunSummary()
    /// The first issue of each code, for an example of its message.
    package private(set) var examples: [IssueCode: RecordIssue] = [:]
    private var counts: [UInt64] = Array(repeating: 0, count: 16)
    private var leaverCounts: [UInt64] = Array(repeating: 0, count: 16)

    /// Begins with nothing counted.
    package init(file: String) { self.file = file }

    /// Adds the results of a chunk's records; leavers (record 0) are counted apart.
    /// - Complexity: one addition for a record without issues.
    package mutating func add(_ results: ChunkResults) {
        let records = results.batch.chunk.records
        let areLeavers = results.batch.areLeavers
        for record in results.firstRecord..<max(results.firstRecord, results.outcomes.count) {
            let outcome = Int(results.outcomes[record].rawValue)
            if records[record].number > 0, !areLeavers {
                counts[outcome] += 1
            } else {
                leaverCounts[outcome] += 1
            }
        }
        base.mailsQueued += results.mailsQueued
        for (record, issues) in results.issues where record >= results.firstRecord {
            for issue in issues {
                if issue.code == run.code {
                    run.count += 1
                    continue
                }
                settleRun()
                var place = records[record]
                if areLeavers { place.number = 0 }
                add(issue, at: place)
                run.code = issue.code
            }
        }
        settleRun()
        run.code = nil
    }

    /// A code that is met again and again is counted here until another one comes, instead of being
    /// looked up each time.
    private var run: (code: IssueCode?, count: UInt64) = (nil, 0)

    private mutating func settleRun() {
        guard let code = run.code, run.count > 0 else { return }
        base.issues[code, default: 0] += run.count
        run.count = 0
    }

    /// Adds the outcomes that were reached before an interruption: of so many records, and of the
    /// leavers that follow them.
    package mutating func add(_ outcomes: ContiguousArray<Outcome>, records: Int) {
        for outcome in outcomes.prefix(records) { counts[Int(outcome.rawValue)] += 1 }
        for outcome in outcomes.dropFirst(records) { leaverCounts[Int(outcome.rawValue)] += 1 }
    }

    /// Adds a finding of a record that was done before an interruption; record 0 is a leaver.
    ///
    /// Its message is not known any more, so its code has no example if it is the first one.
    package mutating func addKept(_ code: IssueCode, line: UInt64, record: UInt32) {
        _ = count(code, line: line, record: record)
    }

    private mutating func add(_ issue: RecordIssue, at place: FeedRecord) {
        let isFirst = count(issue.code, line: place.line, record: place.number)
        if isFirst { examples[issue.code] = issue }
    }

    /// Counts a code, and says whether it is the first of its kind.
    private mutating func count(_ code: IssueCode, line: UInt64, record: UInt32) -> Bool {
        base.issues[code, default: 0] += 1
        guard base.firstPlaces[code] == nil else { return false }
        base.firstPlaces[code] = record > 0 ? "\(file):\(line) (record \(record))" : file
        return true
    }

    /// The figures so far; mails, groups and notices are for the caller to add.
    package var summary: RunSummary {
        var summary = base
        summary.outcomes = Self.byOutcome(counts)
        summary.leavers = leavers
        summary.records = counts.reduce(0, +)
        return summary
    }

    /// Leavers by outcome.
    package var leavers: [Outcome: UInt64] { Self.byOutcome(leaverCounts) }

    private static func byOutcome(_ counts: [UInt64]) -> [Outcome: UInt64] {
        var outcomes: [Outcome: UInt64] = [:]
        for outcome in Outcome.allCases where counts[Int(outcome.rawValue)] > 0 {
            outcomes[outcome] = counts[Int(outcome.rawValue)]
        }
        return outcomes
    }
}
