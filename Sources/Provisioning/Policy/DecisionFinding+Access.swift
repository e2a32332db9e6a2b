extension DecisionFinding {
    /// What is said of findings about a user's access; nil: the code is another one's.
    var accessText: String? {
        switch code {
        case .policyDeviceLimitReached:
            "the user has \(related) of \(other) devices; remove one with remove-device, or raise "
                + "the limit with set-device-limit"
        case .policyDeviceLimitBelowRegistered:
            "is below the \(related) devices that the user has registered (\(other) allowed); "
                + "remove devices first"
        case .policyDeviceLimitExceeded:
            "lets the user have \(other) devices, and \(related) are registered: they stay, and "
                + "new ones are refused"
        case .policySecondFactorNoEnrolment:
            "needs no enrolment: it works as soon as it is the user's method"
        case .policySecondFactorEnrolled:
            "is enrolled already and stays as it is; reset-mfa lets the user enrol anew"
        case .policyAppUnknown:
            "names an application that the directory does not have; create it with "
                + "`muster apps create`"
        case .fieldPasswordHashUnsupported:
            "cannot be checked here: it is cut short, or its cost is beyond what one sign-in may take"
        case .fieldPasswordTooShort:
            "has \(related) bytes; \(other) are needed where the password is the only factor"
        case .fieldPasswordForbiddenWord:
            "has a word in it that the configuration forbids (policy.password_words)"
        case .fieldSecondFactorMissing: "names no method to enrol"
        case .fieldValueDropped:
            "is left out: the user has no password that could expire"
        case .matchSessionNotFound:
            "is no active session of the user; view-sessions lists them, and `all` ends all"
        default: stateText
        }
    }

    /// What is said where the user's state or a setting stands against a record.
    private var stateText: String? {
        switch code {
        case .policyUserDisabled:
            "\(user(related)) is disabled, and cannot sign in with a link or otherwise; enable first"
        case .policyUserOnboarded:
            "\(user(related)) has finished onboarding; reset-password sends a link for a new "
                + "password"
        case .policyUserNotOnboarded:
            "the user has no password yet, so none can expire"
        case .policyOnboardingTooRecent:
            "an onboarding mail was sent a moment ago; try again in \(related) s"
        case .policyImpersonationOff:
            "nobody may act as a user here; turn it on with `impersonation: on` in the "
                + "configuration"
        case .policyBackupCodesOff:
            "backup codes are off here; turn them on with `backup_codes: on` in the configuration"
        case .policySecretsNoFile:
            "the record makes a secret that is shown once, and there is no place for it; name a "
                + "new file with --secrets"
        default: nil
        }
    }
}
