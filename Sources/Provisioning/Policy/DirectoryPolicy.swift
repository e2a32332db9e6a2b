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
    /// Whether onboarding mail is on where neither profile nor command says.
    package var mail = false

    package init() {}
}
