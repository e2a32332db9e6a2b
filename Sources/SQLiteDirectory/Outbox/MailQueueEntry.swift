package import Provisioning

/// What makes a queued mail one mail, beside its user and kind: the generation of an onboarding, or
/// a name.
package enum MailOccasion: Hashable, Sendable {
    case generation(Int64)
    case name(ByteString)

    /// The occasion as text.
    package var text: ByteString {
        switch self {
        case .generation(let number): ByteString("\(number)")
        case .name(let name): name
        }
    }

    /// As it is stored.
    var value: StatementValue {
        switch self {
        case .generation(let number): .number(number)
        case .name(let name): .text(name)
        }
    }
}

/// The name of a mail in the queue.
package struct MailQueueEntry: Hashable, Sendable {
    package var user: UserID
    package var kind: MailKind
    package var occasion: MailOccasion

    package init(user: UserID, kind: MailKind, occasion: MailOccasion) {
        self.user = user
        self.kind = kind
        self.occasion = occasion
    }

    /// Reads the three columns of a key, of which the first is `column`; nil: its kind is unknown.
    init?(_ row: PreparedStatement, from column: Int32) {
        guard let kind = MailKind(rawValue: UInt8(truncatingIfNeeded: row.int64(column + 1)))
        else { return nil }
        user = UserID(UInt32(clamping: row.int64(column)))
        self.kind = kind
        occasion =
            row.isInteger(column + 2)
            ? .generation(row.int64(column + 2)) : .name(row.text(column + 2))
    }
}
