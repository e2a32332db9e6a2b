import Provisioning
import SQLiteDirectory

/// A request with what it is checked by.
struct LoginSubject {
    let request: LoginRequest
    let cells: LoginCells
    let policy: DirectoryPolicy
    let credentials: LoginCredentials
    /// nil: nobody is called so.
    let user: UserID?

    /// What came of the secrets of a request.
    struct Verified {
        var password = PasswordEvidence.absent
        /// The hash to store in place of one of an older kind; nil: it may stay.
        var upgradedHash: ByteString?
        var code: CodeMatch?
    }

    /// Looks at password and code. It takes as long for somebody whom the directory does not have,
    /// or who has set no password, as for anybody else.
    func verify(_ record: LoginRecord?, at now: Instant) -> Verified {
        var verified = Verified()
        if let password = request.password {
            let match = credentials.check(password, against: record?.passwordHash)
            verified.password = match.isRight ? .right : .wrong
            verified.upgradedHash = match.upgradedHash
        }
        if let code = request.code, let record {
            verified.code = credentials.match(code, of: record, at: now)
        }
        return verified
    }

    /// What rules decide on; it throws for an application that there is none of.
    func evidence(_ verified: Verified, _ apps: AppTable) throws(RunHalt) -> LoginProof {
        var evidence = LoginProof()
        evidence.password = verified.password
        if request.code != nil {
            evidence.secondFactor = verified.code == nil ? .codeWrong : .codeRight
        } else if let method = cells.secondFactorPassed {
            evidence.secondFactor = .vouched(method)
        }
        evidence.device = cells.device
        if let app = request.app { evidence.app = try Self.app(app, in: apps) }
        return evidence
    }

    func rules(groups: GroupTable, apps: AppTable, _ now: Instant) -> LoginRules {
        LoginRules(policy: policy, groups: groups, apps: apps, today: ByteString(now.day))
    }

    /// Whether a decision leaves something to be written.
    func changesSomething(
        _ record: LoginRecord, _ verified: Verified, _ decision: LoginDecision
    ) -> Bool {
        if !record.expiredGrants.isEmpty { return true }
        if decision.passwordHolds, verified.upgradedHash != nil { return true }
        return decision.isAllowed && (verified.code != nil || request.startsSession)
    }

    /// The index of the application called `name`.
    static func app(_ name: String, in apps: AppTable) throws(RunHalt) -> AppIndex {
        if let index = apps.index(of: ByteString(name)) { return index }
        throw RunHalt(
            .someRejected, .policyAppUnknown,
            "there is no application \"\(MessageText.quoted(name))\"",
            advice: "muster apps list shows those there are.")
    }
}
