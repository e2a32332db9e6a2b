import Credentials
import FeedFormats
package import Provisioning
package import ResultReporting
import SQLiteDirectory

/// One import of a feed's file into a directory, from opening the file to the run's summary.
package final class ImportJob {
    let place: DirectoryPlace
    let options: ImportOptions
    let clock: any WallClock
    let random: any RandomBytes
    /// The command that the run is made by.
    var command = "import"
    /// Name of the interrupted run that is to be carried on; nil: whichever is there.
    var resumes: String?
    /// The seal of the plan that is carried out; nil: none is.
    var planSeal: String?
    /// Where the plan is written that is made; nil: none is.
    var planPath: String?
    /// The plan's file that is carried out; nil: none is.
    var carriedPath: String?
    /// Sees the finished plan; nil: nobody does.
    var review: (any PlanReview)?
    /// How the plan that is carried out has found its users; nil: none is.
    var plannedVersions: PlannedVersions?
    /// Looks at the file before a directory is opened or made.
    var checkInput: ((Preparation) throws(RunHalt) -> Void)?
    /// Looks at directory and file before anything is decided, with the run lock in hand.
    var check: ((OpenedDirectory, Preparation) throws(RunHalt) -> Void)?
    /// Has the last word on what the run is given; tests put ports that fail in there.
    package var configure: (inout RunInputs) -> Void = { _ in }
    /// The interrupted run that this one has closed.
    var superseded: SupersededRun?
    /// Whether the report is to have the file's digest even where the run itself needs none.
    package var tellsFileHash = true
    /// Asked between chunks: whether a signal asks the run to end.
    package var shouldStop: () -> Bool = { false }
    /// Told after each chunk.
    package var progress: (RunProgress) -> Void = { _ in }

    package init(
        _ options: ImportOptions, into place: DirectoryPlace,
        clock: any WallClock = SystemClock(), random: any RandomBytes = SystemRandom()
    ) {
        self.options = options
        self.place = place
        self.clock = clock
        self.random = random
    }

    /// Runs the import.
    ///
    /// - Returns: what came of it; a guard that stopped the run is in `stop`.
    /// - Throws: a halt that kept the run from ending. Nothing was changed unless its status is 3
    ///   or 74, in which case importing the same file again carries on.
    package func run() throws(RunHalt) -> ImportEnding {
        try OutputPlaces(options, place, writing: planPath, carryingOut: carriedPath).requireApart()
        // A run that is carried on is the import that it was.
        let metrics = try MetricsOutput(
            options.isDryRun ? nil : options.metrics, feed: options.feed,
            command: command == "resume" ? "import" : command, place: place, clock: clock)
        return try metrics.recording { () throws(RunHalt) in try self.runOnce() }
    }

    private func runOnce() throws(RunHalt) -> ImportEnding {
        let started = ContinuousClock.now
        let configuration = try place.loadConfiguration()
        let profile = options.applied(to: configuration.profile(of: options.feed))
        let name = runName()
        let isThere = place.exists
        // It is 6 % of a rehearsal's processor time, and where there is no directory there is no
        // earlier run to compare it with.
        let isDigested = tellsFileHash || review != nil || !options.isDryRun || isThere
        let input = try openInput(run: name, isDigested: isDigested)
        do throws(RunHalt) {
            return try run(
                Preparation(
                    configuration: configuration, profile: profile, runName: name, input: input,
                    isDirectoryThere: isThere, started: started))
        } catch {
            // An interrupted run keeps its copy of standard input.
            if error.status != .interrupted { input.discard() }
            throw configuration.naming(options.feed, in: error)
        }
    }

    /// What is settled before the directory is opened.
    struct Preparation {
        var configuration: MusterConfiguration
        var profile: FeedProfile
        var runName: String
        var input: OpenedInput
        var isDirectoryThere: Bool
        var started: ContinuousClock.Instant
    }

    private func run(_ preparation: Preparation) throws(RunHalt) -> ImportEnding {
        let feed = try OpenedFeed(
            preparation.input, options: options, profile: preparation.profile,
            limits: preparation.configuration.limits)
        if let checkInput { try checkInput(preparation) }
        let opened = try openDirectory(isThere: preparation.isDirectoryThere)
        if let check { try check(opened, preparation) }
        let earlier = try cutShortRun(opened, preparation, feed)
        let resuming = earlier.resumed
        try feed.source.rewind()
        try removeForgottenInputs(opened, current: preparation.runName)
        let files = try RunFiles(
            options, place: place, run: resuming?.run.name ?? preparation.runName,
            feed: feed, profile: preparation.profile,
            keeps: preparation.configuration.keptInput, resuming: resuming)
        var inputs = try self.inputs(preparation, feed, opened, files, earlier)
        configure(&inputs)
        let run = try ImportRun(inputs)
        let ending: RunEnding
        do throws(RunHalt) {
            ending = try run.run()
        } catch {
            if !run.hasBegun, resuming == nil { files.discard() }
            throw error
        }
        return try finish(
            ending, preparation, files, earlier, directory: opened.directory,
            reading: try feed.source.reading(),
            auditHead: options.isDryRun ? nil : try opened.directory.auditHead())
    }

    private func inputs(
        _ preparation: Preparation, _ feed: OpenedFeed, _ opened: OpenedDirectory,
        _ files: RunFiles, _ earlier: CutShortRun
    ) throws(RunHalt) -> RunInputs {
        var inputs = RunInputs(
            source: feed.source, mapping: feed.mapping, directory: opened.directory,
            sink: files.sink,
            credentials: CredentialVault(key: opened.key, random: random),
            policy: preparation.configuration.policy, profile: preparation.profile,
            limits: preparation.configuration.limits,
            runPlan: runPlan(preparation), today: ByteString(clock.now().day),
            hashKey: opened.hashKey)
        inputs.notices = feed.notices + preparation.configuration.doubts(about: options.feed)
        let digest = preparation.input.digest
        inputs.fileHash = { digest?.hexadecimal ?? "" }
        inputs.isDryRun = options.isDryRun
        inputs.mailOption = options.mail
        inputs.repeats = options.again
        inputs.allowances = options.allowances
        inputs.isAtomic = options.isAtomic
        inputs.showsValues = options.showsValues
        inputs.basisText = """
            \(ProgramVersion.text) \(preparation.configuration.basis(of: options.feed)) \
            \(options.readingText)
            """
        inputs.resuming = earlier.resumed
        inputs.review = review
        inputs.plannedVersions = plannedVersions
        if case .superseded(let run) = earlier, superseded == nil {
            inputs.beforeOpening = { () throws(RunHalt) in try self.supersede(run, in: opened) }
        }
        inputs.shouldStop = shouldStop
        inputs.progress = progress
        return inputs
    }

    private func runPlan(_ preparation: Preparation) -> RunPlan {
        var plan = RunPlan(
            name: preparation.runName, feed: options.feed, command: command,
            actor: options.actor, startedAt: clock.now(), file: options.file)
        plan.reason = options.reason
        plan.allowances = options.allowances.text
        plan.request = RunRequest(options, place: place, plan: planSeal).text
        plan.configurationHash = preparation.configuration.configurationHash
        plan.optionsHash = FileDigest.hexadecimal(of: options.decisiveText)
        return plan
    }

    /// A name that sorts by time and that no other run has.
    private func runName() -> String {
        "\(clock.now().stamp)-\(Hexadecimal.text(random.bytes(4)))"
    }

    // MARK: Ending

    /// How long so many passwords will take to hash here; nil for a run that has hashed them.
    private func hashingEstimate(_ passwords: UInt64) -> Duration? {
        guard options.isDryRun, passwords > 0 else { return nil }
        let cost = CredentialVault(key: .temporary(random), random: random).hashingCost()
        return cost.each * Int(clamping: passwords) / cost.threads
    }

    private func finish(
        _ ending: RunEnding, _ preparation: Preparation, _ files: RunFiles, _ earlier: CutShortRun,
        directory: SQLiteDirectory, reading: FeedReading?, auditHead: AuditHead?
    ) throws(RunHalt) -> ImportEnding {
        var report = RunReport(
            run: ending.run?.name, feed: options.feed, command: command, file: options.file,
            state: ending.state, status: ending.status,
            startedAt: ending.run?.startedAt ?? clock.now(), finishedAt: clock.now(),
            duration: ContinuousClock.now - preparation.started, summary: ending.summary)
        report.actor = options.actor
        report.note(earlier)
        report.superseded = superseded
        report.reading = reading
        report.auditHead = auditHead
        report.isDryRun = options.isDryRun
        report.given = GivenOptions(place, options)
        report.passwordsToHash = ending.summary.passwords
        report.hashingEstimate = hashingEstimate(ending.summary.passwords)
        report.leavers = ending.summary.leavers
        report.planPath = ending.state == .finished ? planPath : nil
        report.allowances = options.allowances.text
        report.examples = files.results.tally.examples
        report.causes = files.results.tally.causes
        report.guards = ending.guards.map { GuardReading($0) }
        report.fileHash = preparation.input.digest?.hexadecimal ?? ""
        report.configurationHash = preparation.configuration.configurationHash
        report.optionsHash = FileDigest.hexadecimal(of: options.decisiveText)
        try look(back: &report, ending, in: directory)
        try files.complete(&report)
        preparation.input.discard()
        if let run = ending.run {
            // A resumed run may have left the copy of its first attempt.
            try RunFolder(beside: place.directory, run: run.name).removeInput()
        }
        var made = ImportEnding(report: report, stop: ending.halt)
        made.printsResults = options.results == "-"
        made.reportFault = files.reportFault
        return made
    }
}

extension RunReport {
    /// Says what became of an earlier run that was cut short.
    fileprivate mutating func note(_ earlier: CutShortRun) {
        switch earlier {
        case .none, .superseded: break
        case .resumed(let run):
            command = run.plan.command
            resumedAfter = UInt64(min(run.outcomes.count, Int(run.plan.records)))
        }
    }
}

/// What came of an import.
package struct ImportEnding: Sendable {
    package var report: RunReport
    /// Why a guard stopped it; nil: none did.
    package var stop: RunHalt?
    /// Why there is no report although one was wanted; nil: there is, or none was. The run is done all
    /// the same.
    package var reportFault: RunHalt?
    /// Whether the results went to standard output.
    package var printsResults = false
}
