import Glibc
package import Provisioning

/// The machine's clock.
package struct SystemClock: WallClock {
    package init() {}

    package func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

extension Instant {
    /// As RFC 3339 writes it in UTC, to the second: `2026-11-24T03:15:00Z`.
    package var text: String {
        let parts = utc
        return "\(parts.day)T\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second))Z"
    }

    /// The day in UTC, `YYYY-MM-DD`.
    package var day: String { utc.day }

    /// Digits alone, for names that sort by time: `20261124-031500`.
    package var stamp: String {
        let parts = utc
        let digits = parts.day.filter { $0 != "-" }
        return "\(digits)-\(two(parts.hour))\(two(parts.minute))\(two(parts.second))"
    }

    private var utc: (day: String, hour: Int, minute: Int, second: Int) {
        var seconds = time_t(
            milliseconds >= 0 ? milliseconds / 1_000 : (milliseconds - 999) / 1_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let year = String(Int(parts.tm_year) + 1_900)
        let padded = String(repeating: "0", count: max(0, 4 - year.count)) + year
        let day = "\(padded)-\(two(Int(parts.tm_mon) + 1))-\(two(Int(parts.tm_mday)))"
        return (day, Int(parts.tm_hour), Int(parts.tm_min), Int(parts.tm_sec))
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
