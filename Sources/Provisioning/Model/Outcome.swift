/// What was done with a record: exactly one for each.
///
/// The raw value is stored (run chunks): append, never renumber.
package enum Outcome: UInt8, CaseIterable, Sendable {
    case created = 1
    case updated, unchanged, deleted, disabled, enabled, applied, viewed, missing, rejected, skipped

    /// The word in results and summaries.
    package var word: String {
        switch self {
        case .created: "created"
        case .updated: "updated"
        case .unchanged: "unchanged"
        case .deleted: "deleted"
        case .disabled: "disabled"
        case .enabled: "enabled"
        case .applied: "applied"
        case .viewed: "viewed"
        case .missing: "missing"
        case .rejected: "rejected"
        case .skipped: "skipped"
        }
    }
}
