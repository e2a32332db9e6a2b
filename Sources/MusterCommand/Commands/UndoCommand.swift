import ArgumentParser
import Glibc
import Muster

/// `muster undo`.
struct UndoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Takes a run back.",
        usage: "muster undo <run> [<options>]",
        discussion: """
            Users whom the run created go, everybody else becomes what they were, mails \
            that it owes are withdrawn. Users who were changed since are left as they are \
            and listed. What cannot be taken back is said (docs/undo.md).

            Examples:
              muster undo 20261124-031500-7f3a90c2 --dry-run
              muster undo 20261124-031500-7f3a90c2 --reason "wrong file"
            """)

    @Argument(help: .init("Name of the run, from runs list.", valueName: "run")) var name: String

    @Flag(help: "Decide and report; change nothing.") var dryRun = false

    @Option(help: .init("Why, for the history.", valueName: "text")) var reason: String?

    @Option(
        help: .init("CSV, or JSON Lines by its name; - prints them.", valueName: "file"),
        completion: .file())
    var results: String?

    @Option(
        help: .init("An HTML page about the run (else in its folder).", valueName: "file"),
        completion: .file())
    var report: String?

    @Option(
        help: .init("Figures as a Prometheus text file.", valueName: "file"),
        completion: .file())
    var metrics: String?

    @Flag(inversion: .prefixedNo, help: "Whether users get mail about it (else they do not).")
    var mail: Bool?

    @Option(help: .init("How long to wait for another run.", valueName: "seconds"))
    var wait: Double = 30

    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    mutating func validate() throws {
        guard wait >= 0, wait <= 1e6 else {
            throw ValidationError("--wait takes a number of seconds from 0 on")
        }
    }

    func run() throws {
        common.explainPlace()
        var options = UndoOptions(run: name, actor: common.actorName)
        options.reason = reason
        options.isDryRun = dryRun
        options.mail = mail
        options.metrics = metrics
        options.results = results
        options.report = report
        options.wait = .milliseconds(Int64(wait * 1_000))
        let job = UndoJob(options, in: common.place)
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
        if let stop = ending.stop {
            CommandEnding.report(stop)
        } else if !common.quiet {
            StandardError.write(UndoText.leftAlone(ending))
        }
        CommandEnding.reportFault(of: ending)
    }
}
