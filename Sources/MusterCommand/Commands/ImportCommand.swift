import ArgumentParser
import Glibc
import Muster
import Provisioning

/// `muster import`.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Brings the directory in step with a file.",
        usage: "muster import <file> [<options>]",
        discussion: """
            Reads the whole file, decides every record, and then applies what was \
            decided. Each record gets exactly one result.

            Examples:
              muster import users.csv --dry-run
              muster import hr.csv --feed hr --results results.csv --rejects fix-me.csv
              extract | muster import - --results - --quiet
            """)

    @Argument(help: "The feed; - reads standard input.", completion: .file())
    var file: String

    @OptionGroup var reading: FeedReadingOptions
    @OptionGroup var doing: ImportDoingOptions
    @OptionGroup var files: ImportFileOptions
    @OptionGroup var later: LaterImportOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    func run() throws {
        try later.refuse()
        common.explainPlace()
        let job = ImportJob(try importOptions(), into: common.place)
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

    private func importOptions() throws -> ImportOptions {
        var options = ImportOptions(file: file, actor: common.actorName)
        try reading.apply(to: &options)
        try doing.apply(to: &options)
        files.apply(to: &options)
        return options
    }

    /// Prints the summary: on standard error where standard output has the results.
    private func report(_ ending: ImportEnding) throws {
        let isBeside = files.results == "-"
        let text = ImportText(ending)
        var summary = ""
        switch output.format {
        case .json: summary = text.json.text
        case .text where common.quiet: break
        case .text:
            let style = common.style(on: isBeside ? STDERR_FILENO : STDOUT_FILENO)
            summary = text.summary(style: style, showsValues: files.showValues)
        }
        if isBeside {
            StandardError.write(summary)
        } else {
            let standardOutput = StandardOutput()
            try standardOutput.write(summary)
            try standardOutput.flush()
        }
        if let stop = ending.stop { CommandEnding.report(stop) }
    }
}
