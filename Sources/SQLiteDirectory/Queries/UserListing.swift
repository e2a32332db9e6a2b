package import Provisioning

/// One user as lists show it.
package struct UserListing: Equatable, Sendable {
    package var id: UserID
    package var username: ByteString
    package var email: ByteString
    package var externalID: ByteString?
    package var firstName: ByteString?
    package var lastName: ByteString?
    package var displayName: ByteString?
    package var isEnabled: Bool
    package var isOnboarded: Bool
}

/// Which users a list shows; what is nil does not matter.
package struct UserFilter: Equatable, Sendable {
    package var isEnabled: Bool?
    package var isOnboarded: Bool?
    /// Name of a group that the user is a member of, without regard to ASCII case.
    package var group: ByteString?
    /// Name of a feed that the user belongs to.
    package var feed: String?
    /// Users after this one in the order of usernames, by its compared form.
    package var after: ByteString?
    /// Users at most; nil: all.
    package var limit: Int?

    package init() {}
}

/// Users by state.
package struct UserCounts: Equatable, Sendable {
    package var all: UInt64 = 0
    package var active: UInt64 = 0
    package var disabled: UInt64 = 0
    /// Active users who have not set a password yet.
    package var notOnboarded: UInt64 = 0

    package init() {}
}
