/// What one record changed about a user, as the log keeps it: enough to take it back.
///
/// Values come with what they were before; secrets are not among them, only that there were some.
package struct ChangeImage: Equatable, Sendable {
    /// A setting before and after; nil: it follows the default, or there was none.
    package struct Setting<Value: Equatable & Sendable>: Equatable, Sendable {
        package var before: Value?
        package var after: Value?
        package init(before: Value?, after: Value?) {
            self.before = before
            self.after = after
        }
    }

    /// Version of the user before the change.
    package var version: UInt32 = 0
    package var columns: [UserColumn: ValueChange] = [:]
    package var usernameKey: ValueChange?
    package var emailKey: ValueChange?
    package var attributes: [ByteString: ValueChange] = [:]
    package var groupsJoined: [ByteString] = []
    package var groupsLeft: [ByteString] = []
    package var deviceLimit: Setting<UInt16>?
    package var secondFactor: Setting<SecondFactorMethod>?
    package var disabledCause: Setting<DisabledCause>?
    package var joinedFeed: FeedID?
    package var leftFeed: FeedID?
    package var absence: AbsenceChange?
    /// Names of what was noted as changed by hand, and of what no longer is.
    package var editsMade: [ByteString] = []
    package var editsEnded: [ByteString] = []
    /// Whether a password was set (true) or removed (false); nil: neither.
    package var setPassword: Bool?
    package var hadPassword = false
    package var passwordExpires: ValueChange?
    /// Whether the user was onboarded before, where that changed.
    package var wasOnboarded: Bool?
    /// Whether onboarding links of the next generation hold since.
    package var movedGeneration = false
    package var enrolmentsAdded: [SecondFactorMethod] = []
    package var enrolmentsRemoved: [SecondFactorMethod] = []
    package var backupCodes: Setting<Int>?
    package var grantUntil: Instant?
    package var devicesRegistered: [RegisteredDevice] = []
    package var devicesRemoved: [RegisteredDevice] = []
    /// Names before and after, by device.
    package var devicesRenamed: [ByteString: ValueChange] = [:]
    package var sessionsEnded = 0
    package var appsJoined: [ByteString] = []
    package var appsLeft: [ByteString] = []
    package var killedLinks = false
    package var endedGrants = false

    package init() {}
}

/// One line of the change log.
package struct LoggedChange: Equatable, Sendable {
    package var record: UInt32
    package var outcome: Outcome
    /// nil: it was erased, or there never was one.
    package var image: ChangeImage?

    package init(record: UInt32, outcome: Outcome, image: ChangeImage?) {
        self.record = record
        self.outcome = outcome
        self.image = image
    }

    /// Whether the version of the user moved with it.
    package var movesVersion: Bool { Self.movesVersion(outcome) }

    /// Whether a change with this outcome moves the version of its user.
    package static func movesVersion(_ outcome: Outcome) -> Bool {
        switch outcome {
        case .updated, .disabled, .enabled, .applied: true
        default: false
        }
    }
}
