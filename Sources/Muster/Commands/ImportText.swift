package import Provisioning
package import ResultReporting

/// What `muster import` prints at its end.
package struct ImportText {
    private let ending: ImportEnding

    package init(_ ending: ImportEnding) { self.ending = ending }

    /// The summary for people, each line with its end.
    ///
    /// `width` is the columns of the terminal that it is for, nil none.
    package func summary(style: CommandStyle, showsValues: Bool, width: Int?) -> String {
        TextSummary(
            ending.report, style: style, showsValues: showsValues,
            width: WrappedText.width(ofTerminal: width)
        ).text
    }

    /// The summary for programs: what `summary.json` holds.
    package var json: ByteString { SummaryFile.text(ending.report) }
}

/// The line on a terminal that shows how far an import is.
package struct ImportProgress {
    private var throttle = ProgressThrottle()
    private var phase: RunProgress.Phase?
    private var phaseStart = ContinuousClock.now
    private let bar: ProgressBar
    private let clock: any WallClock

    /// Begins to watch a run; `bar` is how its bar is drawn.
    package init(_ bar: ProgressBar = .ascii, clock: any WallClock = SystemClock()) {
        self.bar = bar
        self.clock = clock
    }

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
        var line = ProgressLine(
            phase: progress.phase == .decide ? "deciding" : "applying",
            records: progress.records, rejects: progress.rejected, share: share,
            elapsed: .now - phaseStart)
        line.bar = bar
        return line.text(width: width)
    }
}
