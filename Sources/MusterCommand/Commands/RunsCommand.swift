import ArgumentParser
import Glibc
import Muster
import Provisioning

/// `muster runs`.
struct RunsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "runs", abstract: "Shows the history, newest first.",
        discussion:
            "Examples:\n  muster runs list --limit 5\n  muster runs show 20261124-031500-7f3a90c2",
        subcommands: [List.self, Show.self, Prune.self])

    /// `muster runs list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists runs and commands, newest first.",
            usage: "muster runs list [<options>]",
            discussion: """
                In a pipe there are tabs between the columns and no header.

                Examples:
                  muster runs list --feed hr --limit 5
                  muster runs list --state interrupted
                """)
        @Option(help: .init("Only runs of this feed.", valueName: "name")) var feed: String?
        @Option(
            help: .init("Only runs in this state: finished, interrupted ...", valueName: "word"),
            completion: .list(RunState.allCases.map(\.rawValue)))
        var state: String?
        @Option(
            help: .init("From then on, as 2026-11-24 or 2026-11-24T03:15Z.", valueName: "time"))
        var since: String?
        @Option(help: .init("Runs at most.", valueName: "number")) var limit = 20
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            if limit < 1 { throw ValidationError("--limit is a number from 1 on") }
        }

        func run() throws {
            var options = RunListOptions()
            options.feed = feed
            options.state = state
            options.since = since
            options.limit = limit
            let remark = try RunHistory(common.place).list(
                options, format: output.format, to: StandardOutput(),
                width: Surroundings.width(of: STDOUT_FILENO), style: common.style())
            if let remark, !common.quiet { StandardError.say(remark) }
        }
    }

    /// `muster runs show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Shows one run with its figures.",
            usage: "muster runs show <run> [<options>]",
            discussion: "Examples:\n  muster runs show 20261124-031500-7f3a90c2")
        @Argument(help: .init("Name of the run, from runs list.", valueName: "run")) var name:
            String
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            try RunHistory(common.place).show(
                name, format: output.format, to: StandardOutput(),
                width: Surroundings.width(of: STDOUT_FILENO))
        }
    }

    /// `muster runs prune`.
    struct Prune: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "prune", abstract: "Removes the folders of old runs.",
            usage: "muster runs prune [--older-than <time>] [--keep <number>] [<options>]",
            discussion: """
                The history keeps its lines. Runs that can be carried on stay, and so does the \
                newest full file of each feed. With --before-images the values from before the \
                changes go too; those runs cannot be undone any more.

                Examples:
                  muster runs prune --older-than 90d --keep 100
                """)
        @Option(
            help: .init("Only runs older than this, such as 90d.", valueName: "time"),
            transform: MailArguments.age)
        var olderThan: Duration?
        @Option(help: .init("The newest runs that stay.", valueName: "number")) var keep: Int?
        @Flag(help: "Also what stood before the changes of those runs.") var beforeImages = false
        @Flag(help: "Say what would be removed, and remove nothing.") var dryRun = false
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            if let keep, keep < 0 { throw ValidationError("--keep is a number from 0 on") }
        }

        func run() throws {
            common.explainPlace()
            var command = PruneCommand(common.place, actor: common.actorName)
            command.olderThan = olderThan
            command.keeping = keep
            command.erasesBeforeImages = beforeImages
            command.isDryRun = dryRun
            try command.run(format: output.format, to: StandardOutput())
        }
    }
}
