import Provisioning
import Testing

/// Which second factor is asked for, and what will do for it.
@Suite struct LoginSecondFactorTests {
    /// Everything that a user has: own method, phone, enrolments; and what is then asked for.
    static let asked:
        [(
            own: SecondFactorMethod?, hasPhone: Bool, enrolled: Set<SecondFactorMethod>,
            method: SecondFactorMethod?
        )] = [
            (nil, false, [], .otpEmail),
            (.otpSMS, true, [], .otpSMS),
            // The phone has gone since: what the chain has next is asked for.
            (.otpSMS, false, [], .otpEmail),
            (.totp, true, [.totp], .totp),
            (.totp, true, [], .otpSMS),
            (.totp, false, [], .otpEmail),
            (.webauthn, false, [.totp], .otpEmail),
            (.emailLink, false, [], .emailLink),
            (SecondFactorMethod.none, true, [.totp], nil),
        ]

    @Test(arguments: asked.indices) func theMethodThatHoldsOrItsFallbackIsAskedFor(index: Int) {
        let expected = Self.asked[index]
        var login = LoginCase()
        login.policy.secondFactorRequired = true
        login.user?.secondFactor = expected.own
        if expected.hasPhone { login.user?.profile[.phone] = "+441632960000" }
        login.user?.enrolments = expected.enrolled
        #expect(login.decision.method == expected.method)
        let reason: LoginReason? = expected.method == nil ? nil : .secondFactorRequired
        #expect(login.decision.reason == reason)
    }

    @Test func anEnrolledMethodOfTheChainServes() {
        var login = LoginCase()
        login.policy.secondFactorRequired = true
        login.policy.secondFactorFallback = [.push, .otpEmail]
        login.user?.secondFactor = .totp
        login.user?.enrolments = [.push]
        #expect(login.decision.method == .push)
        login.policy.gatewaysMissing = [.push]
        #expect(login.decision.method == .otpEmail)
    }

    @Test func whereNothingCanBeUsedTheMethodItselfIsNamed() {
        var login = LoginCase()
        login.policy.secondFactorRequired = true
        login.policy.gatewaysMissing = [.email, .sms]
        login.user?.secondFactor = .webauthn
        #expect(login.decision.method == .webauthn)
        #expect(login.decision.reason == .secondFactorRequired)
    }

    @Test func anApplicationAsksForItAndOthersDoNot() {
        var login = LoginCase()
        login.evidence.app = LoginCase.vault
        #expect(login.decision.reason == .secondFactorRequired)
        login.evidence.app = LoginCase.wiki
        #expect(login.decision.isAllowed && login.decision.method == nil)
    }

    /// Evidence, whether a second factor is required, and the reason.
    static let given: [(SecondFactorEvidence, Bool, LoginReason?)] = [
        (.absent, true, .secondFactorRequired), (.absent, false, nil),
        (.codeRight, true, nil), (.codeRight, false, nil),
        (.codeWrong, true, .secondFactorWrong), (.codeWrong, false, .secondFactorWrong),
        // Asked for is otp-sms.
        (.vouched(.otpSMS), true, nil), (.vouched(.otpSMS), false, nil),
        (.vouched(.otpEmail), true, .secondFactorWrong), (.vouched(.otpEmail), false, nil),
        (.vouched(.push), true, .secondFactorWrong), (.vouched(.push), false, nil),
        (.vouched(.webauthn), true, .secondFactorWrong),
        (.vouched(.webauthn), false, .secondFactorWrong),
        (.vouched(.totp), true, .secondFactorWrong),
        (.vouched(.none), true, .secondFactorWrong),
        (.vouched(.none), false, .secondFactorWrong),
    ]

    @Test(arguments: given.indices) func whatIsGivenServesOrIsWrong(index: Int) {
        let (evidence, isRequired, reason) = Self.given[index]
        var login = LoginCase()
        login.policy.secondFactorRequired = isRequired
        login.user?.secondFactor = .otpSMS
        login.user?.profile[.phone] = "+441632960000"
        login.user?.enrolments = [.push, .totp]
        login.evidence.secondFactor = evidence
        #expect(login.decision.reason == reason, "\(evidence)")
    }

    @Test func nobodyVouchesForAMissingGateway() {
        var login = LoginCase()
        login.policy.secondFactorRequired = true
        login.policy.gatewaysMissing = [.voice]
        login.user?.profile[.phone] = "+441632960000"
        login.evidence.secondFactor = .vouched(.phoneCall)
        #expect(login.decision.reason == .secondFactorWrong)
    }

    @Test func whatIsAskedForMayBeVouchedForEvenWhereNothingCanBeUsed() {
        var login = LoginCase()
        login.policy.secondFactorRequired = true
        login.policy.secondFactorFallback = []
        login.user?.secondFactor = .webauthn
        login.evidence.secondFactor = .vouched(.webauthn)
        #expect(login.decision.isAllowed)
    }

    @Test func theGroupsMethodComesBeforeTheDefault() {
        var login = LoginCase()
        login.policy.secondFactorRequired = true
        let groups = GroupTable([
            GroupEntry(name: "staff", id: GroupID(7), secondFactor: .emailLink)
        ])
        let rules = LoginRules(
            policy: login.policy, groups: groups, apps: login.apps, today: LoginCase.today)
        #expect(rules.decide(login.user, login.evidence).method == .emailLink)
    }
}
