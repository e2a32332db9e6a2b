/// Halts a run of which too many records would be rejected, before anything is written.
///
/// The default, ten per cent, only counts from 100 rejects on, so that a small file never trips
/// it. A guard trips above its limit, not at it.
package struct RejectGuard: Sendable {
    /// Per cent of the records that may be rejected where nobody says otherwise.
    package static let percentDefault = 10.0
    /// Rejects below which the default does not count.
    package static let rejectsFloor: UInt64 = 100

    /// nil: the default.
    package let limit: RejectLimit?

    package init(limit: RejectLimit?) { self.limit = limit }

    /// Rejects that pass among `records`; nil: any number.
    package func allowed(of records: UInt64) -> UInt64? {
        switch limit {
        case nil: max(Self.rejectsFloor - 1, UInt64(Double(records) * Self.percentDefault / 100))
        case .unlimited: nil
        case .records(let most): UInt64(most)
        case .percent(let most): UInt64(Double(records) * most / 100)
        }
    }

    /// Why the run halts; nil: it may go on.
    package func check(rejected: UInt64, records: UInt64) -> RunHalt? {
        guard let most = allowed(of: records), rejected > most else { return nil }
        let allowed =
            switch limit {
            case nil: "the default allows 10 % (from \(Self.rejectsFloor) rejects on)"
            case .percent(let share): "\(Self.figure(share)) % may be"
            default: "\(most) may be"
            }
        let share = records == 0 ? 0 : Double(rejected) * 100 / Double(records)
        return RunHalt(
            .stopped, .runGuardRejects,
            "stopped by the guard \"rejects\": \(rejected) of \(records) records "
                + "(\(Self.figure(share)) %) would be rejected, \(allowed); nothing was changed",
            advice: "Look at the rejects with --dry-run, and if they are as expected allow them "
                + "for this run: --max-rejects \(rejected)")
    }

    /// A figure with one decimal where it needs one.
    private static func figure(_ value: Double) -> String {
        let tenths = (value * 10).rounded()
        let whole = Int(tenths) / 10
        let rest = Int(tenths) % 10
        return rest == 0 ? "\(whole)" : "\(whole).\(rest)"
    }
}
