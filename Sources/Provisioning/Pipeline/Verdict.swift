/// What the first reading decided about a record, kept until the second reading applies it.
///
/// Eight bytes a record: a run of ten million keeps 80 MB of them.
package struct Verdict: Sendable {
    private var number: UInt32
    private var outcomeRaw: UInt8
    private var flags: UInt8
    private var reserved: UInt16 = 0

    private static let isUser: UInt8 = 1
    private static let isNewUser: UInt8 = 2
    private static let keeps: UInt8 = 4
    private static let writesFlag: UInt8 = 8
    private static let done: UInt8 = 16
    private static let settled: UInt8 = 32

    package init(_ outcome: Outcome, target: DecisionTarget = .nobody) {
        outcomeRaw = outcome.rawValue
        switch target {
        case .nobody:
            number = 0
            flags = 0
        case .user(let user):
            number = user.value
            flags = Self.isUser
        case .newUser(let ordinal):
            number = ordinal
            flags = Self.isNewUser
        }
    }

    package var outcome: Outcome { Outcome(rawValue: outcomeRaw) ?? .rejected }

    package var target: DecisionTarget {
        if flags & Self.isUser != 0 { return .user(UserID(number)) }
        if flags & Self.isNewUser != 0 { return .newUser(number) }
        return .nobody
    }

    /// Whether the record is about a user of the directory.
    package var isAboutUser: Bool { flags & Self.isUser != 0 }

    /// Whether a user who existed before the run is disabled or deleted.
    package var removesExisting: Bool {
        (outcome == .disabled || outcome == .deleted) && flags & Self.isUser != 0
    }

    /// Whether the row's fingerprint is to be stored although nothing is written for it.
    package var keepsFingerprint: Bool {
        get { flags & Self.keeps != 0 }
        set { flags = newValue ? flags | Self.keeps : flags & ~Self.keeps }
    }

    /// Whether the record writes something about a user who exists.
    package var writes: Bool {
        get { flags & Self.writesFlag != 0 }
        set { flags = newValue ? flags | Self.writesFlag : flags & ~Self.writesFlag }
    }

    /// Whether an earlier delivery of the same file has had the record's effect.
    package var isSettled: Bool {
        get { flags & Self.settled != 0 }
        set { flags = newValue ? flags | Self.settled : flags & ~Self.settled }
    }

    /// Whether the record was done before an interruption, so that only its keys count.
    package var isDone: Bool {
        get { flags & Self.done != 0 }
        set { flags = newValue ? flags | Self.done : flags & ~Self.done }
    }
}
