import Glibc
import Provisioning

/// How a relay waits, and how it is told to stop.
package struct RelayPauses: Sendable {
    /// Whether the relay should come to an end.
    package var isStopping: @Sendable () -> Bool
    /// Waits for so many milliseconds, or fewer.
    package var sleep: @Sendable (Int64) -> Void

    /// Waiting that looks every tenth of a second whether it should stop.
    package init(isStopping: @escaping @Sendable () -> Bool) {
        self.init(isStopping: isStopping) { usleep(UInt32(clamping: $0 * 1_000)) }
    }

    package init(
        isStopping: @escaping @Sendable () -> Bool, sleep: @escaping @Sendable (Int64) -> Void
    ) {
        self.isStopping = isStopping
        self.sleep = sleep
    }

    /// Waits until then; false: it was told to stop before.
    ///
    /// It never waits longer than it is until then at the beginning, should the clock be set back.
    func wait(until: Instant, _ clock: any WallClock) -> Bool {
        var left = until.milliseconds - clock.now().milliseconds
        while !isStopping() {
            guard left > 0 else { return true }
            let part = min(left, 100)
            sleep(part)
            left = min(left - part, until.milliseconds - clock.now().milliseconds)
        }
        return false
    }
}
