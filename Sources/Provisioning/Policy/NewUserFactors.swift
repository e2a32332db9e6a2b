/// What stands against each second factor of a new user, who has enrolled none yet.
///
/// The answer depends on the policy, the method and two facts of the record, so it is found once:
/// `SecondFactorRules` goes through lists of gateways and fallbacks, for every record 3 % of a dry run.
package struct NewUserFactors {
    private let findings: ContiguousArray<DecisionFinding?>

    /// Finds all answers that `rules` give.
    package init(_ rules: SecondFactorRules) {
        var findings = ContiguousArray<DecisionFinding?>(repeating: nil, count: 4 * 16)
        for method in SecondFactorMethod.allCases {
            for hasEmail in [false, true] {
                for hasPhone in [false, true] {
                    findings[Self.place(method, hasEmail, hasPhone)] = rules.finding(
                        for: method, hasEmail: hasEmail, hasPhone: hasPhone)
                }
            }
        }
        self.findings = findings
    }

    /// What stands against `method`, or the warning that comes with it; nil: nothing.
    package func finding(
        for method: SecondFactorMethod, hasEmail: Bool, hasPhone: Bool
    ) -> DecisionFinding? {
        findings[Self.place(method, hasEmail, hasPhone)]
    }

    private static func place(
        _ method: SecondFactorMethod, _ hasEmail: Bool, _ hasPhone: Bool
    ) -> Int {
        Int(method.rawValue) * 4 + (hasEmail ? 2 : 0) + (hasPhone ? 1 : 0)
    }
}
