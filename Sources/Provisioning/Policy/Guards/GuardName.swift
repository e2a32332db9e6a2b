/// A guard on the finished plan of a run: what it counts.
///
/// The raw value is the name in `--allow NAME=NUMBER`, in the configuration and in `summary.json`.
package enum GuardName: String, CaseIterable, Sendable {
    /// Users that are disabled or deleted, leavers among them.
    case removals
    /// Records that are rejected.
    case rejects
    /// Users that are created.
    case creates
    /// Users that are updated.
    case updates
    /// Existing users of whom one identity column changes: username, e-mail address or external id,
    /// whichever changes most.
    case identity
    /// Records by which the file is longer or shorter than the last accepted full one.
    case drift
    /// Ways in which the file differs from the last accepted one, of those that the profile names.
    case health
}
