import ArgumentParser
import Muster

/// `muster template`.
struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template", abstract: "Prints a sample feed to fill in.",
        usage: "muster template [--format <format>] [--feed <name>]",
        discussion: """
            It has every column, and a row for each common action. With --feed it is written as \
            that feed's profile reads it: format, names, separators, words and dates.

            Examples:
              muster template > users.csv
              muster template --feed hr
              muster template --format jsonl > users.jsonl
            """)

    @Option(
        help: .init("csv, xml or jsonl (else the feed's, or csv).", valueName: "format"),
        completion: .list(["csv", "xml", "jsonl"]))
    var format: String?

    @Option(help: .init("A feed of the configuration.", valueName: "name"))
    var feed: String?

    @OptionGroup var common: CommonOptions

    func run() throws {
        let output = StandardOutput()
        try output.write(SampleFeed.text(feed: feed, format: format, at: common.place))
        try output.flush()
    }
}
