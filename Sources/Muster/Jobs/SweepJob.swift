import Credentials
package import Provisioning
import ResultReporting
import SQLiteDirectory

/// Housekeeping: what time itself asks for, each change of a user as a record through the pipeline.
package final class SweepJob {
    private let place: DirectoryPlace
    private let options: SystemRunOptions
    private let clock: any WallClock
    private let random: any RandomBytes
    /// Asked between chunks: whether a signal asks the run to end.
    package var shouldStop: () -> Bool = { false }
    /// Told after each chunk.
    package var progress: (RunProgress) -> Void = { _ in }

    /// What is asked of a sweep, before anything of it is settled.
    package static func options(actor: String) -> SystemRunOptions {
        SystemRunOptions(command: command, origin: .sweep, subject: "", actor: actor)
    }

    private static let command = "sweep"

    package init(
        _ options: SystemRunOptions, in place: DirectoryPlace,
        clock: any WallClock = SystemClock(), random: any RandomBytes = SystemRandom()
    ) {
        self.options = options
        self.place = place
        self.clock = clock
        self.random = random
    }

    /// Finds who is due, and does it.
    ///
    /// - Returns: what came of it; a guard that stopped the run is in `stop`.
    /// - Throws: a halt that kept the run from ending. What was committed stays; the next sweep does
    ///   the rest.
    package func run() throws(RunHalt) -> ImportEnding {
        try OutputPlaces(
            results: options.results, report: options.report, metrics: options.metrics, place
        ).requireApart()
        let metrics = try MetricsOutput(
            options.isDryRun ? nil : options.metrics, feed: "", command: options.command,
            place: place, clock: clock)
        return try metrics.recording { () throws(RunHalt) in try self.sweep() }
    }

    private func sweep() throws(RunHalt) -> ImportEnding {
        let run = try SystemRun(options, in: place, clock: clock, random: random)
        run.shouldStop = shouldStop
        run.progress = progress
        if !options.isDryRun { try run.opened.directory.supersedeRuns(of: options.command) }
        // Not the run itself, which would hold on to its lock for ever with what it holds.
        let (configuration, directory) = (run.configuration, run.opened.directory)
        run.afterwards = { (ending, report) throws(RunHalt) in
            guard ending.state == .finished else { return }
            report.housekeeping = try self.tidy(directory, configuration)
        }
        let due = try run.opened.directory.usersDue(
            today: ByteString(clock.now().day), now: clock.now()
        ) { run.configuration.profile(of: $0).leavers.deleteAfter }
        do throws(RunHalt) {
            return try run.run(
                Self.source(of: due, chunkRows: run.configuration.limits.chunkRecordsMax))
        } catch {
            guard error.code == .runInterrupted else { throw error }
            throw RunHalt(
                error.status, error.code, error.message,
                advice: "Run muster sweep again: it does what is left.")
        }
    }

    /// Removes what nobody needs; a rehearsal counts it, and a run that a guard stopped leaves it.
    private func tidy(
        _ directory: SQLiteDirectory, _ configuration: MusterConfiguration
    ) throws(RunHalt) -> Housekeeping {
        let now = clock.now()
        let kept = configuration.sweepKeeps.components.seconds * 1_000
        let limit = Instant(milliseconds: now.milliseconds - kept)
        let rows =
            options.isDryRun
            ? try directory.rowsToTidy(before: limit, at: now)
            : try directory.tidy(before: limit, actor: options.actor, at: now)
        var housekeeping = Housekeeping()
        housekeeping.links = rows.links
        housekeeping.grantsEnded = rows.grantsEnded
        housekeeping.grants = rows.grants
        housekeeping.mailDeliveries = rows.deliveries
        if let kept = configuration.runsKept {
            try prune(directory, olderThan: kept, into: &housekeeping)
        }
        return housekeeping
    }

    /// Removes the folders of runs that are older than the configuration keeps them.
    private func prune(
        _ directory: SQLiteDirectory, olderThan kept: Duration,
        into housekeeping: inout Housekeeping
    ) throws(RunHalt) {
        var rules = RunPruning.Rules()
        rules.before = Instant(
            milliseconds: clock.now().milliseconds - kept.components.seconds * 1_000)
        rules.isRehearsal = options.isDryRun
        let pruning = RunPruning(
            place, directory: directory, actor: options.actor, clock: clock, random: random)
        let ending = try pruning.prune(rules)
        housekeeping.runFolders = UInt64(ending.folders.count)
        housekeeping.runFoldersRefused = UInt64(ending.refused.count)
    }

    /// A record for each user who is due: the end dates first, then the leavers, then the sessions.
    private static func source(of due: DueUsers, chunkRows: Int) -> RowSource {
        let (ended, left) = (due.ended.count, due.ended.count + due.left.count)
        let columns: [UserColumn] = [.action, .user, .username, .email, .reason]
        return RowSource(
            columns: columns.map(\.name), rowCount: due.count, chunkRows: min(chunkRows, 1_024)
        ) { row in
            if row < ended {
                let user = due.ended[row]
                return cells(.disable, user, "end_date \(user.day) is past")
            }
            if row < left {
                let leaver = due.left[row - ended]
                let days = leaver.grace.components.seconds / 86_400
                let grace = days > 0 ? "\(days) d" : "\(leaver.grace.components.seconds) s"
                return [
                    ByteString(Action.delete.word), "", leaver.username, leaver.email,
                    ByteString("left on \(leaver.due.day), and the grace of \(grace) is over"),
                ]
            }
            let user = due.expired[row - left]
            return cells(.endSessions, user, "password_expires \(user.day) is reached")
        }
    }

    private static func cells(_ action: Action, _ user: DueUser, _ reason: String) -> [ByteString] {
        [
            ByteString(action.word), ByteString("id:\(user.user.value)"), "", "",
            ByteString(reason),
        ]
    }
}
