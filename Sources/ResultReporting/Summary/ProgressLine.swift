/// How far a run has come, on one line of a terminal.
package struct ProgressLine: Equatable, Sendable {
    /// What is being done: `reading`, `applying` ...
    package var phase: String
    /// Records done in this phase.
    package var records: UInt64
    /// Records rejected so far.
    package var rejects: UInt64
    /// Share that is done, from 0 to 1, by bytes or records; nil: the whole is not known.
    package var share: Double?
    /// Time since the phase began.
    package var elapsed: Duration
    /// What is counted, one of them.
    package var noun = "record"
    /// What `rejects` are.
    package var rejectsWord = "rejected"

    /// Makes the line of a moment.
    package init(
        phase: String, records: UInt64, rejects: UInt64, share: Double?, elapsed: Duration
    ) {
        self.phase = phase
        self.records = records
        self.rejects = rejects
        self.share = share
        self.elapsed = elapsed
    }

    /// The line without its end, cut to `width` characters.
    ///
    /// `applying  41 %  412,000 records  98,000/s  38 rejected  6 s left`
    package func text(width: Int = WrappedText.width) -> String {
        var parts = [phase]
        if let share { parts.append("\(Int(Self.bounded(share) * 100)) %") }
        parts.append(GroupedNumber.text(records, noun))
        let milliseconds = DurationText.milliseconds(elapsed)
        if milliseconds >= 500 {
            parts.append("\(GroupedNumber.text(rate(milliseconds)))/s")
        }
        if rejects > 0 { parts.append("\(GroupedNumber.text(rejects)) \(rejectsWord)") }
        if let left = remaining(milliseconds) { parts.append("\(DurationText.text(left)) left") }
        return String(parts.joined(separator: "  ").prefix(width))
    }

    private func rate(_ milliseconds: Int64) -> UInt64 {
        let (product, overflow) = records.multipliedReportingOverflow(by: 1_000)
        return overflow
            ? records / UInt64(max(1, milliseconds / 1_000))
            : product / UInt64(max(1, milliseconds))
    }

    /// Time until the end at the pace so far; nil: too early to say.
    private func remaining(_ milliseconds: Int64) -> Duration? {
        guard let share, share > 0.01, share < 1, milliseconds >= 500 else { return nil }
        let whole = Double(milliseconds) * (1 - share) / share
        guard whole < 1e12 else { return nil }
        return .milliseconds(Int64(whole))
    }

    private static func bounded(_ share: Double) -> Double {
        share.isNaN ? 0 : min(1, max(0, share))
    }
}
