import ArgumentParser
import Glibc
import Muster

/// `muster audit`.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Shows and verifies who did what to whom.",
        discussion: "Examples:\n  muster audit show --user ada\n  muster audit verify",
        subcommands: [Show.self, Verify.self])

    /// `muster audit show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Shows who did what to whom, newest first.",
            usage: "muster audit show [<options>]",
            discussion: """
                In a pipe there are tabs between the columns and no header. Times are UTC. \
                --actor NAME narrows the list to what that person did.

                Examples:
                  muster audit show --user ada --since 2026-11-01
                  muster audit show --run 20261124-031500-7f3a90c2
                """)
        @Option(help: "About this user, deleted or not.") var user: String?
        @Option(name: .customLong("run"), help: .init("Only what this run did.", valueName: "run"))
        var runName: String?
        @Option(help: .init("From then on, as 2026-11-24 or 2026-11-24T03:15Z.", valueName: "time"))
        var since: String?
        @Option(help: .init("Before then.", valueName: "time")) var until: String?
        @Option(help: .init("Lines at most.", valueName: "number")) var limit = 50
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            if limit < 1 { throw ValidationError("--limit is a number from 1 on") }
        }

        func run() throws {
            var command = AuditShowCommand(common.place)
            command.user = user
            command.run = runName
            command.actor = common.actor
            command.since = since
            command.until = until
            command.limit = limit
            let isCut = try command.run(
                format: output.format, to: StandardOutput(),
                width: Surroundings.width(of: STDOUT_FILENO), style: common.style())
            if isCut, !common.quiet {
                StandardError.write(
                    "muster: these are the newest \(limit); --limit NUMBER shows more\n")
            }
        }
    }

    /// `muster audit verify`.
    struct Verify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify", abstract: "Says whether the audit log is as it was written.",
            usage: "muster audit verify [<options>]",
            discussion: """
                Needs the key file. Prints what is wrong and where, and ends with 1, \
                or with 0 when nothing is. Changes nothing.

                Examples:
                  muster audit verify
                  muster audit verify --format json
                """)
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            let isWhole = try AuditVerifyCommand(common.place).run(
                format: output.format, to: StandardOutput())
            if !isWhole { throw CommandEnding.status(.someRejected) }
        }
    }
}
