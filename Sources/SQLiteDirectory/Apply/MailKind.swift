/// What a queued mail is for. The raw value is stored (mail queue): append, never renumber.
package enum MailKind: UInt8, CaseIterable, Sendable {
    case onboarding = 1
    case passwordReset, passwordExpiring, reminder
    case secondFactorChanged, passwordChanged, emailChanged, accountDisabled
}
