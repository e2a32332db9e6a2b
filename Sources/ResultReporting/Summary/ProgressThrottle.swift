package import Provisioning

/// Lets a line through only so often.
package struct ProgressThrottle: Sendable {
    private let interval: Int64
    private var next: Instant?

    /// At most one line in each `interval`.
    package init(interval: Duration = .milliseconds(200)) {
        self.interval = DurationText.milliseconds(interval)
    }

    /// Whether a line is due at `instant`; a clock that went back does not silence it for long.
    package mutating func isDue(at instant: Instant) -> Bool {
        if let next, instant < next, next.milliseconds - instant.milliseconds <= interval {
            return false
        }
        next = Instant(milliseconds: instant.milliseconds + interval)
        return true
    }
}
