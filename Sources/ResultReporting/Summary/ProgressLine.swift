import Provisioning

/// How far a run has come, on one line of a terminal.
package struct ProgressLine: Equatable, Sendable {
    /// What is being done: `deciding`, `applying` ...
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
    /// How the bar is drawn.
    package var bar = ProgressBar.ascii

    /// Makes the line of a moment.
    package init(
        phase: String, records: UInt64, rejects: UInt64, share: Double?, elapsed: Duration
    ) {
        self.phase = phase
        self.records = records
        self.rejects = rejects
        self.share = share.map { $0.isNaN ? 0 : min(1, max(0, $0)) }
        self.elapsed = elapsed
    }

    /// A part of the line that goes where there is no room for it.
    private enum Part { case bar, noun, records, rate, left, rejects }

    /// What is shown, the fullest first.
    private static let shapes: [Set<Part>] = [
        [.bar, .noun, .records, .rate, .left, .rejects], [.bar, .records, .rate, .left, .rejects],
        [.bar, .rate, .left, .rejects], [.rate, .left, .rejects], [.left, .rejects], [.rejects],
        [],
    ]

    /// The line without its end, in at most `width` columns.
    ///
    /// `applying  [####......]  41 %  412,000 records  98,000/s  6 s left  38 rejected`
    package func text(width: Int = WrappedText.width) -> String {
        for shape in Self.shapes {
            let parts = parts(shape)
            let used = parts.reduce(0) { $0 + $1.count } + 2 * (parts.count - 1)
            guard let share, shape.contains(.bar) else {
                if used <= width { return parts.joined(separator: "  ") }
                continue
            }
            let room = min(width - used - 2, ProgressBar.columnsMax)
            guard room >= ProgressBar.columnsMin else { continue }
            let bar = bar.text(share, columns: room)
            return ([parts[0], bar] + parts.dropFirst()).joined(separator: "  ")
        }
        return String(phase.prefix(max(0, width)))
    }

    /// The parts of a shape but the bar, in order.
    private func parts(_ shape: Set<Part>) -> [String] {
        var parts = [phase]
        if let share { parts.append("\(Int(share * 100)) %") }
        if shape.contains(.records) {
            parts.append(
                shape.contains(.noun)
                    ? GroupedNumber.text(records, noun) : GroupedNumber.text(records))
        }
        let milliseconds = DurationText.milliseconds(elapsed)
        if shape.contains(.rate), milliseconds >= 500 {
            parts.append("\(GroupedNumber.text(rate(milliseconds)))/s")
        }
        if shape.contains(.left), let left = remaining(milliseconds) {
            parts.append("\(DurationText.estimate(left)) left")
        }
        if shape.contains(.rejects), rejects > 0 {
            parts.append("\(GroupedNumber.text(rejects)) \(rejectsWord)")
        }
        return parts
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
}

/// A bar that fills up.
package enum ProgressBar: Equatable, Sendable {
    /// `[####......]`, for terminals that may have no other signs, or show them in two columns.
    case ascii
    /// `████░░░░`.
    case blocks

    /// Columns of a bar, its brackets among them.
    static let columnsMin = 10
    static let columnsMax = 30

    /// The bar for a share from 0 to 1.
    func text(_ share: Double, columns: Int) -> String {
        let cells = self == .ascii ? columns - 2 : columns
        let done = Int(share * Double(cells))
        let signs: (done: String, open: String) = self == .ascii ? ("#", ".") : ("█", "░")
        let bar =
            String(repeating: signs.done, count: done)
            + String(repeating: signs.open, count: cells - done)
        return self == .ascii ? "[\(bar)]" : bar
    }
}
