import Provisioning

/// What a code means and what to do about it, short enough to stand beside a count; the whole of it is
/// in `docs/issue-codes.md`.
struct CauseAdvice {
    /// A sentence or two.
    let meaning: String
    /// What to do, as an imperative.
    let remedy: String

    init(_ meaning: String, _ remedy: String) {
        self.meaning = meaning
        self.remedy = remedy
    }
}

extension IssueCode {
    /// Advice on a code that a record can have; nil: its message says all.
    var advice: CauseAdvice? { fieldAdvice ?? policyAdvice ?? formatAdvice }
}
