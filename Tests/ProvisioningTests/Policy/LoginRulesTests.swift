import Provisioning
import Testing

/// Who may sign in: every reason, their order, and the days and devices at their edges.
@Suite struct LoginRulesTests {
    /// Reasons that the rules give by themselves.
    static let reasons = LoginReason.allCases.filter { $0 != .impersonationInvalid }

    @Test func whoShowsTheRightPasswordIsAllowed() {
        #expect(LoginCase().decision == LoginDecision())
    }

    @Test(arguments: reasons) func eachReasonDeniesByItself(reason: LoginReason) {
        var login = LoginCase()
        login.make(reason)
        #expect(login.decision.reason == reason)
        #expect(!login.decision.isAllowed)
    }

    @Test(arguments: zip(reasons, reasons.dropFirst()))
    func ofTwoReasonsTheEarlierIsGiven(earlier: LoginReason, later: LoginReason) {
        var login = LoginCase()
        login.make(later)
        login.make(earlier)
        switch (earlier, later) {
        case (.passwordRequired, .passwordWrong), (.secondFactorRequired, .secondFactorWrong):
            // Both speak of one thing that was given or not: the later call said which.
            #expect(login.decision.reason == (earlier == .passwordRequired ? earlier : later))
        default: #expect(login.decision.reason == earlier)
        }
    }

    @Test func theReasonsHaveTheirWordsAndOrder() {
        #expect(
            Self.reasons.map(\.rawValue) == [
                "unknown-user", "disabled", "not-started", "ended", "not-onboarded",
                "password-required", "password-wrong", "password-expired",
                "second-factor-required", "second-factor-wrong", "app-not-assigned",
                "device-limit-reached",
            ])
    }

    @Test(arguments: [
        ("2026-11-23", nil), ("2026-11-24", nil), ("2026-11-25", LoginReason.notStarted),
    ]) func theStartDateLetsIn(day: String, reason: LoginReason?) {
        var login = LoginCase()
        login.user?.profile[.startDate] = ByteString(day)
        #expect(login.decision.reason == reason)
    }

    @Test(arguments: [
        ("2026-11-23", LoginReason.ended), ("2026-11-24", nil), ("2026-11-25", nil),
    ]) func theEndDateIsStillIncluded(day: String, reason: LoginReason?) {
        var login = LoginCase()
        login.user?.profile[.endDate] = ByteString(day)
        #expect(login.decision.reason == reason)
    }

    @Test(arguments: [
        ("2026-11-23", LoginReason.passwordExpired), ("2026-11-24", .passwordExpired),
        ("2026-11-25", nil),
    ]) func aPasswordStopsAtTheBeginningOfItsDay(day: String, reason: LoginReason?) {
        var login = LoginCase()
        login.user?.access.passwordExpires = ByteString(day)
        #expect(login.decision.reason == reason)
    }

    @Test func whoLostThePasswordIsNotOnboarded() {
        var login = LoginCase()
        login.user?.hasPassword = false
        #expect(login.decision.reason == .notOnboarded)
    }

    @Test(arguments: [
        (LoginCase.wiki, true), (LoginCase.board, false),
    ]) func applicationsComeThroughGroups(app: AppIndex, isAllowed: Bool) {
        var login = LoginCase()
        login.evidence.app = app
        #expect(login.decision.isAllowed == isAllowed)
        login.user?.groups = []
        #expect(!login.decision.isAllowed)
        login.user?.access.apps.append(app)
        #expect(login.decision.isAllowed)
    }

    @Test func knownDevicesAreLetInOverTheLimit() {
        var login = LoginCase()
        login.user?.register("first", "second", "third")
        login.evidence.device = "third"
        #expect(login.decision == LoginDecision())
        login.evidence.device = "fourth"
        #expect(login.decision.reason == .deviceLimitReached)
    }

    @Test func aNewDeviceWithinTheLimitIsToBeRegistered() {
        var login = LoginCase()
        login.user?.register("first")
        login.evidence.device = "second"
        #expect(login.decision.registersDevice && login.decision.isAllowed)
        #expect(login.decision.devicesDropped.isEmpty)
    }

    @Test func theOldestDevicesGoWhereThePolicySaysSo() {
        var login = LoginCase()
        login.policy.deviceLimitOver = .dropOldest
        login.user?.register("first", "second", "third")
        login.evidence.device = "fourth"
        #expect(login.decision.isAllowed && login.decision.registersDevice)
        #expect(login.decision.devicesDropped == ["first", "second"])
    }

    @Test func theOwnLimitComesBeforeTheDefault() {
        var login = LoginCase()
        login.make(.deviceLimitReached)
        login.user?.deviceLimit = 3
        #expect(login.decision.isAllowed)
    }

    @Test func aPasswordHoldsWhateverComesAfterIt() {
        for reason in Self.reasons {
            var login = LoginCase()
            login.make(reason)
            let rank = Self.reasons.firstIndex(of: reason) ?? 0
            let wrong = Self.reasons.firstIndex(of: .passwordWrong) ?? 0
            #expect(login.decision.passwordHolds == (rank > wrong), "\(reason)")
        }
    }
}
