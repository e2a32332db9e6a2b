/// The guards of one run: what each lets pass, and which of them stop it.
///
/// A guard trips above its limit, not at it. Floors keep small files from tripping on a percentage;
/// they are listed in `docs/guards.md`.
package struct RunGuards: Sendable {
    /// Limits of the profile; a guard that is not here has its default.
    package var limits: [GuardName: GuardLimit]
    /// What is let pass in this run; it only ever raises a limit.
    package var allowances: [GuardName: UInt64]

    package init(limits: [GuardName: GuardLimit], allowances: [GuardName: UInt64] = [:]) {
        self.limits = limits
        self.allowances = allowances
    }

    /// Per cent that the defaults let pass.
    package static let removalsPercent = 5.0
    package static let rejectsPercent = 10.0
    package static let identityPercent = 50.0
    package static let driftPercent = 50.0
    /// Removals that the default always lets pass, and those that it never lets pass more of.
    package static let removalsFloor: UInt64 = 5
    package static let removalsCeiling: UInt64 = 500
    /// Rejects, changes of a key and records from which on the defaults count.
    package static let countedFrom: UInt64 = 100
    /// What a configured share always lets pass, whatever it comes to; of rejects it is exact.
    package static let shareFloor: UInt64 = 5

    /// All guards, checked.
    ///
    /// `activeUsers` counts the enabled users of the directory. It is asked only where anybody is
    /// removed, since counting goes through all users.
    package func check(
        _ figures: GuardFigures, activeUsers: () throws(RunHalt) -> UInt64
    ) throws(RunHalt) -> [GuardCheck] {
        var checks: [GuardCheck] = []
        for name in GuardName.inOrder {
            var check = try self.check(name, figures, activeUsers: activeUsers)
            if let limit = check.limit, let allowed = allowances[name], allowed > limit {
                check.limit = allowed
                check.reason = "--allow \(name.rawValue)=\(allowed)"
            }
            check.finding = GuardText.finding(name, figures)
            check.remark = GuardText.remark(name, figures)
            checks.append(check)
        }
        return checks
    }

    private func check(
        _ name: GuardName, _ figures: GuardFigures, activeUsers: () throws(RunHalt) -> UInt64
    ) throws(RunHalt) -> GuardCheck {
        let limit = limits[name]
        switch name {
        case .removals:
            let count = figures.removed
            if limit.map(\.isShare) ?? true, count == 0 {
                return GuardCheck(name: name, count: count, limit: Self.removalsFloor)
            }
            guard let limit, !limit.isShare else {
                return removals(count, share: limit?.share, of: try activeUsers())
            }
            return fixed(name, count, limit)
        case .rejects: return rejects(figures, limit)
        case .identity: return identity(figures, limit)
        case .drift: return drift(figures, limit)
        case .creates:
            return optional(name, figures.created, limit, records: figures.records)
        case .updates:
            return optional(name, figures.updated, limit, records: figures.records)
        case .health:
            return GuardCheck(name: name, count: UInt64(figures.differences.count), limit: 0)
        }
    }

    private func removals(_ count: UInt64, share: Double?, of active: UInt64) -> GuardCheck {
        let users = active == 1 ? "1 active user" : "\(active) active users"
        if let share {
            return GuardCheck(
                name: .removals, count: count,
                limit: max(Self.shareFloor, Self.part(share, of: active)),
                reason: "\(Self.figure(share)) % of \(users), at least \(Self.shareFloor)")
        }
        let part = max(Self.removalsFloor, Self.part(Self.removalsPercent, of: active))
        return GuardCheck(
            name: .removals, count: count, limit: min(Self.removalsCeiling, part),
            reason: "by default \(Self.figure(Self.removalsPercent)) % of \(users), at least "
                + "\(Self.removalsFloor) and at most \(Self.removalsCeiling)")
    }

    private func rejects(_ figures: GuardFigures, _ limit: GuardLimit?) -> GuardCheck {
        let count = figures.rejected
        let records = figures.records
        if let limit {
            guard let share = limit.share else { return fixed(.rejects, count, limit) }
            return GuardCheck(
                name: .rejects, count: count, limit: Self.part(share, of: records),
                reason: "\(Self.figure(share)) % of \(records) records")
        }
        return GuardCheck(
            name: .rejects, count: count,
            limit: max(Self.countedFrom - 1, Self.part(Self.rejectsPercent, of: records)),
            reason: "by default \(Self.figure(Self.rejectsPercent)) % of the records, from "
                + "\(Self.countedFrom) rejects on")
    }

    private func identity(_ figures: GuardFigures, _ limit: GuardLimit?) -> GuardCheck {
        let count = figures.identity.largest.count
        if let limit, !limit.isShare { return fixed(.identity, count, limit) }
        let share = limit?.share ?? Self.identityPercent
        let part = Self.part(share, of: figures.existing)
        if limit != nil {
            return GuardCheck(
                name: .identity, count: count, limit: max(Self.shareFloor, part),
                reason: "\(Self.figure(share)) % of them, at least \(Self.shareFloor)")
        }
        return GuardCheck(
            name: .identity, count: count, limit: max(Self.countedFrom - 1, part),
            reason:
                "by default \(Self.figure(share)) % of them, from \(Self.countedFrom) changes on")
    }

    private func drift(_ figures: GuardFigures, _ limit: GuardLimit?) -> GuardCheck {
        let count = figures.drift
        guard let before = figures.fullRecordsBefore else {
            return GuardCheck(name: .drift, count: 0, limit: nil)
        }
        if let limit, !limit.isShare { return fixed(.drift, count, limit) }
        if let share = limit?.share {
            return GuardCheck(
                name: .drift, count: count,
                limit: max(Self.shareFloor, Self.part(share, of: before)),
                reason: "\(Self.figure(share)) % of \(before), at least \(Self.shareFloor)")
        }
        guard max(before, figures.records) >= Self.countedFrom else {
            return GuardCheck(name: .drift, count: count, limit: nil)
        }
        return GuardCheck(
            name: .drift, count: count, limit: Self.part(Self.driftPercent, of: before),
            reason: "by default \(Self.figure(Self.driftPercent)) % of \(before)")
    }

    /// A guard that is off unless the profile says otherwise.
    private func optional(
        _ name: GuardName, _ count: UInt64, _ limit: GuardLimit?, records: UInt64
    ) -> GuardCheck {
        guard let limit else { return GuardCheck(name: name, count: count, limit: nil) }
        guard let share = limit.share else { return fixed(name, count, limit) }
        return GuardCheck(
            name: name, count: count, limit: max(Self.shareFloor, Self.part(share, of: records)),
            reason: "\(Self.figure(share)) % of \(records) records, at least \(Self.shareFloor)")
    }

    private func fixed(_ name: GuardName, _ count: UInt64, _ limit: GuardLimit) -> GuardCheck {
        guard case .records(let most) = limit else {
            return GuardCheck(name: name, count: count, limit: nil)
        }
        return GuardCheck(name: name, count: count, limit: UInt64(most))
    }

    /// So many per cent of a figure, rounded down.
    private static func part(_ percent: Double, of whole: UInt64) -> UInt64 {
        UInt64(Double(whole) * percent / 100)
    }

    /// A figure with one decimal where it needs one.
    static func figure(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}

extension GuardLimit {
    fileprivate var share: Double? {
        if case .percent(let share) = self { share } else { nil }
    }

    fileprivate var isShare: Bool { share != nil }
}
