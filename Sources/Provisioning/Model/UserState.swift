/// Number of a user in the directory, from 1; never used again.
package struct UserID: Hashable, Sendable, Comparable {
    package let value: UInt32
    package init(_ value: UInt32) { self.value = value }
    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// Number of a group in the directory, from 1.
package struct GroupID: Hashable, Sendable, Comparable {
    package let value: UInt32
    package init(_ value: UInt32) { self.value = value }
    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

/// Number of a feed in the directory, from 1.
package struct FeedID: Hashable, Sendable {
    package let value: UInt32
    package init(_ value: UInt32) { self.value = value }
}

/// Why a user is disabled. The raw value is stored: append, never renumber.
package enum DisabledCause: UInt8, Sendable {
    /// By a record's action or its `enabled` cell, or by an administrator.
    case order = 1
    /// Missing from the feed that the user belongs to.
    case leaver
    /// Past the end date.
    case ended
}

/// What the directory holds of one user, as decisions need it.
package struct UserState: Equatable, Sendable {
    package var id: UserID
    /// As written, and the form in which it is compared (RFC 8265 UsernameCaseMapped).
    package var username: ByteString
    package var usernameKey: ByteString
    /// As written, and the form in which it is compared (lower case, domain as A-label).
    package var email: ByteString
    package var emailKey: ByteString
    package var externalID: ByteString?
    /// Values of `UserColumn.profile`; a column without a value is absent.
    package var profile: [UserColumn: ByteString] = [:]
    /// Custom attributes by name, without the `attr.` prefix.
    package var attributes: [ByteString: ByteString] = [:]
    package var isEnabled = true
    package var disabledCause: DisabledCause?
    /// nil: follows group and global default.
    package var deviceLimit: UInt16?
    /// nil: follows group and global default.
    package var secondFactor: SecondFactorMethod?
    /// Methods whose enrolment is complete.
    package var enrolments: Set<SecondFactorMethod> = []
    /// Memberships as indexes of the run's `GroupTable`, ascending.
    package var groups: [GroupIndex] = []
    package var isOnboarded = false
    package var hasPassword = false
    /// Devices, sessions, applications, password expiry.
    package var access = AccessState()
    /// Counts onboardings, so that each owes a mail of its own.
    package var onboardingGeneration: UInt32 = 1
    /// Feeds that this user belongs to.
    package var feeds: Set<FeedID> = []
    /// From which of them they are missing; none for nearly everybody.
    package var absences: [FeedID: FeedAbsence] = [:]
    /// Names (`ManualEdit`) of what a command changed since a feed last set it.
    package var manualEdits: Set<ByteString> = []
    /// Moves with every change of the user.
    package var version: UInt32 = 1

    package init(
        id: UserID, username: ByteString, usernameKey: ByteString, email: ByteString,
        emailKey: ByteString, externalID: ByteString? = nil
    ) {
        self.id = id
        self.username = username
        self.usernameKey = usernameKey
        self.email = email
        self.emailKey = emailKey
        self.externalID = externalID
    }
}

extension UserID {
    /// First of the numbers that stand for users who do not exist yet.
    private static let provisionalMin: UInt32 = 0xC000_0000

    /// Stands for the n-th user that a run will create, until the directory has given a number.
    package static func provisional(_ ordinal: UInt32) -> UserID {
        UserID(provisionalMin + ordinal)
    }

    /// Which user that a run creates this stands for; nil: a user of the directory.
    package var provisionalOrdinal: UInt32? {
        value >= Self.provisionalMin ? value - Self.provisionalMin : nil
    }
}
