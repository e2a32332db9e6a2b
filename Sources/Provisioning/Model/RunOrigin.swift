/// Where a run's records come from: what may be changed by them, and how.
package enum RunOrigin: String, Sendable {
    /// A file of a feed.
    case feed
    /// An administrator's command on one user.
    case command
    /// Housekeeping: what time itself asks for.
    case sweep
    /// The taking back of an earlier run.
    case undo

    /// Whether protected users are left alone.
    package var sparesProtected: Bool { self == .feed || self == .sweep }
}
