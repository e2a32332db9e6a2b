/// A second-factor method that a user's default can name.
///
/// The raw value is stored (users, groups): append, never renumber.
package enum SecondFactorMethod: UInt8, CaseIterable, Sendable {
    case otpEmail = 1
    case otpSMS, otpEmailSMS, emailLink, smsLink, phoneCall, totp, push, softToken, qrCode
    case hardwareToken, securityQuestions, webauthn, gridPattern, none

    /// The word in feeds, configuration and results, such as `otp-sms`.
    package var word: String {
        switch self {
        case .otpEmail: "otp-email"
        case .otpSMS: "otp-sms"
        case .otpEmailSMS: "otp-email-sms"
        case .emailLink: "email-link"
        case .smsLink: "sms-link"
        case .phoneCall: "phone-call"
        case .totp: "totp"
        case .push: "push"
        case .softToken: "soft-token"
        case .qrCode: "qr-code"
        case .hardwareToken: "hardware-token"
        case .securityQuestions: "security-questions"
        case .webauthn: "webauthn"
        case .gridPattern: "grid-pattern"
        case .none: "none"
        }
    }

    /// The method called `word`, spelled exactly.
    package init?(word: String) {
        guard let method = Self.allCases.first(where: { $0.word == word }) else { return nil }
        self = method
    }

    /// Needs an e-mail address of the user.
    package var needsEmail: Bool {
        self == .otpEmail || self == .otpEmailSMS || self == .emailLink
    }

    /// Needs a phone number of the user.
    package var needsPhone: Bool {
        self == .otpSMS || self == .otpEmailSMS || self == .smsLink || self == .phoneCall
    }

    /// Gateways that must be configured for it.
    package var gateways: [Gateway] {
        switch self {
        case .otpEmail, .emailLink: [.email]
        case .otpSMS, .smsLink: [.sms]
        case .otpEmailSMS: [.email, .sms]
        case .phoneCall: [.voice]
        case .push: [.push]
        default: []
        }
    }

    /// Whether only the user can enrol it, so that it is pending until then.
    package var needsEnrolment: Bool {
        switch self {
        case .totp, .push, .softToken, .qrCode, .hardwareToken, .securityQuestions, .webauthn,
            .gridPattern:
            true
        default: false
        }
    }
}

/// A service that carries codes and prompts to a user.
package enum Gateway: String, CaseIterable, Sendable {
    case email, sms, voice, push
}
