import ArgumentParser
import Glibc
import Muster
import Provisioning

/// `muster apps`.
struct AppsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apps",
        abstract: "Lists, shows, makes and assigns applications.",
        discussion:
            "Examples:\n  muster apps create intranet --mfa on\n  muster apps grant wiki --group staff",
        subcommands: [
            List.self, Show.self, Create.self, Delete.self, Grant.self, Revoke.self,
        ])

    /// `muster apps list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists applications with whom they are assigned.",
            usage: "muster apps list [<options>]",
            discussion: """
                The columns are name, whether a second factor is asked for, groups, and \
                users who are assigned it directly.

                Examples:
                  muster apps list
                  muster apps list --format json
                """)
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            try AppCommands(common.place, actor: common.actorName).list(
                format: output.format, to: StandardOutput(),
                width: Surroundings.width(of: STDOUT_FILENO), style: common.style())
        }
    }

    /// `muster apps show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Shows one application.",
            usage: "muster apps show <app> [<options>]",
            discussion: "Examples:\n  muster apps show wiki")
        @Argument(help: "Name of the application.") var app: String
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            try AppCommands(common.place, actor: common.actorName)
                .show(
                    app, format: output.format, to: StandardOutput(),
                    width: Surroundings.width(of: STDOUT_FILENO))
        }
    }

    /// `muster apps create`.
    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Creates an application that nobody is assigned yet.",
            usage: "muster apps create <app> [--mfa on|off] [<options>]",
            discussion: "Examples:\n  muster apps create intranet --mfa on")
        @Argument(help: "Name of the application.") var app: String
        @Option(help: .init("Whether it asks for a second factor.", valueName: "on|off"))
        var mfa = Toggle.off
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            let commands = AppCommands(common.place, actor: common.actorName)
            try commands.create(app, requiresSecondFactor: mfa == .on)
            switch output.format {
            case .json: try commands.show(app, format: .json, to: StandardOutput())
            case .text: try common.say("created application \(MessageText.quoted(app))")
            }
        }
    }

    /// `muster apps delete`.
    struct Delete: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Deletes an application and its assignments.",
            usage: "muster apps delete <app> [<options>]",
            discussion: "Examples:\n  muster apps delete wiki")
        @Argument(help: "Name of the application.") var app: String
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            let deleted = try AppCommands(common.place, actor: common.actorName).delete(app)
            switch output.format {
            case .json:
                let standardOutput = StandardOutput()
                try standardOutput.write(AppCommands.deletion(of: deleted))
                try standardOutput.flush()
            case .text: try common.say("deleted application \(MessageText.quoted(app))")
            }
        }
    }
}

/// A setting that is on or off.
enum Toggle: String, CaseIterable, ExpressibleByArgument {
    case on, off
}
