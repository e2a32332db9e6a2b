import Provisioning

/// Whether a user may sign in now, and why not.
public struct LoginAnswer: Equatable, Sendable {
    /// An application that an allowed user has.
    public struct App: Equatable, Sendable {
        /// Its name.
        public var name: String
        /// Whether it is assigned to the user directly.
        public var isDirect: Bool
        /// Names of the user's groups that have it.
        public var groups: [String]
        /// When the user last got into it, in milliseconds since 1970-01-01T00:00:00Z; nil: never.
        public var lastAccess: Int64?
    }

    /// The first reason against it, such as `second-factor-required`; nil: allowed. The words and
    /// their order are in `docs/login.md` and stable.
    public var reason: String?
    /// Word of the second factor that is asked for; nil: none is, or it never came to that.
    public var secondFactor: String?
    /// One sentence about what helps, without personal data; nil: allowed.
    public var advice: String?
    /// Number of the user; nil: the directory has none of that name.
    public var user: UInt32?
    /// The username as it is written.
    public var username: String?
    /// Public id of the session that was started or goes on; nil: none was recorded.
    public var session: String?
    /// What an allowed user can get at, by name; empty for one who is denied.
    public var apps: [App]
    /// Names of an allowed user's groups.
    public var groups: [String]
    /// Who acts as the user; nil: the user does.
    public var impersonatedBy: String?

    /// Whether the user may sign in.
    public var isAllowed: Bool { reason == nil }

    init(_ verdict: LoginVerdict) {
        reason = verdict.reason?.rawValue
        secondFactor = verdict.method?.word
        advice = LoginText(verdict).advice
        user = verdict.user?.value
        username = verdict.username?.text
        session = verdict.session?.text
        apps = verdict.apps.map { app in
            App(
                name: app.name, isDirect: app.isDirect, groups: app.groups,
                lastAccess: app.lastAccess?.milliseconds)
        }
        groups = verdict.groups
        impersonatedBy = verdict.grant?.actor.text
    }
}
