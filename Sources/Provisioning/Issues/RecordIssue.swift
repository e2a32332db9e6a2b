/// How much an issue weighs: an error rejects its record, a warning does not.
package enum IssueSeverity: String, Sendable {
    case error, warning
}

/// One finding about a record.
package struct RecordIssue: Equatable, Sendable {
    package var code: IssueCode
    package var severity: IssueSeverity
    /// Number from 1 of the column of a CSV header that a notice is about, whose name is `value`; nil:
    /// it is about something else.
    package var columnNumber: UInt16?
    /// The column that it is about, as the user knows it (`email`, `attr.costCenter`); nil: the
    /// whole record.
    package var column: String?
    /// The value found, unescaped and unshortened; nil: none, or one that nobody may see.
    package var value: String?
    /// What is wrong and what is allowed, as the predicate of a sentence that begins with the
    /// value: `is not an e-mail address: it has two @ signs`.
    package var finding: String

    package init(
        _ code: IssueCode, column: String? = nil, value: String? = nil, finding: String,
        severity: IssueSeverity? = nil
    ) {
        self.code = code
        self.severity = severity ?? code.severity
        self.column = column
        self.value = value
        self.finding = finding
    }

    /// The finding with the value: for results and rejects, which are the administrator's own.
    package var message: String {
        guard let value else { return finding }
        return "\"\(MessageText.quoted(value))\" \(finding)"
    }

    /// The finding without the value: for logs, standard error and whatever is shared.
    package var messageWithoutValue: String {
        guard value != nil else { return finding }
        return "the value \(finding)"
    }

    /// The finding for whoever must learn nothing of the people in the file, as `--shareable` promises:
    /// without values, headers and names of groups, and without numbers of users.
    package var shareableMessage: String {
        let finding = ShareableText.of(finding)
        guard value != nil else { return finding }
        guard let columnNumber else { return "the value \(finding)" }
        return "column \(columnNumber) \(finding)"
    }
}
