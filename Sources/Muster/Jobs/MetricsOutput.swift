import Provisioning
import ResultReporting
import SQLiteDirectory

/// Leaves the figures of a run for Prometheus, however the run ends.
struct MetricsOutput {
    private let file: MetricsFile?
    private let feed: String
    private let command: String
    private let place: DirectoryPlace
    private let clock: any WallClock

    /// Looks at the file before anything is done; `path` nil: no figures are wanted.
    /// - Throws: a halt with status 64 or 73 for a path where none can be left.
    init(
        _ path: String?, feed: String, command: String, place: DirectoryPlace,
        clock: any WallClock
    ) throws(RunHalt) {
        file = if let path { try MetricsFile(path: path) } else { nil }
        self.feed = feed
        self.command = command
        self.place = place
        self.clock = clock
    }

    /// Carries a run out and writes the figures at its end; a halt is one end, and is thrown on.
    /// - Throws: what `run` throws; or a halt with status 74 where the run is done and the
    ///   figures cannot be written.
    func recording(
        _ run: () throws(RunHalt) -> ImportEnding
    ) throws(RunHalt) -> ImportEnding {
        guard let file else { return try run() }
        let started = ContinuousClock.now
        let ending: ImportEnding
        do throws(RunHalt) {
            ending = try run()
        } catch {
            // Why the run failed is what has to be said; figures that cannot be written stay old,
            // which is seen by their time.
            try? file.write(metrics(error.status, file, since: started))
            throw error
        }
        var metrics = metrics(ending.report.status, file, since: started)
        metrics.report = ending.report
        metrics.users = userCounts()
        do throws(RunHalt) {
            try file.write(metrics)
        } catch {
            throw error.afterwards("the run is done, but its figures are missing")
        }
        return ending
    }

    private func metrics(
        _ status: ExitStatus, _ file: MetricsFile, since started: ContinuousClock.Instant
    ) -> RunMetrics {
        let now = clock.now()
        var metrics = RunMetrics(
            feed: feed, command: command, status: status, finishedAt: now,
            duration: ContinuousClock.now - started, version: ProgramVersion.text)
        metrics.lastSuccess = metrics.isSuccess ? now : file.lastSuccess ?? fromHistory()
        return metrics
    }

    /// When the history has such a run last; a directory that cannot be read has nothing to say.
    private func fromHistory() -> Instant? {
        try? place.openForReading().lastFinish(feed: feed, command: command)
    }

    private func userCounts() -> [(state: String, count: UInt64)] {
        guard let counts = try? place.openForReading().userCounts() else { return [] }
        return [
            ("enabled", counts.active), ("disabled", counts.disabled),
            ("not_onboarded", counts.notOnboarded),
        ]
    }
}
