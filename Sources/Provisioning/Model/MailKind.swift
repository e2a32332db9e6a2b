/// What a queued mail is for. The raw value is stored (mail queue): append, never renumber.
package enum MailKind: UInt8, CaseIterable, Sendable {
    case onboarding = 1
    case passwordReset, passwordExpiring, reminder
    case secondFactorChanged, passwordChanged, emailChanged, accountDisabled

    /// The word in results and lists, such as `password-reset`.
    package var word: String {
        switch self {
        case .onboarding: "onboarding"
        case .passwordReset: "password-reset"
        case .passwordExpiring: "password-expiring"
        case .reminder: "reminder"
        case .secondFactorChanged: "second-factor-changed"
        case .passwordChanged: "password-changed"
        case .emailChanged: "email-changed"
        case .accountDisabled: "account-disabled"
        }
    }

    /// Whether mails of this kind have a link by which a password is set.
    package var hasLink: Bool {
        switch self {
        case .onboarding, .passwordReset, .passwordExpiring, .reminder: true
        case .secondFactorChanged, .passwordChanged, .emailChanged, .accountDisabled: false
        }
    }
}
