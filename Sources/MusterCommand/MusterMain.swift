import ArgumentParser
import Glibc
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
            New here? Follow the examples at the end. The last one is for every night: --feed \
            names the source, and with --mode full users who are missing leave.

            Exit status: 0 all accepted, 1 some rejected, 2 stopped by a guard, 3 interrupted, \
            64 and more: nothing was changed, but for 74 and 70 in mid-run.

            Examples:
              muster init                          # a directory and its settings
              muster template > users.csv          # a sample feed to fill in
              muster import users.csv --dry-run    # what would happen
              muster import users.csv
              muster import hr.csv --feed hr --mode full --quiet
            """,
        version: ProgramVersion.text, subcommands: [GenerateManualCommand.self],
        groupedSubcommands: [
            CommandGroup(
                name: "First steps",
                subcommands: [
                    InitCommand.self, TemplateCommand.self, CheckProfileCommand.self,
                    DoctorCommand.self,
                ]),
            CommandGroup(
                name: "Files",
                subcommands: [
                    ImportCommand.self, PlanCommand.self, ApplyCommand.self, ResumeCommand.self,
                    UndoCommand.self, ExplainCommandLine.self,
                ]),
            CommandGroup(
                name: "People",
                subcommands: [
                    UserCommand.self, UsersCommand.self, GroupsCommand.self, AppsCommand.self,
                    OnboardingCommand.self, MailCommand.self, LoginCommand.self,
                ]),
            CommandGroup(
                name: "History and upkeep",
                subcommands: [
                    RunsCommand.self, ReportCommand.self, AuditCommand.self,
                    SweepCommand.self, BackupCommand.self,
                ]),
        ])

    /// Reads the command line, carries the command out, and ends the process.
    static func main() {
        // A file that reaches the system's limit is an error to be told, not a death.
        signal(SIGXFSZ, SIG_IGN)
        CommandEnding.of {
            if let call = PlainUserCommand.read(CommandLine.arguments.dropFirst()) {
                try call.run()
            }
            var command = try parseAsRoot()
            try command.run()
        }
    }
}
