import ArgumentParser
import Muster
import Provisioning

extension AppsCommand {
    /// `muster apps grant`.
    struct Grant: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "grant", abstract: "Assigns an application to groups and users.",
            usage: """
                muster apps grant <app> --group <group> ... [<options>]
                muster apps grant <app> --user <user> ... [<options>]
                """,
            discussion: "Examples:\n  muster apps grant wiki --group staff --user ada")
        @Argument(help: "Name of the application.") var app: String
        @OptionGroup var holders: AppHolderOptions
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            try holders.assign(app, isGrant: true, format: output.format, common)
        }
    }

    /// `muster apps revoke`.
    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "Takes an application from groups and users.",
            usage: """
                muster apps revoke <app> --group <group> ... [<options>]
                muster apps revoke <app> --user <user> ... [<options>]
                """,
            discussion: "Examples:\n  muster apps revoke wiki --user ada")
        @Argument(help: "Name of the application.") var app: String
        @OptionGroup var holders: AppHolderOptions
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            try holders.assign(app, isGrant: false, format: output.format, common)
        }
    }
}

/// Whom an application is assigned.
struct AppHolderOptions: ParsableArguments {
    @Option(help: .init("A group; repeat it for more.", valueName: "name"))
    var group: [String] = []
    @Option(help: "A user, as in muster user; repeat it for more.") var user: [String] = []

    mutating func validate() throws {
        if group.isEmpty, user.isEmpty {
            throw ValidationError("name somebody with --group or --user")
        }
    }

    func assign(
        _ app: String, isGrant: Bool, format: CommandFormat, _ common: CommonOptions
    ) throws {
        let commands = AppCommands(common.place, actor: common.actorName)
        let endings = try commands.assign(app, groups: group, users: user, isGrant: isGrant)
        let standardOutput = StandardOutput()
        if format == .text, !common.quiet {
            for group in group {
                try standardOutput.write(
                    "\(isGrant ? "granted" : "revoked") \(MessageText.quoted(app)): group "
                        + "\(MessageText.quoted(group))\n")
            }
        }
        for (user, ending) in endings {
            let text = UserActionText(ending, user: user)
            if format == .text, !common.quiet {
                try standardOutput.write(text.line(style: common.style(), isDryRun: false))
            }
            for finding in text.findings(showsValues: false, onlyErrors: common.quiet) {
                StandardError.say("\(finding)")
            }
        }
        try standardOutput.flush()
        if format == .json { try commands.show(app, format: .json, to: standardOutput) }
        let isRejected = endings.contains { $0.ending.status != .allAccepted }
        throw CommandEnding.status(isRejected ? .someRejected : .allAccepted)
    }
}
