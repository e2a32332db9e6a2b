/// Why somebody may not sign in. The order of the cases is their precedence; the raw value is the
/// word that callers see, and is never renamed.
package enum LoginReason: String, CaseIterable, Sendable {
    /// The directory has no such user.
    case unknownUser = "unknown-user"
    case disabled
    /// The start date is still ahead.
    case notStarted = "not-started"
    /// The end date has passed.
    case ended
    /// The token to act as the user is unknown, over, or not for this user, or the user must not be
    /// impersonated.
    case impersonationInvalid = "impersonation-invalid"
    /// No password has been set yet.
    case notOnboarded = "not-onboarded"
    case passwordRequired = "password-required"
    case passwordWrong = "password-wrong"
    case passwordExpired = "password-expired"
    case secondFactorRequired = "second-factor-required"
    case secondFactorWrong = "second-factor-wrong"
    /// The user has not got the application, directly or through a group.
    case appNotAssigned = "app-not-assigned"
    case deviceLimitReached = "device-limit-reached"
}
