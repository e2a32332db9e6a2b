import Provisioning

extension MusterConfiguration {
    static var policyKeys: [ConfigurationKey<MusterConfiguration>] {
        [
            .custom(
                "device_limit", initial: "3",
                "Devices that a user without an own or a group's limit may register"
            ) {
                // Limits that contradict each other are reported for themselves.
                let (low, high) = ($3.limits.deviceLimitMin, $3.limits.deviceLimitMax)
                let form = ValueForm<UInt16>.number(low...max(low, high))
                if let limit = form.read($0, $1, $2) { $3.policy.deviceLimitDefault = limit }
            },
            .value(
                "second_factor", secondFactor, into: \.policy.secondFactorDefault,
                initial: "otp-email",
                "Second-factor method of a user without an own or a group's one"),
            .list(
                "second_factor_fallback", of: secondFactor, into: \.policy.secondFactorFallback,
                initial: "[otp-sms, otp-email]",
                "What is asked for while an enrolment is pending, in order of preference"),
            .section(
                "gateways", "Services that carry codes and prompts; off: not there",
                Gateway.allCases.map(gatewayKey)),
            .list(
                "default_groups", of: name.map { ByteString($0) }, into: \.policy.defaultGroups,
                initial: "[]", "Groups that a new user joins"),
            .section(
                "protected", "Whom a file may not change",
                [
                    .list(
                        "users",
                        of: ValueForm<String>.text("a username").map(ComparedName.username),
                        into: \.protectedUsers, initial: "[]", "Usernames"),
                    .list(
                        "groups", of: name.map { GroupTable.fold(ByteString($0)) },
                        into: \.protectedGroups, initial: "[]", "Groups whose members are protected"
                    ),
                ]),
            .value(
                "device_limit_over", .word, into: \.policy.deviceLimitOver, initial: "keep",
                "What happens where a user has as many devices as the limit: keep them and refuse "
                    + "new ones, drop-oldest, or refuse a lower limit, too"),
            .list(
                "password_words",
                of: ValueForm<String>.text("a word").map { GroupTable.fold(ByteString($0)) },
                into: \.policy.passwordWords, initial: "[]",
                "Words that no password may have in it, such as the company's name"),
        ]
    }

    private static var secondFactor: ValueForm<SecondFactorMethod> {
        .word(SecondFactorMethod.allCases.map { ($0.word, $0) })
    }

    private static var name: ValueForm<String> { .text("a name") }

    private static func gatewayKey(
        _ gateway: Gateway
    ) -> ConfigurationKey<MusterConfiguration> {
        .custom(gateway.rawValue, initial: "on", gatewaySummary(gateway)) {
            guard let isThere = ValueForm.toggle.read($0, $1, $2) else { return }
            if isThere {
                $3.policy.gatewaysMissing.remove(gateway)
            } else {
                $3.policy.gatewaysMissing.insert(gateway)
            }
        }
    }

    private static func gatewaySummary(_ gateway: Gateway) -> String {
        switch gateway {
        case .email: "Carries otp-email, email-link and otp-email-sms"
        case .sms: "Carries otp-sms, sms-link and otp-email-sms"
        case .voice: "Carries phone-call"
        case .push: "Carries push"
        }
    }

    /// The protected names as a list, in order.
    private var protectedUsers: [ByteString] {
        get { policy.protectedUsers.sorted() }
        set { policy.protectedUsers = Set(newValue) }
    }

    private var protectedGroups: [ByteString] {
        get { policy.protectedGroups.sorted() }
        set { policy.protectedGroups = Set(newValue) }
    }
}
