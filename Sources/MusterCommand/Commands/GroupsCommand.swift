import ArgumentParser
import Glibc
import Muster
import Provisioning

/// `muster groups`.
struct GroupsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups", abstract: "Lists, shows, creates and deletes groups.",
        discussion:
            "Examples:\n  muster groups list\n  muster groups create freelancers --device-limit 1",
        subcommands: [List.self, Show.self, Create.self, Delete.self])

    /// `muster groups list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "Lists groups with their members and rules.",
            usage: "muster groups list [<options>]",
            discussion: """
                In a pipe there are tabs between the columns and no header.

                Examples:
                  muster groups list
                  muster groups list --format json
                """)
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            try GroupCommands(common.place, actor: common.actorName).list(
                format: output.format, to: StandardOutput(),
                width: Surroundings.width(of: STDOUT_FILENO), style: common.style())
        }
    }

    /// `muster groups show`.
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Shows one group.",
            usage: "muster groups show <group> [<options>]",
            discussion:
                "Examples:\n  muster groups show staff\n  muster users list --group staff")
        @Argument(help: "Name of the group.") var group: String
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            try GroupCommands(common.place, actor: common.actorName)
                .show(
                    group, format: output.format, to: StandardOutput(),
                    width: Surroundings.width(of: STDOUT_FILENO))
        }
    }

    /// `muster groups create`.
    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create",
            abstract: "Creates a group, with rules for its members where they are given.",
            usage: "muster groups create <group> [<options>]",
            discussion: """
                Examples:
                  muster groups create freelancers --device-limit 1 --second-factor totp
                """)
        @Argument(help: "Name of the group.") var group: String
        @Option(help: .init("Devices that its members may register.", valueName: "limit"))
        var deviceLimit: String?
        @Option(help: .init("Second factor of its members.", valueName: "word"))
        var secondFactor: String?
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            let commands = GroupCommands(common.place, actor: common.actorName)
            try commands.create(group, deviceLimit: deviceLimit, secondFactor: secondFactor)
            switch output.format {
            case .json: try commands.show(group, format: .json, to: StandardOutput())
            case .text: try common.say("created group \(MessageText.quoted(group))")
            }
        }
    }

    /// `muster groups delete`.
    struct Delete: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Deletes a group.",
            usage: "muster groups delete <group> [--force] [<options>]",
            discussion: "Examples:\n  muster groups delete contractors --force")
        @Argument(help: "Name of the group.") var group: String
        @Flag(help: "Also a group with members, who leave it.") var force = false
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            let members = try GroupCommands(common.place, actor: common.actorName)
                .delete(group, force: force)
            switch output.format {
            case .json:
                let standardOutput = StandardOutput()
                try standardOutput.write(GroupCommands.deletion(of: group, members: members))
                try standardOutput.flush()
            case .text: try common.say("deleted group \(MessageText.quoted(group))")
            }
        }
    }
}
