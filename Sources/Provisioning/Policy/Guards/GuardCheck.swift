/// What one guard came to.
package struct GuardCheck: Equatable, Sendable {
    package var name: GuardName
    /// What was counted.
    package var count: UInt64
    /// The largest count that passes; nil: the guard is off.
    package var limit: UInt64?
    /// Why the limit is what it is, to stand in brackets behind it; empty: there is no more to say.
    package var reason = ""
    /// What was counted, as a clause: `731 users would be disabled or deleted`.
    package var finding = ""
    /// A pattern in what was counted, in words; nil: there is none.
    package var remark: String?

    package init(name: GuardName, count: UInt64, limit: UInt64?, reason: String = "") {
        self.name = name
        self.count = count
        self.limit = limit
        self.reason = reason
    }

    /// Whether the guard stops the run: above its limit, not at it.
    package var hasTripped: Bool { limit.map { count > $0 } ?? false }
}

extension [GuardCheck] {
    /// Why the run halts, in one sentence for all guards that stop it; nil: none does.
    package var halt: RunHalt? {
        let tripped = filter(\.hasTripped)
        guard let first = tripped.first else { return nil }
        let names = MessageText.list(tripped.map { "\"\($0.name.rawValue)\"" })
        let findings = tripped.map { check in
            let reason = check.reason.isEmpty ? "" : " (\(check.reason))"
            return "\(check.finding), and the limit is \(check.limit ?? 0)\(reason)"
        }
        return RunHalt(
            .stopped, first.name.code,
            "stopped by the \(tripped.count == 1 ? "guard" : "guards") \(names): "
                + findings.joined(separator: "; ") + "; nothing was changed")
    }

    /// What would let the run pass, in the form of `--allow`: `removals=731`.
    package var allowances: [String] {
        filter(\.hasTripped).map { "\($0.name.rawValue)=\($0.count)" }
    }
}

extension GuardName {
    /// The order in which guards are checked and named.
    package static let inOrder: [GuardName] = [
        .removals, .rejects, .identity, .drift, .creates, .updates, .health,
    ]

    /// The code of a halt by this guard.
    package var code: IssueCode {
        switch self {
        case .removals: .runGuardRemovals
        case .rejects: .runGuardRejects
        case .creates: .runGuardCreates
        case .updates: .runGuardUpdates
        case .identity: .runGuardIdentity
        case .drift: .runGuardDrift
        case .health: .runGuardHealth
        }
    }
}

extension MessageText {
    /// `a`, `a and b`, `a, b and c`.
    package static func list(_ parts: [String]) -> String {
        guard let last = parts.last, parts.count > 1 else { return parts.first ?? "" }
        return parts.dropLast().joined(separator: ", ") + " and \(last)"
    }
}
