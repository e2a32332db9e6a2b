import ArgumentParser
import Muster

/// `muster template`.
struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Prints a sample feed to fill in.",
        usage: "muster template [--format <format>]",
        discussion: """
            It has every column, and a row for each common action.

            Example: muster template > users.csv
            """)

    @Option(help: "Format of the feed: csv, xml or jsonl.")
    var format = "csv"

    @OptionGroup var common: CommonOptions

    func run() throws {
        let output = StandardOutput()
        try output.write(SampleFeed.text(format: format))
        try output.flush()
    }
}
