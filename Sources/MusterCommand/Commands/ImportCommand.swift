import ArgumentParser
import Muster
import Provisioning

/// `muster import`.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Brings the directory in step with a file.",
        usage: "muster import <file> [<options>]",
        discussion: """
            Decides every record of the file first, and then applies what was decided: each \
            record gets exactly one result.

            Examples:
              muster import users.csv --dry-run
              muster import hr.csv --feed hr --mode full --rejects fix-me.csv
              extract | muster import - --results - --quiet
            """)

    @Argument(help: "The feed; - reads standard input.", completion: .file())
    var file: String

    @OptionGroup(title: "Reading") var reading: FeedReadingOptions
    @OptionGroup(title: "Deciding") var doing: ImportDoingOptions
    @OptionGroup(title: "Safety") var safety: ImportSafetyOptions
    @OptionGroup(title: "Output") var files: ImportFileOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    func run() throws {
        common.explainPlace()
        let job = ImportJob(try importOptions(), into: common.place)
        job.tellsFileHash = output.format == .json
        try RunWatch(format: output.format, common: common, showsValues: files.showValues).end {
            watch in
            job.shouldStop = watch.shouldStop
            job.progress = watch.progress
            return try job.run()
        }
    }

    private func importOptions() throws -> ImportOptions {
        var options = ImportOptions(file: file, actor: common.actorName)
        try reading.apply(to: &options)
        doing.apply(to: &options)
        safety.apply(to: &options)
        files.apply(to: &options)
        return options
    }
}
