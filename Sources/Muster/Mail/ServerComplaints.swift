import MailDelivery
import SQLiteDirectory

/// Refusals and deferrals one after another, none for the recipients' sake: the server or the sender's
/// address is wrong, and each mail would fail.
struct ServerComplaints {
    /// So many in a row are enough.
    static let countMax = 10

    /// Attempts in a row that were refused.
    private(set) var refused: [MailAttempt] = []
    private var count = 0

    var areEnough: Bool { count >= Self.countMax }

    /// Counts an answer; one that shows that the server takes mail, or speaks of the recipient, begins
    /// a new row. What may have arrived is neither.
    mutating func note(_ outcome: DeliveryOutcome, of attempt: MailAttempt) {
        switch outcome {
        case .refused(let reply) where reply.verb != .rcpt:
            refused.append(attempt)
            count += 1
        case .deferred(let reply) where reply.verb != .rcpt: count += 1
        case .unknown: break
        case .sent, .refused, .deferred: forget()
        }
    }

    mutating func forget() {
        refused.removeAll()
        count = 0
    }
}
