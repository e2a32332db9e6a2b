/// What somebody shows who wants to sign in, as an identity provider passes it on.
public struct LoginEvidence: Sendable {
    /// The password; nil: none was given.
    public var password: String?
    /// A TOTP code or a backup code, which serves whatever second factor is asked for.
    public var code: String?
    /// Word of a second factor that the identity provider has verified, such as `otp-sms`; never
    /// `totp`, which is verified here.
    public var secondFactorPassed: String?
    /// What the identity provider calls the device; nil: none is named, and none counts.
    public var device: String?
    /// What the user calls the device, kept when it is registered.
    public var deviceName: String?
    /// Name of the application to get into; nil: none.
    public var app: String?
    /// Token of a grant to act as the user; then password, code and device do not matter.
    public var impersonationToken: String?
    /// Whether a session is recorded when the user may sign in, with the device and the time of
    /// access to the application.
    public var startsSession = false

    /// Makes evidence of nothing.
    public init() {}

    func request(for user: String) -> LoginRequest {
        var request = LoginRequest(user: user)
        request.password = password
        request.code = code
        request.secondFactorPassed = secondFactorPassed
        request.device = device
        request.deviceName = deviceName
        request.app = app
        request.impersonationToken = impersonationToken
        request.startsSession = startsSession && impersonationToken == nil
        return request
    }
}

// Neither printing nor dumping a value shows a secret.
extension LoginEvidence: CustomStringConvertible, CustomReflectable {
    /// No part of the evidence.
    public var description: String { "LoginEvidence" }
    /// No part of the evidence.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
