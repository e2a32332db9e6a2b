/// How much a guard lets pass.
package enum GuardLimit: Equatable, Sendable {
    case records(UInt32)
    /// Per cent of what the guard compares with; see `GuardName`.
    case percent(Double)
    case unlimited
}
