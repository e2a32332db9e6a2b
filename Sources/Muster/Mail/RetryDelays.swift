package import Provisioning

/// How long a mail that was not taken waits until it is tried again.
package struct RetryDelays: Sendable {
    /// After the first attempt, the second, and so on; then the last again and again.
    package static let minutes: [Int64] = [5, 15, 30, 60, 120, 240, 480]
    /// How far a wait may be off, in per cent, so that mails which failed together part.
    package static let jitterPercent: Int64 = 20

    private let random: any RandomBytes

    package init(random: any RandomBytes) { self.random = random }

    /// When attempt number `attempt`, counted from 1, is followed by the next.
    package func next(after attempt: Int64, at now: Instant) -> Instant {
        let index = Int(min(max(attempt, 1), Int64(Self.minutes.count))) - 1
        let wait = Self.minutes[index] * 60_000
        let spread = wait * Self.jitterPercent / 100
        let bytes = random.bytes(4).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        // From 0 to 2³² - 1, as a share of the spread on both sides.
        let offset = bytes * (2 * spread) / (1 << 32) - spread
        return Instant(milliseconds: now.milliseconds + wait + offset)
    }
}
