/// The order of one record's issues: errors first, then by column as identity goes before profile.
///
/// The first one is the record's headline.
enum IssueOrder {
    /// Sorts the issues from `first` on, which all belong to one record.
    ///
    /// - Returns: whether an error is among them.
    @inline(never)
    static func sort(
        _ issues: inout [(record: Int, issue: RecordIssue)], from first: Int
    ) -> Bool {
        if issues.count - first > 1 {
            let ranked = issues[first...].enumerated().sorted { left, right in
                let leftRank = rank(left.element.issue)
                let rightRank = rank(right.element.issue)
                return leftRank == rightRank ? left.offset < right.offset : leftRank < rightRank
            }
            issues.replaceSubrange(first..., with: ranked.map(\.element))
        }
        return issues[first].issue.severity == .error
    }

    private static func rank(_ issue: RecordIssue) -> Int {
        let weight = issue.severity == .error ? 0 : 1_000
        guard let name = issue.column else { return weight }
        guard let column = UserColumn(name: name) else { return weight + 500 }
        return weight + 1 + Int(column.rawValue)
    }
}
