/// Which raw records a run folder keeps, secrets masked, so that they can be explained later.
package enum KeptInput: String, CaseIterable, Sendable {
    /// No record.
    case none
    /// Those that were rejected.
    case rejected
    /// Every record.
    case all
}
