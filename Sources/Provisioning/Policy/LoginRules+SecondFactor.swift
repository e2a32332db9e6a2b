/// Second factors at sign-in: which is asked for, and what will do for it.
extension LoginRules {
    /// The method that a user is asked for; nil: none is, because nothing requires one or the user
    /// is exempt.
    ///
    /// Where the user cannot be asked for the method that holds, it is the first of the fallback
    /// chain that can be; where there is none, the method itself.
    package func methodAsked(of user: UserState, for app: AppIndex?) -> SecondFactorMethod? {
        let isRequired =
            policy.secondFactorRequired
            || app.map { apps.entries[Int($0)].requiresSecondFactor } ?? false
        guard isRequired else { return nil }
        let method = SecondFactorRules(policy: policy).effective(user, groups: groups)
        guard method != .none else { return nil }
        if canUse(method, user) { return method }
        return policy.secondFactorFallback.first { canUse($0, user) } ?? method
    }

    /// Whether a user can be asked for a method: its gateways are there, they have the phone or the
    /// address that it needs, and are enrolled where that is needed.
    package func canUse(_ method: SecondFactorMethod, _ user: UserState) -> Bool {
        if method == .none { return false }
        if method.gateways.contains(where: policy.gatewaysMissing.contains) { return false }
        if method.needsPhone, user.profile[.phone] == nil { return false }
        if method.needsEmail, user.email.isEmpty { return false }
        return !method.needsEnrolment || user.enrolments.contains(method)
    }

    /// What stands against the second factor that was given, or was not.
    ///
    /// One that does not hold is wrong even where none is asked for.
    func secondFactorReason(
        _ user: UserState, _ evidence: SecondFactorEvidence, asked: SecondFactorMethod?
    ) -> LoginReason? {
        switch evidence {
        case .absent: asked == nil ? nil : .secondFactorRequired
        case .codeWrong: .secondFactorWrong
        case .codeRight: nil
        case .vouched(let method):
            canVouch(for: method, user, asked: asked) ? nil : .secondFactorWrong
        }
    }

    /// Whether the identity provider may vouch for a method: the one asked for, or, where none is,
    /// one that the user can use; never TOTP, which is verified here.
    private func canVouch(
        for method: SecondFactorMethod, _ user: UserState, asked: SecondFactorMethod?
    ) -> Bool {
        guard method != .totp, method != .none else { return false }
        guard let asked else { return canUse(method, user) }
        return method == asked
    }
}
