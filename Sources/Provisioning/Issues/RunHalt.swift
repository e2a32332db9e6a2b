/// Why a run cannot go on: ends as an exit status and a message, never as a result of a record.
package struct RunHalt: Error, Equatable, Sendable {
    /// The status that the process ends with.
    package var status: ExitStatus
    /// Stable code, such as `run.directory.busy`.
    package var code: IssueCode
    /// One sentence: what was found. Carries no personal data.
    package var message: String
    /// What to do about it, if something can be said.
    package var advice: String?

    package init(
        _ status: ExitStatus, _ code: IssueCode, _ message: String, advice: String? = nil
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.advice = advice
    }

    /// The same where the work itself is done, and only something about it is not: `what` says so.
    ///
    /// A file that could not be made is then a failed output like any other (74), for 73 means that
    /// nothing was changed.
    package func afterwards(_ what: String) -> RunHalt {
        RunHalt(
            status == .cannotCreate ? .inputOutput : status, code, "\(what): \(message)",
            advice: advice)
    }

    /// Message, code and advice as they are printed on standard error.
    package var text: String {
        let head = "\(message) [\(code.rawValue)]"
        guard let advice else { return head }
        return "\(head)\n  \(advice)"
    }
}
