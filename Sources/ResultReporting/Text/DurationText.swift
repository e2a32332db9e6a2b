/// Durations for people and for programs.
package enum DurationText {
    /// Whole milliseconds, rounded down; never negative.
    package static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
        return overflow ? .max : max(0, whole + attoseconds / 1_000_000_000_000_000)
    }

    /// How long something takes, about: `1 s`, `50 s`, `3 min` or `2 h 5 min`; never less than 1 s.
    package static func estimate(_ duration: Duration) -> String {
        let seconds = max(1, (milliseconds(duration) + 500) / 1_000)
        if seconds < 60 { return "\(seconds) s" }
        let minutes = (seconds + 30) / 60
        if minutes < 60 { return "\(minutes) min" }
        return minutes % 60 == 0
            ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
    }

    /// `0.4 s`, `12 s`, `3 min 20 s` or `2 h 5 min`.
    package static func text(_ duration: Duration) -> String {
        let milliseconds = milliseconds(duration)
        let seconds = milliseconds / 1_000
        if seconds < 10 { return "\(seconds).\(milliseconds % 1_000 / 100) s" }
        if seconds < 60 { return "\(seconds) s" }
        if seconds < 3_600 { return "\(seconds / 60) min \(seconds % 60) s" }
        return "\(seconds / 3_600) h \(seconds % 3_600 / 60) min"
    }
}
