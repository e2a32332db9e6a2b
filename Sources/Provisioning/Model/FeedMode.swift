/// What a feed's file holds.
///
/// The raw value is stored (runs): append, never renumber.
package enum FeedMode: UInt8, CaseIterable, Sendable {
    /// Changes: who is not in it stays as they are.
    case delta
    /// Everybody: who is not in it has left.
    case full

    /// The word in options and configuration.
    package var word: String { self == .delta ? "delta" : "full" }
}
