import Credentials
package import Provisioning
import ResultReporting
import SQLiteDirectory

/// What is asked of a run whose records the program makes itself.
package struct SystemRunOptions: Sendable {
    /// `sweep`, `undo`.
    package var command: String
    package var origin: RunOrigin
    /// What stands in the history in place of a file.
    package var subject: String
    package var actor: String
    package var reason: String?
    package var isDryRun = false
    /// `--mail` and `--no-mail`; nil: neither.
    package var mail: Bool?
    package var allowances: [GuardName: UInt64] = [:]
    /// Path of the results file; `-` is standard output; nil: in the run's folder.
    package var results: String?
    package var isShareable = false
    /// Path of the HTML report; nil: in the run's folder.
    package var report: String?
    /// Path of the Prometheus text file that the run writes at its end; nil: none.
    package var metrics: String?
    /// How long to wait for another run.
    package var wait: Duration = .seconds(30)

    package init(command: String, origin: RunOrigin, subject: String, actor: String) {
        self.command = command
        self.origin = origin
        self.subject = subject
        self.actor = actor
    }
}

/// A run whose records the program makes itself, through the same pipeline: it has a line in the
/// history, a run folder with results and `summary.json`, and its entries in the audit log.
final class SystemRun {
    let place: DirectoryPlace
    let options: SystemRunOptions
    let clock: any WallClock
    let random: any RandomBytes
    let configuration: MusterConfiguration
    let opened: OpenedDirectory
    var shouldStop: () -> Bool = { false }
    var progress: (RunProgress) -> Void = { _ in }
    /// What is done when the records are, before the run is reported.
    var afterwards: (RunEnding, inout RunReport) throws(RunHalt) -> Void = { _, _ in }
    private let started = ContinuousClock.now

    /// Opens the directory: with the run lock for a real run, for reading for a dry run.
    /// - Throws: a halt with status 66, 74, 75 or 78.
    init(
        _ options: SystemRunOptions, in place: DirectoryPlace, clock: any WallClock,
        random: any RandomBytes
    ) throws(RunHalt) {
        self.options = options
        self.place = place
        self.clock = clock
        self.random = random
        configuration = try place.loadConfiguration(checksTemplates: false)
        // A directory that is not there is not made for this.
        let reading = try place.openForReading()
        let key = try place.openKey()
        guard !options.isDryRun else {
            opened = OpenedDirectory(directory: reading, key: key)
            return
        }
        let lock = try RunLock.acquire(
            directory: place.directory, command: options.command, wait: options.wait)
        opened = OpenedDirectory(
            directory: try SQLiteDirectory.open(
                path: place.directory, access: .run(lock), seal: KeyedAuditSeal(key: key),
                wait: options.wait, clock: clock), key: key)
    }

    /// Carries the records out; `configure` has the last word on what the run is given.
    ///
    /// - Returns: what came of it; a guard that stopped the run is in `stop`.
    /// - Throws: a halt that kept the run from ending.
    func run(
        _ source: RowSource, configure: (inout RunInputs) -> Void = { _ in }
    ) throws(RunHalt) -> ImportEnding {
        let profile = Self.plainProfile(of: configuration)
        let mapping = try HeaderMapping(header: try source.header(), profile: profile)
        let name = "\(clock.now().stamp)-\(Hexadecimal.text(random.bytes(4)))"
        let files = try RunFiles(options, place: place, run: name)
        var plan = RunPlan(
            name: name, feed: "", command: options.command, actor: options.actor,
            startedAt: clock.now(), file: options.subject)
        plan.reason = options.reason
        plan.allowances = options.allowances.text
        plan.configurationHash = configuration.configurationHash
        var inputs = RunInputs(
            source: source, mapping: mapping, directory: opened.directory, sink: files.sink,
            credentials: CredentialVault(key: opened.key, random: random),
            policy: configuration.policy, profile: profile, limits: configuration.limits,
            runPlan: plan, today: ByteString(clock.now().day), hashKey: opened.hashKey)
        inputs.origin = options.origin
        inputs.isDryRun = options.isDryRun
        inputs.mailOption = options.mail
        inputs.allowances = options.allowances
        inputs.shouldStop = shouldStop
        inputs.progress = progress
        configure(&inputs)
        let run = try ImportRun(inputs)
        let ending: RunEnding
        do throws(RunHalt) {
            ending = try run.run()
        } catch {
            if !run.hasBegun { files.discard() }
            throw error
        }
        return try finish(ending, files)
    }

    /// A profile for records of our own: nothing of a feed's dialect applies.
    static func plainProfile(of configuration: MusterConfiguration) -> FeedProfile {
        let configured = configuration.profile(of: MusterConfiguration.defaultFeed)
        var profile = FeedProfile()
        profile.unknownColumns = .error
        profile.mail = configured.mail
        profile.notices = configured.notices
        profile.guards = configured.guards
        profile.deletesByUser = true
        return profile
    }

    private func finish(_ ending: RunEnding, _ files: RunFiles) throws(RunHalt) -> ImportEnding {
        var report = RunReport(
            run: ending.run?.name, feed: "", command: options.command, file: options.subject,
            state: ending.state, status: ending.status,
            startedAt: ending.run?.startedAt ?? clock.now(), finishedAt: clock.now(),
            duration: ContinuousClock.now - started, summary: ending.summary)
        report.actor = options.actor
        report.isDryRun = options.isDryRun
        report.given = GivenOptions(place)
        report.allowances = options.allowances.text
        report.examples = files.results.tally.examples
        report.causes = files.results.tally.causes
        report.guards = ending.guards.map { GuardReading($0) }
        report.leavers = files.results.tally.leavers
        report.configurationHash = configuration.configurationHash
        report.auditHead = options.isDryRun ? nil : try opened.directory.auditHead()
        if options.origin != .undo, !options.isDryRun || options.report != nil {
            report.earlier = try opened.directory.lastFinishedRun(
                of: "", commands: [options.command], except: report.run
            ).flatMap(EarlierRun.init)
        }
        try afterwards(ending, &report)
        try files.complete(&report)
        return ImportEnding(
            report: report, stop: ending.halt, reportFault: files.reportFault)
    }
}
