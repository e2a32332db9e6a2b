import Provisioning

/// The result of an action on one user.
public struct ActionResult: Equatable, Sendable {
    /// One finding about the record.
    public struct Finding: Equatable, Sendable {
        /// Stable code, such as `policy.device-limit.above-maximum`.
        public var code: String
        /// Whether it rejects the record, rather than warn.
        public var isError: Bool
        /// The column that it is about; nil: the whole record.
        public var column: String?
        /// What was found and what is allowed; may hold the value.
        public var message: String
    }

    /// Something that the action made and that is shown this once: a backup code, a token, an address
    /// with a secret in it. It is kept nowhere in clear.
    public struct Secret: Equatable, Sendable {
        /// What it is, such as `backup-code`.
        public var kind: String
        /// The secret itself.
        public var value: String
    }

    /// Name of the run in the history; nil: a dry run, which leaves none.
    public var run: String?
    /// Word for what was done, such as `updated` or `rejected`.
    public var outcome: String
    /// The user's username, as far as it is known.
    public var username: String?
    /// The user's e-mail address, as far as it is known.
    public var email: String?
    /// The user's external id, as far as it is known.
    public var externalID: String?
    /// Findings, headline first.
    public var findings: [Finding]
    /// What changed, such as `device_limit: default → 3`; empty: nothing to show.
    public var detail: String

    /// What the action made and shows this once; empty for most actions.
    public var secrets: [Secret]
    /// What went wrong after the action was committed, such as a full disk; nil: nothing did.
    public var failure: MusterError?

    /// Whether the action was carried out or had nothing to do.
    public var isAccepted: Bool { outcome != Outcome.rejected.word }

    init(_ ending: UserActionEnding) {
        let result = ending.result
        run = ending.run
        outcome = result.outcome.word
        username = result.identity.username?.text
        email = result.identity.email?.text
        externalID = result.identity.externalID?.text
        findings = result.issues.map { issue in
            Finding(
                code: issue.code.rawValue, isError: issue.severity == .error,
                column: issue.column, message: issue.message)
        }
        detail = result.detail
        secrets = ending.secrets.map { Secret(kind: $0.kind.rawValue, value: $0.value) }
        failure = ending.failure.map(MusterError.init)
    }
}

// Neither printing nor dumping a value shows the secret.
extension ActionResult.Secret: CustomStringConvertible, CustomReflectable {
    /// The kind alone.
    public var description: String { kind }
    /// The kind alone.
    public var customMirror: Mirror { Mirror(self, children: ["kind": kind]) }
}
