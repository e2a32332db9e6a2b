/// What somebody shows who wants to sign in, as a command or a program gives it.
package struct LoginRequest: Sendable {
    /// A username, an e-mail address, `id:` with a number or `ext:` with an external id.
    package var user: String
    /// nil: none was given.
    package var password: String?
    /// A TOTP code or a backup code; nil: none was given.
    package var code: String?
    /// Word of a second factor that the identity provider vouches for; nil: none.
    package var secondFactorPassed: String?
    /// What the identity provider calls the device; nil: none is named, and none counts.
    package var device: String?
    /// What the user calls the device, kept when it is registered.
    package var deviceName: String?
    /// Name of the application that they want to get into; nil: none.
    package var app: String?
    /// Token of a grant to act as the user, in place of password and second factor.
    package var impersonationToken: String?
    /// Whether the grant ends with this.
    package var endsImpersonation = false
    /// Whether a session is recorded when they may sign in.
    package var startsSession = false

    package init(user: String) { self.user = user }
}

// Neither printing nor dumping a value shows a secret.
extension LoginRequest: CustomStringConvertible, CustomReflectable {
    /// No part of the request.
    package var description: String { "LoginRequest" }
    /// No part of the request.
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}
