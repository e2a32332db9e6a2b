/// Why a cell's value is refused.
package struct ValueFault: Error, Equatable, Sendable {
    package var code: IssueCode
    /// What was found and what is allowed, as `RecordIssue.finding` wants it; never quotes the
    /// value, so that it may be shown where the value may not.
    package var finding: String
    /// Weight of the fault: a thrown one is an error, whatever its code says by itself.
    package var severity: IssueSeverity

    package init(_ code: IssueCode, _ finding: String, severity: IssueSeverity = .error) {
        self.code = code
        self.finding = finding
        self.severity = severity
    }

    /// The fault as an issue of a record; `value` is the one found, nil for a secret.
    package func issue(column: String?, value: String?) -> RecordIssue {
        RecordIssue(code, column: column, value: value, finding: finding, severity: severity)
    }
}
