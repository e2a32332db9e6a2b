import Credentials
package import Provisioning
import ResultReporting
import SQLiteDirectory

/// What is asked of an undo.
package struct UndoOptions: Sendable {
    /// Name of the run that is taken back.
    package var run: String
    package var actor: String
    package var reason: String?
    package var isDryRun = false
    /// Whether users get mail about what happens to them; nil: they do not.
    package var mail: Bool?
    /// Path of the results file; `-` is standard output; nil: in the run's folder.
    package var results: String?
    /// Path of the HTML report; nil: in the run's folder.
    package var report: String?
    /// Path of the Prometheus text file that the run writes at its end; nil: none.
    package var metrics: String?
    /// How long to wait for another run.
    package var wait: Duration = .seconds(30)

    package init(run: String, actor: String) {
        self.run = run
        self.actor = actor
    }
}

/// Takes a run back: a run of its own, with one record for each user that the run changed or created.
///
/// An undo that was cut short is finished by another undo of the same run: whom the first one has done is
/// found in the log.
package final class UndoJob {
    let place: DirectoryPlace
    let options: UndoOptions
    let clock: any WallClock
    let random: any RandomBytes
    /// Asked between chunks: whether a signal asks the run to end.
    package var shouldStop: () -> Bool = { false }
    /// Told after each chunk.
    package var progress: (RunProgress) -> Void = { _ in }

    package init(
        _ options: UndoOptions, in place: DirectoryPlace, clock: any WallClock = SystemClock(),
        random: any RandomBytes = SystemRandom()
    ) {
        self.options = options
        self.place = place
        self.clock = clock
        self.random = random
    }

    /// Runs the undo.
    ///
    /// - Throws: a halt with status 1 if there is no such run, or it cannot be taken back; nothing has
    ///   changed then. One with status 3 if it was interrupted: the same undo again carries on.
    package func run() throws(RunHalt) -> ImportEnding {
        try OutputPlaces(
            results: options.results, report: options.report, metrics: options.metrics, place
        ).requireApart()
        let metrics = try MetricsOutput(
            options.isDryRun ? nil : options.metrics, feed: "", command: "undo", place: place,
            clock: clock)
        return try metrics.recording { () throws(RunHalt) in try self.takeBack() }
    }

    private func takeBack() throws(RunHalt) -> ImportEnding {
        var system = SystemRunOptions(
            command: "undo", origin: .undo, subject: options.run, actor: options.actor)
        system.reason = options.reason
        system.isDryRun = options.isDryRun
        // Nobody is told of what was a mistake, unless the administrator wants it.
        system.mail = options.mail ?? false
        system.results = options.results
        system.report = options.report
        system.wait = options.wait
        let run = try SystemRun(system, in: place, clock: clock, random: random)
        run.shouldStop = shouldStop
        run.progress = progress
        let directory = run.opened.directory
        let undone = try takeable(in: directory)
        let listing = try directory.undoListing(of: undone.id)
        let leftNotes = try directory.leftFeedNotes(undone.id)
        if let reason = Self.refusal(listing, leftNotes: leftNotes) { throw impossible(reason) }
        let feed =
            undone.plan.feed.isEmpty ? nil : try directory.feed(named: undone.plan.feed)
        let reversal = RunReversal(of: undone.id, feed: feed, log: directory) {
            listing.users[Int($0) - 1]
        }
        let groups = try directory.groupsCreated(by: undone.id)
        run.afterwards = { (_, report) throws(RunHalt) in
            var undo = UndoReport(run: undone.plan.name)
            undo.changedSince = reversal.changedSince
            undo.gone = reversal.gone
            undo.mailsWithdrawn = reversal.mailsWithdrawn
            let left = Set(try directory.groupsCreated(by: undone.id))
            undo.groupsRemoved = groups.filter { !left.contains($0) }
            report.undo = undo
        }
        do throws(RunHalt) {
            return try run.run(source(listing)) {
                $0.reversal = reversal
                $0.runPlan.undoes = undone.id
            }
        } catch {
            throw error.code == .runInterrupted ? interrupted(error) : error
        }
    }

    private func source(_ listing: UndoListing) -> RowSource {
        RowSource(columns: ["action", "user"], rowCount: listing.users.count) { row in
            [
                ByteString(listing.action(row).word),
                ByteString("id:\(listing.users[row].value)"),
            ]
        }
    }

    // MARK: What can be taken back

    /// Commands whose runs change users record by record.
    private static let commands: Set<String> = ["import", "apply", "user", "sweep", "undo"]

    private func takeable(in directory: SQLiteDirectory) throws(RunHalt) -> RunListing {
        guard let run = try directory.run(named: options.run) else {
            throw RunHalt(
                .someRejected, .runNotFound,
                "the history has no run \"\(MessageText.quoted(options.run))\"",
                advice: "muster runs list shows those it has.")
        }
        guard Self.commands.contains(run.plan.command) else {
            throw impossible(
                "it was a run of `\(run.plan.command)`, which changes no users record by record; "
                    + "change back by hand what it did")
        }
        if !run.plan.feed.isEmpty,
            let cut = try directory.interruptedRun(of: run.plan.feed)?.run, cut.id > run.id
        {
            throw impossible(
                "run \(cut.name) of the same feed began after it and was cut short; carry that on "
                    + "(muster resume \(cut.name)) or take it back first")
        }
        switch run.state {
        case .finished, .interrupted, .superseded: return run
        // With the run lock in hand, nobody runs it any more.
        case .running where !options.isDryRun: return run
        case .running: throw impossible("it is still running")
        case .stopped: throw impossible("it was stopped, and changed nothing")
        case .undone:
            throw impossible(
                "it was taken back already" + (run.undoneBy.map { ", by run \($0)" } ?? ""))
        }
    }

    private static func refusal(_ listing: UndoListing, leftNotes: Bool) -> String? {
        if listing.users.isEmpty { return leftNotes ? nil : "it changed no user" }
        guard listing.takeable == 0 else { return nil }
        return listing.users.count == 1
            ? "the one user whom it changed is deleted, and what was deleted cannot be taken back"
            : "all \(listing.users.count) users whom it changed are deleted, and what was deleted "
                + "cannot be taken back"
    }

    private func impossible(_ reason: String) -> RunHalt {
        RunHalt(
            .someRejected, .runUndoImpossible,
            "run \(MessageText.quoted(options.run)) cannot be taken back: \(reason)",
            advice: "muster runs show \(MessageText.quoted(options.run)) says how it ended.")
    }

    private func interrupted(_ halt: RunHalt) -> RunHalt {
        RunHalt(
            halt.status, halt.code, halt.message,
            advice: "Carry on with: muster undo \(MessageText.quoted(options.run))")
    }
}
