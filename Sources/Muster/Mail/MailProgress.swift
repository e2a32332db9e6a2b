package import Provisioning
package import ResultReporting

/// The line on a terminal that shows how far a delivery is.
package struct MailProgress {
    private var throttle = ProgressThrottle()
    private let start = ContinuousClock.now
    private let bar: ProgressBar
    private let clock: any WallClock

    /// Begins to watch a delivery; `bar` is how its bar is drawn.
    package init(_ bar: ProgressBar = .ascii, clock: any WallClock = SystemClock()) {
        self.bar = bar
        self.clock = clock
    }

    /// The line to show now, without its end; nil: none is due. `due` mails were due when the delivery
    /// began; nil: it has no end.
    package mutating func line(_ tally: MailTally, due: UInt64?, width: Int) -> String? {
        guard throttle.isDue(at: clock.now()) else { return nil }
        let done = UInt64(tally.attempts)
        var line = ProgressLine(
            phase: "sending", records: done, rejects: UInt64(tally.deferred + tally.failed),
            share: due.map { $0 == 0 ? 1 : Double(done) / Double($0) }, elapsed: .now - start)
        line.noun = "mail"
        line.rejectsWord = "not taken"
        line.bar = bar
        return line.text(width: width)
    }
}
