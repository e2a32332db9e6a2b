import Credentials
import FeedFormats
package import Provisioning
package import ResultReporting

/// One import of a feed's file into a directory, from opening the file to the run's summary.
package final class ImportJob {
    let place: DirectoryPlace
    let options: ImportOptions
    let clock: any WallClock
    let random: any RandomBytes
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
        let started = ContinuousClock.now
        let configuration = try place.loadConfiguration()
        let profile = options.applied(to: configuration.profile(of: options.feed))
        let name = runName()
        let input = try openInput(run: name)
        do throws(RunHalt) {
            return try run(
                Preparation(
                    configuration: configuration, profile: profile, runName: name, input: input,
                    started: started))
        } catch {
            // An interrupted run keeps its copy of standard input.
            if error.status != .interrupted { input.discard() }
            throw error
        }
    }

    /// What is settled before the directory is opened.
    struct Preparation {
        var configuration: MusterConfiguration
        var profile: FeedProfile
        var runName: String
        var input: OpenedInput
        var started: ContinuousClock.Instant
    }

    private func run(_ preparation: Preparation) throws(RunHalt) -> ImportEnding {
        let feed = try OpenedFeed(
            preparation.input, options: options, profile: preparation.profile,
            limits: preparation.configuration.limits)
        let opened = try openDirectory()
        let resuming = try interruptedRun(opened, preparation, feed)
        try feed.source.rewind()
        try removeForgottenInputs(opened, current: preparation.runName)
        let files = try RunFiles(
            options, place: place, run: resuming?.run.name ?? preparation.runName,
            feed: feed, profile: preparation.profile, resuming: resuming)
        let run = try ImportRun(
            try inputs(preparation, feed, opened, files, resuming))
        let ending: RunEnding
        do throws(RunHalt) {
            ending = try run.run()
        } catch {
            if !run.hasBegun, resuming == nil { files.discard() }
            throw error
        }
        return try finish(
            ending, preparation, files, reading: try feed.source.reading(),
            auditHead: options.isDryRun ? nil : try opened.directory.auditHead())
    }

    private func inputs(
        _ preparation: Preparation, _ feed: OpenedFeed, _ opened: OpenedDirectory,
        _ files: RunFiles, _ resuming: InterruptedRun?
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
        inputs.fileHash = { digest.hexadecimal }
        inputs.isDryRun = options.isDryRun
        inputs.mailOption = options.mail
        inputs.repeats = options.again
        inputs.basisText = """
            \(ProgramVersion.text) \(preparation.configuration.basis(of: options.feed)) \
            \(options.readingText)
            """
        inputs.resuming = resuming
        inputs.shouldStop = shouldStop
        inputs.progress = progress
        return inputs
    }

    private func runPlan(_ preparation: Preparation) -> RunPlan {
        var plan = RunPlan(
            name: preparation.runName, feed: options.feed, command: "import",
            actor: options.actor, startedAt: clock.now(), file: options.file)
        plan.reason = options.reason
        plan.configurationHash = preparation.configuration.configurationHash
        plan.optionsHash = FileDigest.hexadecimal(of: options.decisiveText)
        return plan
    }

    /// A name that sorts by time and that no other run has.
    private func runName() -> String {
        "\(clock.now().stamp)-\(Hexadecimal.text(random.bytes(4)))"
    }

    // MARK: Ending

    private func rejectGuard(_ ending: RunEnding, _ profile: FeedProfile) -> GuardReading {
        let records = ending.summary.records
        let limit = RejectGuard(limit: profile.rejectsMax).allowed(of: records)
        return GuardReading(
            name: "rejects", count: ending.rejectsDecided, limit: limit,
            hasTripped: ending.halt?.code == .runGuardRejects)
    }

    /// How long so many passwords will take to hash here; nil for a run that has hashed them.
    private func hashingEstimate(_ passwords: UInt64) -> Duration? {
        guard options.isDryRun, passwords > 0 else { return nil }
        let cost = CredentialVault(key: .temporary(random), random: random).hashingCost()
        return cost.each * Int(clamping: passwords) / cost.threads
    }

    private func finish(
        _ ending: RunEnding, _ preparation: Preparation, _ files: RunFiles,
        reading: FeedReading?, auditHead: AuditHead?
    ) throws(RunHalt) -> ImportEnding {
        var report = RunReport(
            run: ending.run?.name, feed: options.feed, command: "import", file: options.file,
            state: ending.state, status: ending.status,
            startedAt: ending.run?.startedAt ?? clock.now(), finishedAt: clock.now(),
            duration: ContinuousClock.now - preparation.started, summary: ending.summary)
        report.actor = options.actor
        report.reading = reading
        report.auditHead = auditHead
        report.isDryRun = options.isDryRun
        report.passwordsToHash = ending.summary.passwords
        report.hashingEstimate = hashingEstimate(ending.summary.passwords)
        report.examples = files.results.tally.examples
        report.guards = [rejectGuard(ending, preparation.profile)]
        report.fileHash = preparation.input.digest.hexadecimal
        report.configurationHash = preparation.configuration.configurationHash
        report.optionsHash = FileDigest.hexadecimal(of: options.decisiveText)
        try files.complete(&report)
        preparation.input.discard()
        if let run = ending.run {
            // A resumed run may have left the copy of its first attempt.
            try RunFolder(beside: place.directory, run: run.name).removeInput()
        }
        return ImportEnding(report: report, stop: ending.halt)
    }
}

/// What came of an import.
package struct ImportEnding: Sendable {
    package var report: RunReport
    /// Why a guard stopped it; nil: none did.
    package var stop: RunHalt?
}
