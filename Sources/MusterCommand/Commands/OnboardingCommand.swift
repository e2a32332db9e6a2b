import ArgumentParser
import Glibc
import Muster
import Provisioning

/// `muster onboarding`.
struct OnboardingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "onboarding", abstract: "Lists and reminds who has not set a password yet.",
        discussion:
            "Examples:\n  muster onboarding list\n  muster onboarding remind --older-than 3d",
        subcommands: [List.self, Complete.self, Remind.self])

    /// `muster onboarding list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Lists enabled users who have not finished, the longest waiting first.",
            usage: "muster onboarding list [<options>]",
            discussion: """
                The last line says how many there are of each age. In a pipe the columns \
                are username, e-mail, since, age, last mail, the end of its link and what was \
                answered where it was not taken, with tabs between them.

                Examples:
                  muster onboarding list --band over-30-days
                  muster onboarding list --never-mailed --format json
                """)
        @Option(
            help: .init(
                "under-1-day, 1-3-days, 3-7-days, 7-30-days, over-30-days.", valueName: "age"),
            completion: .list(AgeBand.allCases.map(\.rawValue)))
        var band: String?
        @Flag(help: "Only users whom nobody has tried to send a mail.") var neverMailed = false
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            var list = OnboardingList(common.place)
            list.band = band
            list.isNeverMailed = neverMailed
            try list.print(
                format: output.format, to: StandardOutput(),
                width: Surroundings.width(of: STDOUT_FILENO), style: common.style())
        }
    }

    /// `muster onboarding complete`.
    struct Complete: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "complete",
            abstract: "Redeems the link of an onboarding or reset mail and sets the password.",
            usage: "muster onboarding complete --token-file <file> [<options>]",
            discussion: """
                Without --password-file the password is asked for, twice. A link is good \
                once, and until it ends.

                Examples:
                  muster onboarding complete --token-file token --password-file password
                """)
        @Option(
            help: .init("File with the token of the link; - is standard input.", valueName: "file"),
            completion: .file())
        var tokenFile: String
        @Option(
            help: .init("File with the new password; - is standard input.", valueName: "file"),
            completion: .file())
        var passwordFile: String?
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            if tokenFile == "-", passwordFile == "-" {
                throw ValidationError("only one secret can come from standard input")
            }
            if tokenFile == "-", passwordFile == nil {
                throw ValidationError("the password is asked for on standard input: name a file")
            }
        }

        func run() throws {
            let token = try SecretInput.read(tokenFile)
            let password =
                try passwordFile.map(SecretInput.read) ?? PasswordPrompt.newPassword()
            let result = try OnboardingCompletion(common.place, actor: common.actorName)
                .run(token: token, password: password)
            let standardOutput = StandardOutput()
            switch output.format {
            case .json: try standardOutput.write(result.json)
            case .text where common.quiet: break
            case .text: try standardOutput.write(result.line(style: common.style()))
            }
            try standardOutput.flush()
            for finding in result.findings { StandardError.say("\(finding)") }
            throw CommandEnding.status(result.isAccepted ? .allAccepted : .someRejected)
        }
    }
}
