import Provisioning

extension LoginReason {
    /// A sentence for whoever asked: what the reason means and what helps.
    func advice(method: SecondFactorMethod?) -> String {
        switch self {
        case .unknownUser: "the directory has no such user; muster users find TEXT looks for one"
        case .disabled: "the user is disabled; muster user enable USER lets them in again"
        case .notStarted: "the user's start_date is still ahead"
        case .ended: "the user's end_date has passed; a later one lets them in again"
        case .impersonationInvalid:
            "the token is unknown, has run out, was ended or is for another user; or impersonation "
                + "is off, or the user is protected"
        case .notOnboarded:
            "the user has not set a password yet; muster user resend-onboarding USER mails a new "
                + "link"
        case .passwordRequired: "give the password with --password-file"
        case .passwordWrong: "the password is not the user's"
        case .passwordExpired:
            "the password has expired; muster user reset-password USER mails a link for a new one"
        case .secondFactorRequired: Self.advice(asking: method)
        case .secondFactorWrong:
            "the code is wrong or was used before, or the method that was passed is none that the "
                + "user has"
        case .appNotAssigned:
            "the user has not got the application; muster apps grant APP --user USER assigns it"
        case .deviceLimitReached:
            "the user has as many devices as they may; muster user remove-device USER DEVICE makes "
                + "room"
        }
    }

    private static func advice(asking method: SecondFactorMethod?) -> String {
        guard let method, method != .totp else {
            return "give a TOTP code or a backup code with --code-file"
        }
        return
            "give a code with --code-file, or say --second-factor-passed \(method.word) when the "
            + "user has passed it"
    }
}
