import Credentials
import Provisioning
import SQLiteDirectory

/// Acting as a user by a grant.
extension LoginCheck {
    /// Redeems the token of a grant: neither password nor second factor is asked for, but a user who
    /// could not be let in otherwise, or is protected, is not impersonated.
    func impersonate(
        _ subject: LoginSubject, token: String, _ directory: SQLiteDirectory
    ) throws(RunHalt) -> LoginVerdict {
        let now = clock.now()
        let digest = LinkToken.digest(of: token)
        guard let user = subject.user, let record = try directory.loginRecord(of: user, at: now)
        else { return LoginVerdict(name: subject.request.user, reason: .unknownUser) }
        let grant = try directory.grant(digest: digest)
        if grant?.user != user, record.expiredGrants.isEmpty {
            let rules = subject.rules(
                groups: try directory.groups(), apps: try directory.apps(), now)
            return verdict(subject, record.user, nil, rules, now)
        }
        let writer = try place.openForCommand(wait: wait, clock: clock)
        return try writer.changeAccess("use a grant", actor: actor, at: now) { access in
            guard let fresh = try writer.loginRecord(of: user, at: now) else {
                return LoginVerdict(name: subject.request.user, reason: .unknownUser)
            }
            for grant in fresh.expiredGrants { try access.end(grant) }
            let grant = try writer.grant(digest: digest)
            let rules = subject.rules(groups: access.groups, apps: access.apps, now)
            var verdict = verdict(subject, fresh.user, grant, rules, now)
            if let app = subject.request.app, verdict.isAllowed,
                !rules.hasApp(try LoginSubject.app(app, in: access.apps), fresh.user)
            {
                verdict.reason = .appNotAssigned
            }
            guard let grant, verdict.isAllowed else { return verdict }
            if subject.request.endsImpersonation {
                try access.end(grant)
            } else {
                try access.use(grant)
                verdict.show(fresh.user, groups: access.groups, apps: access.apps)
            }
            verdict.grant = try writer.grant(digest: digest)
            return verdict
        }
    }

    private func verdict(
        _ subject: LoginSubject, _ user: UserState, _ grant: ImpersonationGrant?,
        _ rules: LoginRules, _ now: Instant
    ) -> LoginVerdict {
        let isGood = grant?.isGood(for: user.id, at: now) ?? false
        let context = DecisionContext(
            policy: subject.policy, profile: FeedProfile(), origin: .command, mailOption: nil,
            today: rules.today, groups: rules.groups)
        let mayBe = subject.policy.allowsImpersonation && !context.isProtected(user)
        // Who only ends a grant need not be let in.
        let isEnding = subject.request.endsImpersonation
        let standing = isEnding ? nil : rules.standing(of: user)
        let reason = standing ?? (isGood && (mayBe || isEnding) ? nil : .impersonationInvalid)
        return LoginVerdict(
            name: subject.request.user, user: user, decision: LoginDecision(reason: reason))
    }
}
