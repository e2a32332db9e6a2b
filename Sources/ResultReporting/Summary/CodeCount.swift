import Provisioning

/// The order in which codes are listed: errors first, the most frequent first, then by name.
enum CodeCount {
    static func ordered(_ issues: [IssueCode: UInt64]) -> [(code: IssueCode, count: UInt64)] {
        issues.map { (code: $0.key, count: $0.value) }.sorted { left, right in
            let isLeftError = left.code.severity == .error
            if isLeftError != (right.code.severity == .error) { return isLeftError }
            if left.count != right.count { return left.count > right.count }
            return left.code.rawValue < right.code.rawValue
        }
    }
}
