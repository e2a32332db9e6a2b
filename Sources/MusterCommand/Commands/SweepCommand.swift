import ArgumentParser
import Glibc
import Muster
import Provisioning

/// `muster sweep`.
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep", abstract: "Does what time asks for: ends accounts, and so on.",
        discussion: """
            Disables who is past the end date, deletes leavers whose grace is over, ends \
            sessions that began with a password that has expired, and removes what nobody \
            needs any more. Each change of a user is a record with a result and a reason.

            Examples:
              muster sweep --dry-run
              muster sweep --quiet --allow removals=200 --reason 'summer interns left'
            """)

    @Flag(help: "Decide and report; change nothing.") var dryRun = false
    @Option(
        help: .init(
            "Lets a guard pass, up to a number: removals=731.", valueName: "guard"),
        completion: .list(GuardName.allCases.map { "\($0.rawValue)=" }))
    var allow: [Allowance] = []
    @Option(help: .init("Why, for the history.", valueName: "text")) var reason: String?
    @Option(
        help: .init(
            "CSV, or JSON Lines by its name; - prints them.", valueName: "file"),
        completion: .file())
    var results: String?
    @Flag(help: "Leave personal data out of the results.") var shareable = false
    @Flag(inversion: .prefixedNo, help: "Whether users get notices of changes.") var mail: Bool?
    @Option(
        help: .init("An HTML page about the run (else in its folder).", valueName: "file"),
        completion: .file())
    var report: String?
    @Option(
        help: .init("Figures as a Prometheus text file.", valueName: "file"),
        completion: .file())
    var metrics: String?
    @Option(help: .init("How long to wait for another run.", valueName: "seconds"))
    var wait: Double = 30
    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    mutating func validate() throws {
        guard wait >= 0, wait <= 1e6 else {
            throw ValidationError("--wait takes a number of seconds from 0 on")
        }
        let names = allow.map(\.name)
        if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
            throw ValidationError("--allow \(twice.rawValue) is given twice")
        }
    }

    func run() throws {
        common.explainPlace()
        let job = SweepJob(options, in: common.place)
        StopSignals.listen()
        job.shouldStop = { StopSignals.haveCome }
        let progress = common.quiet ? nil : ProgressDisplay()
        if let progress { job.progress = { progress.show($0) } }
        let ending: ImportEnding
        do {
            ending = try job.run()
        } catch {
            progress?.clear()
            throw error
        }
        progress?.clear()
        try report(ending)
        throw CommandEnding.status(ending.report.status)
    }

    private var options: SystemRunOptions {
        var options = SweepJob.options(actor: common.actorName)
        options.isDryRun = dryRun
        options.allowances = Dictionary(uniqueKeysWithValues: allow.map { ($0.name, $0.number) })
        options.reason = reason
        options.results = results
        options.report = report
        options.isShareable = shareable
        options.mail = mail
        options.metrics = metrics
        options.wait = .milliseconds(Int64(wait * 1_000))
        return options
    }

    /// Prints the summary: on standard error where standard output has the results.
    private func report(_ ending: ImportEnding) throws {
        let isBeside = results == "-"
        let text = ImportText(ending)
        var summary = ""
        switch output.format {
        case .json: summary = text.json.text
        case .text where common.quiet: break
        case .text:
            let descriptor = isBeside ? STDERR_FILENO : STDOUT_FILENO
            summary = text.summary(
                style: common.style(on: descriptor), showsValues: false,
                width: Surroundings.width(of: descriptor))
        }
        if isBeside {
            StandardError.write(summary)
        } else {
            let standardOutput = StandardOutput()
            try standardOutput.write(summary)
            try standardOutput.flush()
        }
        CommandEnding.reportStop(of: ending)
        CommandEnding.reportFault(of: ending)
    }
}
