/// Decides whether a user may sign in: a pure function of the user, the rules and the evidence.
package struct LoginRules {
    package let policy: DirectoryPolicy
    package let groups: GroupTable
    package let apps: AppTable
    /// Today in UTC, `YYYY-MM-DD`.
    package let today: ByteString

    package init(
        policy: DirectoryPolicy, groups: GroupTable, apps: AppTable, today: ByteString
    ) {
        self.policy = policy
        self.groups = groups
        self.apps = apps
        self.today = today
    }

    /// The first reason that stands against signing in, in the order of `LoginReason`; nil for
    /// `user` is somebody whom the directory does not have.
    package func decide(_ user: UserState?, _ evidence: LoginProof) -> LoginDecision {
        guard let user else { return LoginDecision(reason: .unknownUser) }
        if let reason = standing(of: user) ?? passwordReason(user, evidence.password) {
            return LoginDecision(reason: reason)
        }
        let method = methodAsked(of: user, for: evidence.app)
        if let reason = secondFactorReason(user, evidence.secondFactor, asked: method) {
            return LoginDecision(reason: reason, method: method)
        }
        if let app = evidence.app, !hasApp(app, user) {
            return LoginDecision(reason: .appNotAssigned, method: method)
        }
        var decision = LoginDecision(method: method)
        if let device = evidence.device { admit(device, of: user, into: &decision) }
        return decision
    }

    /// What keeps a user out whoever they are let in by: disabled, or outside their dates.
    package func standing(of user: UserState) -> LoginReason? {
        if !user.isEnabled { return .disabled }
        if let start = user.profile[.startDate], start > today { return .notStarted }
        if let end = user.profile[.endDate], end < today { return .ended }
        return nil
    }

    /// Whether the user has an application, directly or through a group.
    package func hasApp(_ app: AppIndex, _ user: UserState) -> Bool {
        if user.access.apps.contains(app) { return true }
        let entry = apps.entries[Int(app)]
        return user.groups.contains { index in
            groups.entries[Int(index)].id.map(entry.groups.contains) ?? false
        }
    }

    private func passwordReason(
        _ user: UserState, _ evidence: PasswordEvidence
    ) -> LoginReason? {
        guard user.isOnboarded, user.hasPassword else { return .notOnboarded }
        switch evidence {
        case .absent: return .passwordRequired
        case .wrong: return .passwordWrong
        case .right: break
        }
        if let expires = user.access.passwordExpires, expires <= today { return .passwordExpired }
        return nil
    }

    private func admit(
        _ device: ByteString, of user: UserState, into decision: inout LoginDecision
    ) {
        let devices = user.access.devices
        guard !devices.contains(where: { $0.device == device }) else { return }
        let limit = Int(DeviceLimitRules.effective(user, groups: groups, policy: policy))
        let surplus = devices.count + 1 - limit
        if surplus > 0 {
            guard policy.deviceLimitOver == .dropOldest else {
                decision.reason = .deviceLimitReached
                return
            }
            decision.devicesDropped = devices.prefix(surplus).map(\.device)
        }
        decision.registersDevice = true
    }
}
