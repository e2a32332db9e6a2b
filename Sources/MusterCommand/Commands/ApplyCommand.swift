import ArgumentParser
import Muster

/// `muster apply`.
struct ApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Carries a reviewed plan out.",
        usage: "muster apply <plan> [<options>]",
        discussion: """
            Does what the plan says, with the options that it was made with; results are those of \
            an import. Where the file, the configuration, the program, or a user whom the plan \
            changes is not as it was, nothing is changed, and the message names what has moved.

            Examples:
              muster apply hr.plan
            """)

    @Argument(help: "The plan, from muster plan.", completion: .file()) var plan: String
    @OptionGroup var waiting: WaitOption

    @Option(help: .init("Why, for the history (else as the plan says).", valueName: "text"))
    var reason: String?

    @Option(
        help: .init("An HTML page about the run (else in its folder).", valueName: "file"),
        completion: .file())
    var report: String?

    @Option(
        help: .init("Figures as a Prometheus text file.", valueName: "file"),
        completion: .file())
    var metrics: String?

    @Flag(help: "Show values in the summary; they may be personal.")
    var showValues = false

    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    func run() throws {
        common.explainPlace()
        let job = ApplyJob(plan, into: common.place, actor: common.actorName)
        job.wait = waiting.duration
        job.reason = reason
        job.metrics = metrics
        job.report = report
        let watch = RunWatch(format: output.format, common: common, showsValues: showValues)
        try watch.end { watch in
            job.shouldStop = watch.shouldStop
            job.progress = watch.progress
            return try job.run()
        }
    }
}
