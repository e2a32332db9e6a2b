package import Provisioning

/// What is wrong with several records in the same way: one code in one column.
package struct FindingCause: Equatable, Sendable {
    /// The code.
    package var code: IssueCode
    /// The column as the user knows it; nil: the whole record, or it is not known any more.
    package var column: String?
    /// Whether the records were rejected for it.
    package var severity: IssueSeverity
    /// Findings of this kind.
    package var count: UInt64
    /// The first few of them.
    package var examples: [FindingExample] = []

    /// Joins what makes a cause.
    package init(code: IssueCode, column: String?, severity: IssueSeverity, count: UInt64 = 0) {
        self.code = code
        self.column = column
        self.severity = severity
        self.count = count
    }
}

/// One finding with its place.
package struct FindingExample: Equatable, Sendable {
    /// Physical line of the file; 0: a leaver, who has none.
    package var line: UInt64
    /// Number of the record; 0: a leaver.
    package var record: UInt32
    /// What was found; nil: only the text is known any more.
    package var issue: RecordIssue?
    /// The message as the results file has it, for a record that was done before an interruption.
    package var text: String?

    /// Names a place with what was found there.
    package init(
        line: UInt64, record: UInt32, issue: RecordIssue? = nil, text: String? = nil
    ) {
        self.line = line
        self.record = record
        self.issue = issue
        self.text = text
    }

    /// What to show of it; nil: nothing is known. Without the value, it is what anybody may read.
    func message(withValue: Bool) -> String? {
        guard let issue else { return text }
        return withValue ? issue.message : issue.shareableMessage
    }
}

/// Counts findings by cause, and keeps the first few of each.
///
/// A cause that is met again and again costs two comparisons.
struct FindingCauses: Sendable {
    /// Examples of a cause.
    static let examplesMax = 5

    private struct Key: Hashable {
        var code: IssueCode
        var column: String?
    }

    /// The causes, in the order in which they were met.
    private(set) var all: ContiguousArray<FindingCause> = []
    private var places: [Key: Int] = [:]
    private var last = -1

    /// Counts an issue of the cause that was met last; false: it is of another one, or its place is
    /// wanted.
    @inline(__always)
    mutating func countAgain(_ issue: RecordIssue) -> Bool {
        guard last >= 0, all[last].code == issue.code,
            all[last].examples.count == Self.examplesMax, all[last].column == issue.column
        else { return false }
        all[last].count += 1
        return true
    }

    /// Counts an issue of any cause; record 0 is a leaver.
    mutating func count(_ issue: RecordIssue, line: UInt64, record: UInt32) {
        last = place(issue.code, issue.column, issue.severity)
        all[last].count += 1
        if all[last].examples.count < Self.examplesMax {
            all[last].examples.append(FindingExample(line: line, record: record, issue: issue))
        }
    }

    /// Counts a finding of which only the results file tells; `text` is its message.
    mutating func count(
        _ code: IssueCode, column: String?, text: @autoclosure () -> String?, line: UInt64,
        record: UInt32, isRejected: Bool
    ) {
        let severity: IssueSeverity = isRejected ? code.severity : .warning
        last = place(code, column, severity)
        all[last].count += 1
        if all[last].examples.count < Self.examplesMax {
            all[last].examples.append(FindingExample(line: line, record: record, text: text()))
        }
    }

    private mutating func place(
        _ code: IssueCode, _ column: String?, _ severity: IssueSeverity
    ) -> Int {
        let key = Key(code: code, column: column)
        if let place = places[key] { return place }
        places[key] = all.count
        all.append(FindingCause(code: code, column: column, severity: severity))
        return all.count - 1
    }

    /// Findings by code.
    var counts: [IssueCode: UInt64] {
        var counts: [IssueCode: UInt64] = [:]
        for cause in all { counts[cause.code, default: 0] += cause.count }
        return counts
    }

    /// The first example of each code.
    var first: [IssueCode: FindingExample] {
        var first: [IssueCode: FindingExample] = [:]
        for cause in all {
            guard let example = cause.examples.first else { continue }
            if let known = first[cause.code], Self.isEarlier(known, example) { continue }
            first[cause.code] = example
        }
        return first
    }

    /// Leavers come after all records.
    static func isEarlier(_ left: FindingExample, _ right: FindingExample) -> Bool {
        let places = [left.record, right.record].map { $0 == 0 ? UInt32.max : $0 }
        return places[0] <= places[1]
    }
}
