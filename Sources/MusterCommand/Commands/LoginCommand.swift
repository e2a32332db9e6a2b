import ArgumentParser
import Muster
import Provisioning

/// `muster login`.
struct LoginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "login", abstract: "Says whether a user may sign in now.",
        discussion: "Examples:\n  muster login check ada --password-file password",
        subcommands: [Check.self])

    /// `muster login check`.
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check",
            abstract: "Prints the decision and its reason, and ends with 0 or 1.",
            usage: "muster login check <user> [<options>]",
            discussion: """
                Reads the directory only, unless there is something to record: a code that \
                was used, an older hash that is upgraded, or a session. What the reasons \
                mean: docs/login.md.

                Examples:
                  muster login check ada --password-file - --app wiki < password
                  muster login check ada --password-file password --device pc --start-session
                  muster login check ada --impersonation-file grant
                """)

        @Argument(help: "Username, e-mail address, id:NUMBER or ext:EXTERNAL-ID.")
        var user: String
        @Option(
            help: .init("File with the password; - is standard input.", valueName: "file"),
            completion: .file())
        var passwordFile: String?
        @Option(
            help: .init("File with a TOTP code or a backup code.", valueName: "file"),
            completion: .file())
        var codeFile: String?
        @Option(
            help: .init(
                "A second factor that the identity provider checked.", valueName: "method"))
        var secondFactorPassed: String?
        @Option(help: .init("What the identity provider calls the device.", valueName: "id"))
        var device: String?
        @Option(help: .init("What the user calls it.", valueName: "name")) var deviceName: String?
        @Option(help: .init("The application to get into.", valueName: "name")) var app: String?
        @Option(
            help: .init("File with the token of an impersonation.", valueName: "file"),
            completion: .file())
        var impersonationFile: String?
        @Flag(help: "End the impersonation now.") var endImpersonation = false
        @Flag(help: "Record a session, the device and the time of access.")
        var startSession = false
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            let files = [passwordFile, codeFile, impersonationFile].filter { $0 == "-" }
            if files.count > 1 {
                throw ValidationError("only one secret can come from standard input")
            }
            if codeFile != nil, secondFactorPassed != nil {
                throw ValidationError("give --code-file or --second-factor-passed, not both")
            }
            if deviceName != nil, device == nil {
                throw ValidationError("--device-name needs --device")
            }
            if endImpersonation, impersonationFile == nil {
                throw ValidationError("--end-impersonation needs --impersonation-file")
            }
            let others = [passwordFile, codeFile, secondFactorPassed, device]
            if impersonationFile != nil, startSession || others.contains(where: { $0 != nil }) {
                throw ValidationError(
                    "--impersonation-file takes the place of password, code, device and session")
            }
        }

        func run() throws {
            common.explainPlace()
            var request = LoginRequest(user: user)
            request.password = try passwordFile.map(SecretInput.read)
            request.code = try codeFile.map(SecretInput.read)
            request.impersonationToken = try impersonationFile.map(SecretInput.read)
            request.secondFactorPassed = secondFactorPassed
            request.device = device
            request.deviceName = deviceName
            request.app = app
            request.endsImpersonation = endImpersonation
            request.startsSession = startSession
            let verdict = try LoginCheck(common.place, actor: common.actorName).run(request)
            try show(LoginText(verdict))
            throw CommandEnding.status(verdict.isAllowed ? .allAccepted : .someRejected)
        }

        private func show(_ text: LoginText) throws {
            let standardOutput = StandardOutput()
            switch output.format {
            case .json: try standardOutput.write(text.json)
            case .text: try standardOutput.write(text.text(style: common.style()))
            }
            try standardOutput.flush()
            if let advice = text.advice, !common.quiet {
                StandardError.say("\(advice)")
            }
        }
    }
}
