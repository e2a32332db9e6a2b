/// Which second factors a user can have, and what is asked for until one is enrolled.
package struct SecondFactorRules {
    package let policy: DirectoryPolicy

    package init(policy: DirectoryPolicy) { self.policy = policy }

    /// What stands against `method` as the default of a user, or the warning that comes with it.
    package func finding(
        for method: SecondFactorMethod, hasEmail: Bool, hasPhone: Bool,
        enrolled: Set<SecondFactorMethod> = []
    ) -> DecisionFinding? {
        if method.gateways.contains(where: policy.gatewaysMissing.contains) {
            return DecisionFinding(.policySecondFactorNoGateway, column: .secondFactor)
        }
        if method.needsPhone, !hasPhone {
            return DecisionFinding(.policySecondFactorNoPhone, column: .secondFactor)
        }
        if method.needsEmail, !hasEmail {
            return DecisionFinding(.policySecondFactorNoEmail, column: .secondFactor)
        }
        guard method.needsEnrolment, !enrolled.contains(method) else { return nil }
        let fallback = self.fallback(hasEmail: hasEmail, hasPhone: hasPhone)
        return DecisionFinding(
            .policySecondFactorEnrolmentPending, column: .secondFactor,
            related: UInt32(fallback?.rawValue ?? 0))
    }

    /// The first method of the fallback chain that the user can be asked for.
    package func fallback(hasEmail: Bool, hasPhone: Bool) -> SecondFactorMethod? {
        policy.secondFactorFallback.first { method in
            !method.needsEnrolment
                && !method.gateways.contains(where: policy.gatewaysMissing.contains)
                && (!method.needsPhone || hasPhone) && (!method.needsEmail || hasEmail)
        }
    }

    /// The method that holds for a user: the own one, else the first group's, else the default.
    package func effective(_ user: UserState, groups: GroupTable) -> SecondFactorMethod {
        if let own = user.secondFactor { return own }
        for index in user.groups {
            if let method = groups.entries[Int(index)].secondFactor { return method }
        }
        return policy.secondFactorDefault
    }
}
