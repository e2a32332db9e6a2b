import Provisioning
import Testing

/// The table of second factors of new users says what the rules say.
@Suite struct NewUserFactorsTests {
    @Test(arguments: [[], [Gateway.sms], [.email, .voice], Gateway.allCases])
    func everyAnswerIsThatOfTheRules(_ missing: [Gateway]) {
        var policy = DirectoryPolicy()
        policy.gatewaysMissing = Set(missing)
        let rules = SecondFactorRules(policy: policy)
        let table = NewUserFactors(rules)
        for method in SecondFactorMethod.allCases {
            for (hasEmail, hasPhone) in [
                (false, false), (false, true), (true, false), (true, true),
            ] {
                #expect(
                    table.finding(for: method, hasEmail: hasEmail, hasPhone: hasPhone)
                        == rules.finding(for: method, hasEmail: hasEmail, hasPhone: hasPhone))
            }
        }
    }
}
