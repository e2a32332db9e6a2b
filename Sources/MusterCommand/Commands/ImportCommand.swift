import ArgumentParser
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
    @OptionGroup var safety: ImportSafetyOptions
    @OptionGroup var files: ImportFileOptions
    @OptionGroup var later: LaterImportOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    func run() throws {
        try later.refuse()
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
        try doing.apply(to: &options)
        safety.apply(to: &options)
        files.apply(to: &options)
        return options
    }
}
