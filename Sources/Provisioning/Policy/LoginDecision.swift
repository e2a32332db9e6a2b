/// Whether a user may sign in now.
package struct LoginDecision: Equatable, Sendable {
    /// The first reason against it; nil: allowed.
    package var reason: LoginReason?
    /// The second factor that is asked for; nil: none is, or it never came to that.
    package var method: SecondFactorMethod?
    /// Whether the device is none of the user's yet, and there is room for it.
    package var registersDevice = false
    /// Devices that go when this one is registered, the oldest first.
    package var devicesDropped: [ByteString] = []

    package init(reason: LoginReason? = nil, method: SecondFactorMethod? = nil) {
        self.reason = reason
        self.method = method
    }

    package var isAllowed: Bool { reason == nil }

    /// Whether the password was looked at and found right, whatever came after it.
    package var passwordHolds: Bool {
        switch reason {
        case nil, .passwordExpired, .secondFactorRequired, .secondFactorWrong, .appNotAssigned,
            .deviceLimitReached:
            true
        default: false
        }
    }
}
