import ArgumentParser
import Muster

/// `muster resume`.
struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Carries an interrupted run on.",
        usage: "muster resume <run> [<options>]",
        discussion: """
            Goes on after the last record that was applied, with the file, the configuration and \
            the options that the run began with; nothing is applied twice. muster runs list names \
            the runs. Importing the same file again does the same.

            Examples:
              muster resume 20261124-031500-7f3a90c2
            """)

    @Argument(help: .init("Name of the run, from runs list.", valueName: "run")) var name: String
    @OptionGroup var waiting: WaitOption
    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    func run() throws {
        common.explainPlace()
        var job = ResumeJob(name, in: common.place, wait: waiting.duration)
        try RunWatch(format: output.format, common: common).end { watch in
            job.shouldStop = watch.shouldStop
            job.progress = watch.progress
            return try job.run()
        }
    }
}
