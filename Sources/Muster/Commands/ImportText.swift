package import Provisioning
import ResultReporting

/// What `muster import` prints at its end.
package struct ImportText {
    private let ending: ImportEnding

    package init(_ ending: ImportEnding) { self.ending = ending }

    /// The summary for people, each line with its end.
    package func summary(style: CommandStyle, showsValues: Bool) -> String {
        TextSummary(ending.report, style: style, showsValues: showsValues).text
    }

    /// The summary for programs: what `summary.json` holds.
    package var json: ByteString { SummaryFile.text(ending.report) }
}

/// The line on a terminal that shows how far an import is.
package struct ImportProgress {
    private var throttle = ProgressThrottle()
    private var phase: RunProgress.Phase?
    private var phaseStart = ContinuousClock.now
    private let clock: any WallClock

    package init(clock: any WallClock = SystemClock()) { self.clock = clock }

    /// The line to show now, without its end; nil: none is due.
    package mutating func line(_ progress: RunProgress, width: Int) -> String? {
        if phase != progress.phase {
            phase = progress.phase
            phaseStart = .now
        }
        guard throttle.isDue(at: clock.now()) else { return nil }
        let share = progress.bytesTotal.map { total in
            total == 0 ? 1 : Double(progress.bytes) / Double(total)
        }
        return ProgressLine(
            phase: progress.phase == .decide ? "deciding" : "applying",
            records: progress.records, rejects: progress.rejected, share: share,
            elapsed: .now - phaseStart
        ).text(width: width)
    }
}
