import Provisioning

/// The causes that share a code, which is what is put right at once.
struct CauseGroup {
    /// Examples that are shown of a code.
    static let examplesMax = 3

    let code: IssueCode
    /// Findings, biggest first.
    let count: UInt64
    /// Columns that it was found in, with their counts, biggest first.
    let columns: [(name: String, count: UInt64)]
    /// The first examples, in the order of the file.
    let examples: [(column: String?, example: FindingExample)]

    private init(_ causes: [FindingCause], code: IssueCode) {
        self.code = code
        count = causes.reduce(0) { $0 + $1.count }
        columns = causes.compactMap { cause in cause.column.map { ($0, cause.count) } }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        let all = causes.flatMap { cause in cause.examples.map { (cause.column, $0) } }
        examples = Array(
            all.sorted {
                FindingCauses.isEarlier($0.1, $1.1) && !FindingCauses.isEarlier($1.1, $0.1)
            }
            .prefix(Self.examplesMax)
            .map { (column: $0.0, example: $0.1) })
    }

    /// The groups of one severity, biggest first.
    static func groups(of report: RunReport, _ severity: IssueSeverity) -> [CauseGroup] {
        var byCode: [IssueCode: [FindingCause]] = [:]
        for cause in report.causes where cause.severity == severity {
            byCode[cause.code, default: []].append(cause)
        }
        return byCode.map { CauseGroup($0.value, code: $0.key) }.sorted { left, right in
            left.count != right.count
                ? left.count > right.count : left.code.rawValue < right.code.rawValue
        }
    }
}
