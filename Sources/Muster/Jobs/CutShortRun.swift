import Credentials
import FeedFormats
import Glibc
import Provisioning
import ResultReporting
import SQLiteDirectory

/// What an import finds of an earlier one of its feed that was cut short.
enum CutShortRun {
    case none
    /// It is carried on.
    case resumed(InterruptedRun)
    /// It is closed as superseded when this run has passed its guards and begins to write.
    case superseded(InterruptedRun)

    var resumed: InterruptedRun? {
        if case .resumed(let run) = self { return run }
        return nil
    }
}

extension ImportJob {
    /// Looks for an interrupted run of this feed. The same file with the same configuration and
    /// options carries it on; another file closes it as superseded.
    ///
    /// It throws a halt with status 1 or 2 where a run was named that cannot be carried on.
    func cutShortRun(
        _ opened: OpenedDirectory, _ preparation: Preparation, _ feed: OpenedFeed
    ) throws(RunHalt) -> CutShortRun {
        guard !options.isDryRun else { return .none }
        let found = try opened.directory.interruptedRun(of: options.feed)
        if let resumes {
            guard let found, found.run.name == resumes else {
                throw try impossible(resumes, newer: found, opened)
            }
            try requireSame(found, preparation, feed.form)
            return .resumed(found)
        }
        guard let found else { return .none }
        let isSame = try moved(since: found, preparation).isEmpty
        if isSame, try hasFiles(of: found, feed.form, preparation.configuration.keptInput) {
            return .resumed(found)
        }
        // It is closed when this run begins to write: a file that a guard stops has changed nothing.
        opened.directory.givenUpRun = found.run.id
        return .superseded(found)
    }

    /// What is not as it was when an interrupted run began: `file`, `configuration`, `options`.
    private func moved(
        since interrupted: InterruptedRun, _ preparation: Preparation
    ) throws(RunHalt) -> [String] {
        let plan = interrupted.plan
        var moved: [String] = []
        if plan.fileHash != (try preparation.input.digestWhole()) { moved.append("file") }
        if plan.configurationHash != preparation.configuration.configurationHash {
            moved.append("configuration")
        }
        if plan.optionsHash != FileDigest.hexadecimal(of: options.decisiveText) {
            moved.append("options")
        }
        return moved
    }

    private func requireSame(
        _ interrupted: InterruptedRun, _ preparation: Preparation, _ form: OpenedFeed.Form
    ) throws(RunHalt) {
        let name = interrupted.run.name
        let moved = try moved(since: interrupted, preparation)
        if !moved.isEmpty {
            let what =
                moved.count == 1
                ? "the \(moved[0]) is" : "\(Self.list(moved.map { "the \($0)" })) are"
            throw RunHalt(
                .stopped, .runStale,
                "\(what) not what run \(name) began with; nothing was changed",
                advice:
                    "Put it back and resume, or import the file as it is now: that closes the run "
                    + "as superseded, keeps what it applied, and decides every record anew.")
        }
        guard try hasFiles(of: interrupted, form, preparation.configuration.keptInput) else {
            throw RunHalt(
                .stopped, .runStale,
                "the results or rejects that run \(name) had written are not there any more, or are "
                    + "shorter; nothing was changed",
                advice: "Put them back and resume, or import the same file again.")
        }
    }

    /// `a, b and c`.
    static func list(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    /// Closes an interrupted run whose place another one takes, with the figures of what it did.
    func supersede(
        _ interrupted: InterruptedRun, in opened: OpenedDirectory
    ) throws(RunHalt) {
        let records = interrupted.outcomes.prefix(Int(interrupted.plan.records))
        var summary = RunSummary()
        summary.records = UInt64(records.count)
        for outcome in records { summary.outcomes[outcome, default: 0] += 1 }
        try opened.directory.closeRun(interrupted.run, state: .superseded, summary: summary)
        opened.directory.givenUpRun = nil
        let folder = try RunFolder(beside: place.directory, run: interrupted.run.name)
        try folder.removeInput()
        // What was kept for its report has no use any more.
        unlink(folder.reportRows)
        superseded = SupersededRun(name: interrupted.run.name, records: summary.records)
    }

    /// Why a run that was named cannot be carried on.
    private func impossible(
        _ name: String, newer: InterruptedRun?, _ opened: OpenedDirectory
    ) throws(RunHalt) -> RunHalt {
        guard let listing = try opened.directory.run(named: name) else {
            return RunHistory.notFound(name)
        }
        if let newer, listing.state == .interrupted || listing.state == .running {
            return RunHalt(
                .someRejected, .runResumeImpossible,
                "run \(newer.run.name) of the same feed was interrupted later than \(name)",
                advice: "muster resume \(newer.run.name)")
        }
        return ResumeJob.impossible(listing)
    }

    /// Whether the interrupted run's files are there as far as it had written them; without them it
    /// cannot be carried on, and a new run finds everything that is done unchanged.
    private func hasFiles(
        of interrupted: InterruptedRun, _ form: OpenedFeed.Form, _ keptInput: KeptInput
    ) throws(RunHalt) -> Bool {
        let folder = try RunFolder(beside: place.directory, run: interrupted.run.name)
        let kept = KeptFiles(keptInput, options, folder, form)
        let paths = RunOutputs(options, folder: folder, rejects: kept.rejects)
        return RunFiles.holds(
            paths.results.path ?? "-", bytes: interrupted.positions.results)
            && RunFiles.holds(paths.rejects.path ?? "-", bytes: interrupted.positions.rejects)
            && RunFiles.holds(kept.copy ?? "-", bytes: interrupted.positions.kept)
            && RunFiles.holds(options.secrets ?? "-", bytes: interrupted.positions.secrets)
    }
}
