import ArgumentParser
import Glibc
import Muster

/// `muster runs`.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Shows the history, newest first.",
        discussion: "Example: muster runs list --limit 5",
        subcommands: [List.self, Show.self, Prune.self])

    /// `muster runs list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Lists runs and commands, newest first.",
            usage: "muster runs list [<options>]",
            discussion: """
                In a pipe there are tabs between the columns and no header.

                Example: muster runs list --feed hr --limit 5
                """)
        @Option(help: "Only runs of this feed.") var feed: String?
        @Option(help: "Runs at most.") var limit = 20
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            if limit < 1 { throw ValidationError("--limit is a number from 1 on") }
        }

        func run() throws {
            try RunHistory(common.place).list(
                feed: feed, limit: limit, format: output.format, to: StandardOutput(),
                width: Surroundings.width(of: STDOUT_FILENO), style: common.style())
        }
    }

    /// `muster runs show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows one run with its figures.",
            usage: "muster runs show <run> [<options>]",
            discussion: "Example: muster runs show 20261124-031500-7f3a")
        @Argument(help: .init("Name of the run, from runs list.", valueName: "run")) var name:
            String
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            try RunHistory(common.place).show(name, format: output.format, to: StandardOutput())
        }
    }

    /// `muster runs prune`.
    struct Prune: UnavailableCommand {
        static let configuration = unavailable("prune", "Removes old runs")
        @Argument(parsing: .allUnrecognized, help: .hidden) var words: [String] = []
        static var fullName: String { "runs prune" }
    }
}
