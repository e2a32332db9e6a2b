import ArgumentParser
import Glibc
import Muster
import Provisioning

/// `muster users`.
struct UsersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "Lists, finds and exports users.",
        discussion:
            "Examples:\n  muster users find lovelace\n  muster users export --output everybody.csv",
        subcommands: [List.self, Find.self, Export.self])

    /// `muster users list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists users in the order of their usernames.",
            usage: "muster users list [<options>]",
            discussion: """
                In a pipe the columns are username, e-mail, name, state and groups, \
                with tabs between them and no header.

                Examples:
                  muster users list
                  muster users list --state disabled --group staff
                """)

        @Option(
            help: .init("Only those: active, disabled or not-onboarded.", valueName: "state"),
            completion: .list(["active", "disabled", "not-onboarded"]))
        var state: String?
        @Option(help: .init("Only members of this group.", valueName: "name")) var group: String?
        @Option(help: .init("Users at most.", valueName: "number")) var limit: Int?
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit is a number from 1 on") }
        }

        func run() throws {
            try UserList(
                common.place, format: output.format, to: StandardOutput(),
                width: Surroundings.width(of: STDOUT_FILENO), style: common.style()
            ).list(state: state, group: group, limit: limit)
        }
    }

    /// `muster users find`.
    struct Find: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "find", abstract: "Finds users by a part of a key or a name.",
            usage: "muster users find <text> [<options>]",
            discussion: """
                Looks in username, e-mail, external id and names, without regard to \
                case, and shows the best matches first. BY HAND names what a command \
                changed since a feed last set it. Ends with 1 when nobody is found.

                Examples:
                  muster users find lovelace
                """)

        @Argument(help: "What to look for.") var text: String
        @Option(help: .init("Users at most.", valueName: "number")) var limit = 50
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            if limit < 1 { throw ValidationError("--limit is a number from 1 on") }
        }

        func run() throws {
            let count = try UserList(
                common.place, format: output.format, to: StandardOutput(),
                width: Surroundings.width(of: STDOUT_FILENO), style: common.style(),
                showsEdits: true
            ).find(text, limit: limit)
            guard count == 0 else { return }
            // A terminal has it in the place of the list.
            let isShown = output.format == .text && Surroundings.isTerminal(STDOUT_FILENO)
            if !common.quiet, !isShown { StandardError.say(UserList.nobodyFound) }
            throw CommandEnding.status(.someRejected)
        }
    }

    /// `muster users export`.
    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Writes all users as a feed.",
            usage: "muster users export [<options>]",
            discussion: """
                Imported into the same directory, the feed changes nothing; into an \
                empty one, it makes the same users. It holds no times, and \
                no secrets but those asked for.

                Examples:
                  muster users export --output everybody.csv
                  muster users export --with-hashes > move.csv
                """)

        @Option(
            help: .init("A file: CSV, or JSON Lines by its name.", valueName: "file"),
            completion: .file())
        var output = "-"
        @Flag(help: "Write the hashes of passwords too, for another directory.")
        var withHashes = false
        @Flag(help: "Neutralise formulas; the feed is then not exact.")
        var spreadsheetSafe = false
        @OptionGroup var common: CommonOptions
        @OptionGroup var form: FormatOption

        func run() throws {
            var job = UsersExportJob(common.place)
            job.output = output
            job.isSpreadsheetSafe = spreadsheetSafe
            job.hasHashes = withHashes
            job.isJSON = form.format == .json
            let count = try job.run()
            if output != "-", !common.quiet {
                StandardError.say("\(count) users in \(output)")
            }
        }
    }
}
