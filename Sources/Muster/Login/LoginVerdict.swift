package import Provisioning
package import SQLiteDirectory

/// What came of asking whether a user may sign in.
package struct LoginVerdict: Equatable, Sendable {
    /// The user as they were named.
    package var name: String
    /// nil: the directory has none of that name.
    package var user: UserID?
    package var username: ByteString?
    /// nil: allowed.
    package var reason: LoginReason?
    /// The second factor that is asked for; nil: none is, or it never came to that.
    package var method: SecondFactorMethod?
    /// The session that was started or goes on; nil: none was to be recorded.
    package var session: ByteString?
    /// Whether the device was registered with it.
    package var registeredDevice = false
    /// Devices that went for it, with their sessions.
    package var devicesDropped: [ByteString] = []
    /// What an allowed user can get at; empty for one who is denied.
    package var apps: [AssignedApp] = []
    package var groups: [String] = []
    /// The grant by which an administrator acts as the user; nil: the user signs in.
    package var grant: ImpersonationGrant?

    package init(name: String, reason: LoginReason? = nil) {
        self.name = name
        self.reason = reason
    }

    package var isAllowed: Bool { reason == nil }
}

extension LoginVerdict {
    init(name: String, user: UserState?, decision: LoginDecision) {
        self.init(name: name, reason: decision.reason)
        self.user = user?.id
        username = user?.username
        method = decision.method
    }

    /// Adds what the user can get at, which nobody sees who is denied.
    mutating func show(_ user: UserState, groups: GroupTable, apps: AppTable) {
        self.apps = AssignedApp.all(of: user, apps: apps, groups: groups)
        self.groups = user.groups.map { groups.name($0) }.sorted()
    }
}
