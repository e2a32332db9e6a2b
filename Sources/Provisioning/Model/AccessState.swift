/// A device that a user has registered; it counts against the device limit.
package struct RegisteredDevice: Equatable, Sendable {
    /// What the identity provider calls it; unique among the user's devices.
    package var device: ByteString
    /// What the user calls it; nil: nothing.
    package var name: ByteString?
    package var registeredAt: Instant

    package init(device: ByteString, name: ByteString?, registeredAt: Instant) {
        self.device = device
        self.name = name
        self.registeredAt = registeredAt
    }
}

/// A session that has not been ended.
package struct ActiveSession: Equatable, Sendable {
    /// Public name of the session, such as `s-8f3a90c27d1e4b65`; no secret.
    package var id: ByteString
    /// Device that it runs on; nil: none was named.
    package var device: ByteString?
    package var startedAt: Instant
    package var lastSeenAt: Instant

    package init(id: ByteString, device: ByteString?, startedAt: Instant, lastSeenAt: Instant) {
        self.id = id
        self.device = device
        self.startedAt = startedAt
        self.lastSeenAt = lastSeenAt
    }
}

/// What a user can get at and by what means: everything that is neither profile nor membership.
package struct AccessState: Equatable, Sendable {
    /// Registered devices, the oldest first.
    package var devices: [RegisteredDevice] = []
    /// Active sessions, the oldest first.
    package var sessions: [ActiveSession] = []
    /// Applications assigned to the user directly, as indexes of the run's `AppTable`, ascending.
    package var apps: [AppIndex] = []
    /// When the user last got into an application, by its index.
    package var lastAccess: [AppIndex: Instant] = [:]
    /// Day from whose beginning (UTC) the password stops working, `YYYY-MM-DD`; nil: never.
    package var passwordExpires: ByteString?
    /// Backup codes that were not used yet.
    package var backupCodes = 0
    /// Whether a link that was mailed still works.
    package var hasLinks = false
    /// When the last onboarding mail was first attempted; nil: never.
    package var onboardingMailAt: Instant?

    package init() {}
}
