import Credentials
import Provisioning
import SQLiteDirectory

/// A change of the directory that is no record of a feed, such as a new group: it has a line in the
/// history and its entries in the audit log.
struct RecordedChange {
    let place: DirectoryPlace
    /// `groups`, `apps`.
    let command: String
    let actor: String
    let clock: any WallClock
    let random: any RandomBytes

    /// Carries the change out; `what` is the command's own words, such as `create staff`. What the
    /// change returns stands in the history.
    ///
    /// When it throws, nothing has changed but the line in the history, which says that it stopped.
    func run(
        _ what: String, _ change: (SQLiteDirectory, OpenRun) throws(RunHalt) -> RunSummary
    ) throws(RunHalt) {
        let directory = try place.openForCommand(clock: clock)
        let plan = RunPlan(
            name: "\(clock.now().stamp)-\(Hexadecimal.text(random.bytes(4)))", feed: "",
            command: command, actor: actor, startedAt: clock.now(), file: what)
        let run = try directory.openRun(plan)
        let summary: RunSummary
        do throws(RunHalt) {
            summary = try change(directory, run)
        } catch {
            try directory.closeRun(run, state: .stopped, summary: RunSummary())
            throw error
        }
        try directory.closeRun(run, state: .finished, summary: summary)
    }
}
