/// What became of a mail that a relay has taken. The raw value is stored: append, never renumber.
package enum MailState: Int64, CaseIterable, Sendable {
    /// A relay is sending it, or was killed while it did.
    case attempting = 1
    /// It was not taken, and will be tried again.
    case deferred
    /// The server, program or folder has taken it.
    case sent
    /// It will not be tried again.
    case failed
    /// What it was for is over: the link was used or replaced, or the user is disabled.
    case withdrawn

    /// The word in lists.
    package var word: String {
        switch self {
        case .attempting: "sending"
        case .deferred: "deferred"
        case .sent: "sent"
        case .failed: "failed"
        case .withdrawn: "withdrawn"
        }
    }
}
