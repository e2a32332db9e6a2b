package import Provisioning

/// One user as an export writes it: everything that a feed can say, and no times.
package struct ExportedUser: Equatable, Sendable {
    package var username: ByteString
    package var email: ByteString
    package var externalID: ByteString?
    /// Values of `UserColumn.profile`, in its order; nil: none.
    package var profile: [ByteString?] = []
    package var isEnabled: Bool
    /// nil: follows the default.
    package var deviceLimit: UInt16?
    /// nil: follows the default.
    package var secondFactor: SecondFactorMethod?
    /// Names of the user's groups, in the order of their bytes.
    package var groups: [ByteString] = []
    /// Names of the applications that the user is assigned directly, in the order of their bytes.
    package var apps: [ByteString] = []
    /// Day from whose beginning the password stops working; nil: never.
    package var passwordExpires: ByteString?
    /// nil: none, or it was not asked for.
    package var passwordHash: ByteString?
    /// Custom attributes, in the order of their names' bytes.
    package var attributes: [(name: ByteString, value: ByteString)] = []

    package static func == (left: Self, right: Self) -> Bool {
        left.username == right.username && left.email == right.email
            && left.externalID == right.externalID && left.profile == right.profile
            && left.isEnabled == right.isEnabled && left.deviceLimit == right.deviceLimit
            && left.secondFactor == right.secondFactor && left.groups == right.groups
            && left.apps == right.apps && left.passwordExpires == right.passwordExpires
            && left.passwordHash == right.passwordHash
            && left.attributes.elementsEqual(right.attributes) { $0 == $1 }
    }
}
