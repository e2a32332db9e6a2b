import ArgumentParser
import Muster

/// The command line of Muster.
///
/// Each command says its name although the parser could make it from the type's: describing a type
/// asks the runtime several times whether it conforms to something, each time through all 8,000
/// conformances of the program. It did so for 27 commands whatever was typed, which was 38 of the
/// 102 million instructions of an action on one user.
@main
struct MusterMain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "muster", abstract: "Keeps a user directory in step with the files you have.",
        discussion: """
            Begin with:
              muster init
              muster template > users.csv
              muster import users.csv --dry-run
              muster import users.csv

            Exit status: 0 all records accepted, 1 some rejected, 2 stopped by a guard,
            3 interrupted, 64 and more: nothing was done (docs/operating.md).
            """,
        version: ProgramVersion.text,
        subcommands: [
            InitCommand.self, TemplateCommand.self, CheckProfileCommand.self, ImportCommand.self,
            PlanCommand.self, ApplyCommand.self, ResumeCommand.self, UndoCommand.self,
            UserCommand.self,
            UsersCommand.self, GroupsCommand.self, AppsCommand.self, OnboardingCommand.self,
            MailCommand.self, LoginCommand.self, RunsCommand.self, ExplainCommandLine.self,
            AuditCommand.self, SweepCommand.self, BackupCommand.self,
        ] + UnavailableCommands.all)

    /// Reads the command line, carries the command out, and ends the process.
    static func main() {
        CommandEnding.of {
            if let call = PlainUserCommand.read(CommandLine.arguments.dropFirst()) {
                try call.run()
            }
            var command = try parseAsRoot()
            try command.run()
        }
    }
}
