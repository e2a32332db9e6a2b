import Provisioning

/// One thing that `muster doctor` has looked at.
struct DoctorFinding: Equatable, Sendable {
    /// How it is; the raw value is how it is printed.
    enum State: String, Sendable {
        /// As it should be.
        case ok
        /// Worth knowing, and nothing to do.
        case note
        /// Works, and somebody should see to it.
        case warning
        /// Does not work.
        case fault
    }

    /// What was looked at: `program`, `configuration`, `directory` ...
    var subject: String
    var state: State
    /// Code of a fault; nil: it has none.
    var code: IssueCode?
    /// What was found.
    var message: String
    /// What to do; nil: nothing.
    var advice: String?

    init(
        _ subject: String, _ state: State, _ message: String, advice: String? = nil,
        code: IssueCode? = nil
    ) {
        self.subject = subject
        self.state = state
        self.message = message
        self.advice = advice
        self.code = code
    }

    /// A halt that a command would end with.
    init(_ subject: String, _ halt: RunHalt) {
        self.init(subject, .fault, halt.message, advice: halt.advice, code: halt.code)
    }
}
