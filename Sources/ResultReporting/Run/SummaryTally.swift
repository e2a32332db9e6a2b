package import Provisioning

/// Adds results up to a run's summary.
package struct SummaryTally: Sendable {
    /// Name of the feed's file, as places show it.
    package let file: String
    /// Columns of the feed as messages name them, beside those that every feed may have.
    private let columns: Set<String>
    private var findings = FindingCauses()
    private var mailsQueued: UInt64 = 0
    private var counts: [UInt64] = Array(repeating: 0, count: 16)
    private var leaverCounts: [UInt64] = Array(repeating: 0, count: 16)

    /// Begins with nothing counted.
    ///
    /// `columns` are those of the feed, as messages name them: they are needed where results of an
    /// interrupted run are read back.
    package init(file: String, columns: Set<String> = []) {
        self.file = file
        self.columns = columns
    }

    /// The same with nothing counted.
    var emptied: SummaryTally { SummaryTally(file: file, columns: columns) }

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
        mailsQueued += results.mailsQueued
        for (record, issues) in results.issues where record >= results.firstRecord {
            for issue in issues where !findings.countAgain(issue) {
                let place = records[record]
                findings.count(
                    issue, line: place.line, record: areLeavers ? 0 : place.number)
            }
        }
    }

    /// Adds the outcomes that were reached before an interruption: of so many records, and of the
    /// leavers that follow them.
    package mutating func add(_ outcomes: ContiguousArray<Outcome>, records: Int) {
        for outcome in outcomes.prefix(records) { counts[Int(outcome.rawValue)] += 1 }
        for outcome in outcomes.dropFirst(records) { leaverCounts[Int(outcome.rawValue)] += 1 }
    }

    /// Adds the findings of a record that was done before an interruption, as its result tells them.
    ///
    /// Column and text of a message are known where the result shows whose it is. Its value is not
    /// known apart from the text, so `examples` has nothing for a code that was met first there.
    mutating func addKept(_ result: ResultLine) {
        let codes = result.codes
        guard !codes.isEmpty else { return }
        let messages = KeptMessages(result.text(.messages), of: codes.count, columns: columns)
        for (index, code) in codes.enumerated() {
            let (column, text) = messages[index]
            findings.count(
                code, column: column, text: text, line: result.number(.line),
                record: UInt32(truncatingIfNeeded: result.number(.record)),
                isRejected: result.outcome == .rejected)
        }
    }

    /// The first issue of each code, for an example of its message.
    package var examples: [IssueCode: RecordIssue] {
        findings.first.compactMapValues(\.issue)
    }

    /// Findings by cause, in the order in which they were met.
    package var causes: [FindingCause] { Array(findings.all) }

    /// The figures so far; groups and notices are for the caller to add.
    package var summary: RunSummary {
        var summary = RunSummary()
        summary.issues = findings.counts
        summary.firstPlaces = findings.first.mapValues { place in
            place.record > 0 ? "\(file):\(place.line) (record \(place.record))" : file
        }
        summary.mailsQueued = mailsQueued
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

/// The messages of one result, told apart again where they can be.
private struct KeptMessages {
    private static let columnNames = Set(UserColumn.allCases.map(\.name))

    private var parts: [String] = []
    private let columns: Set<String>

    init(_ text: String, of count: Int, columns: Set<String>) {
        self.columns = columns
        let text = text.first == "'" ? String(text.dropFirst()) : text
        let parts = count == 1 ? [text] : Self.split(text)
        // A value may have the separator in it: then nobody can say which message is whose.
        if parts.count == count { self.parts = parts }
    }

    /// Column and message of a finding; nil: not known.
    subscript(index: Int) -> (column: String?, text: String?) {
        guard index < parts.count else { return (nil, nil) }
        let part = parts[index]
        guard let colon = part.firstRange(of: ": "),
            case let name = String(part[..<colon.lowerBound]), isColumn(name)
        else { return (nil, part) }
        return (name, String(part[colon.upperBound...]))
    }

    /// Whether a message can be about a column of that name; other words before a colon are its own.
    private func isColumn(_ name: String) -> Bool {
        columns.contains(name) || Self.columnNames.contains(name)
            || (name.hasPrefix("attr.") && !name.contains(" "))
    }

    private static func split(_ text: String) -> [String] {
        text.split(separator: " | ", omittingEmptySubsequences: false).map(String.init)
    }
}
