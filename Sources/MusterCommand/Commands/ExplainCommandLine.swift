import ArgumentParser
import Muster

/// `muster explain`.
struct ExplainCommandLine: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Says why a record got its outcome.",
        usage: "muster explain <run> <record> [<options>]",
        discussion: """
            The record is its number in the results, or a user (name, id: or ext:); a leaver is \
            named as leaver:USER. Secrets are masked. Nothing is changed.

            Examples:
              muster explain 20261124-031500-7f3a90c2 38
              muster explain 20261124-031500-7f3a90c2 ada
            """)
    @Argument(help: .init("Name of the run, from runs list.", valueName: "run")) var name: String
    @Argument(help: .init("Number of the record, or the user.", valueName: "record"))
    var record: String
    @Option(
        help: .init("Where the feed's file is now, if it has moved.", valueName: "path"),
        completion: .file())
    var file: String?
    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    func run() throws {
        try ExplainCommand(common.place, file: file).run(
            record, ofRun: name, format: output.format, to: StandardOutput(),
            style: common.style())
    }
}
