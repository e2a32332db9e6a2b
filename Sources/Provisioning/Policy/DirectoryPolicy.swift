/// Rules of the directory that no feed decides.
package struct DirectoryPolicy: Equatable, Sendable {
    /// Devices that a user without an own or a group's limit may register.
    package var deviceLimitDefault: UInt16 = 3
    /// Method of a user without an own or a group's one.
    package var secondFactorDefault: SecondFactorMethod = .otpEmail
    /// What is asked for while an enrolment is pending, in order of preference.
    package var secondFactorFallback: [SecondFactorMethod] = [.otpSMS, .otpEmail]
    /// Gateways that are not there.
    package var gatewaysMissing: Set<Gateway> = []
    /// Groups that a new user joins.
    package var defaultGroups: [ByteString] = []
    /// Users and groups that a file may not touch, by name in their compared form.
    package var protectedUsers: Set<ByteString> = []
    package var protectedGroups: Set<ByteString> = []
    /// What happens to devices beyond a user's limit.
    package var deviceLimitOver: DeviceLimitOver = .keep
    /// Whether every application asks for a second factor.
    package var secondFactorRequired = false
    /// Whether administrators may act as a user.
    package var allowsImpersonation = false
    /// Whether administrators may make backup codes.
    package var allowsBackupCodes = false
    /// Words, in lower case, that no password may have in it, such as the company's name.
    package var passwordWords: [ByteString] = []
    /// Whether onboarding mail is on where neither profile nor command says.
    package var mail = false
    /// Whether users are told of changes to their access where neither profile nor command says.
    package var notices = false
    /// Days before a user's start date at which the onboarding mail is due; nil: at once.
    package var mailDaysBeforeStart: UInt16?

    package init() {}
}

/// What happens where a user has as many devices as the limit, or more.
package enum DeviceLimitOver: String, CaseIterable, Sendable {
    /// Registered devices stay, new ones are refused.
    case keep
    /// The oldest go.
    case dropOldest = "drop-oldest"
    /// New ones are refused, and so is a limit below what the user has registered.
    case refuse
}
