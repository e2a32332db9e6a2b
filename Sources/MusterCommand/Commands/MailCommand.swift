import ArgumentParser
import Glibc
import Muster
import Provisioning

/// `muster mail`.
struct MailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail", abstract: "Delivers queued mail, and shows what became of it.",
        discussion: """
            Mail is queued with the change that owes it, and goes out when you deliver it.

            Examples:
              muster mail status
              muster mail deliver --transport folder:outbox
            """,
        subcommands: [
            Deliver.self, Status.self, Retry.self, Preview.self, Templates.self,
        ])

    /// `muster mail status`.
    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "status",
            abstract: "Shows how many mails are queued, sent, deferred or failed, and why.",
            usage: "muster mail status [<options>]",
            discussion: """
                With --list, --state, --kind or --user it lists single mails: those that wait, \
                with when they are due, the next first; then the others, with when they were \
                tried last, the latest first. In a pipe the columns are state, kind, username, \
                address, that time, attempts and the last answer, with tabs between them.

                Examples:
                  muster mail status
                  muster mail status --state failed --limit 100
                """)
        @Flag(help: "List single mails.") var list = false
        @Option(help: .init("Only mails in this state.", valueName: "state"))
        var state: MailStage?
        @Option(help: .init("Only mails of this kind.", valueName: "kind"))
        var kind: MailKind?
        @Option(help: .init("Only mails to this user.", valueName: "user")) var user: String?
        @Option(help: .init("Mails of a list at most.", valueName: "number")) var limit = 20
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            if limit < 1 { throw ValidationError("--limit is a number from 1 on") }
        }

        func run() throws {
            var status = MailStatus(common.place)
            status.isList = list
            status.stage = state
            status.kind = kind
            status.user = user
            status.limit = limit
            try status.print(
                format: output.format, to: StandardOutput(),
                width: Surroundings.width(of: STDOUT_FILENO), style: common.style())
        }
    }

    /// `muster mail retry`.
    struct Retry: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry", abstract: "Makes mails due now that were deferred or refused.",
            usage: "muster mail retry [<options>]",
            discussion: """
                Without options that is all of them. The link of one that was refused gets a new \
                life. What it was for is looked at again when it is delivered: if it is over, \
                the mail is withdrawn. Try one with muster mail deliver --limit 1 first.

                Examples:
                  muster mail retry --state failed --user ada
                """)
        @Option(help: .init("Only mails in this state.", valueName: "state"))
        var state: RetriedState?
        @Option(help: .init("Only mails of this kind.", valueName: "kind"))
        var kind: MailKind?
        @Option(help: .init("Only mails to this user.", valueName: "user")) var user: String?
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            var retry = MailRetry(common.place, actor: common.actorName)
            retry.user = user
            retry.kind = kind
            retry.takesDeferred = state != .failed
            retry.takesFailed = state != .deferred
            let retried = try retry.run()
            switch output.format {
            case .text: try common.say(retried.text)
            case .json:
                let standardOutput = StandardOutput()
                try standardOutput.write(retried.json)
                try standardOutput.flush()
            }
        }
    }

    /// `muster mail preview`.
    struct Preview: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "preview",
            abstract: "Shows a mail as it would be, without sending it and without a live link.",
            usage: "muster mail preview [<kind>] [<options>]",
            discussion: """
                It needs no directory, but for --user.

                Examples:
                  muster mail preview password-reset --language de --html reset.html
                """)
        @Argument(help: .init("Kind of the mail, else onboarding.", valueName: "kind"))
        var kind: MailKind?
        @Option(help: .init("Whom it is for, instead of somebody made up.", valueName: "user"))
        var user: String?
        @Option(help: .init("Language, such as de.", valueName: "tag")) var language: String?
        @Option(
            help: .init("File for the HTML part, to open in a browser.", valueName: "file"),
            completion: .file(extensions: ["html"]))
        var html: String?
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            var preview = MailPreview(common.place)
            if let kind { preview.kind = kind }
            preview.user = user
            preview.language = language
            let mail = try preview.run()
            if let html { try mail.writeHTML(to: html) }
            let standardOutput = StandardOutput()
            switch output.format {
            case .json: try standardOutput.write(mail.json)
            case .text:
                try standardOutput.write(mail.terminalText(style: common.style(), htmlFile: html))
            }
            try standardOutput.flush()
        }
    }

    /// `muster mail templates`.
    struct Templates: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "templates",
            abstract: "Writes the built-in templates into a new folder, as a start for your own.",
            usage: "muster mail templates <folder> [<options>]",
            discussion: """
                Take away what you do not change, name the folder as mail.templates, and look \
                at the result with muster mail preview.

                Examples:
                  muster mail templates mail-templates
                """)
        @Argument(help: .init("The folder, which must not be there yet.", valueName: "folder"))
        var folder: String
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        func run() throws {
            let sentence = try MailTemplateExport.write(to: folder)
            switch output.format {
            case .text: try common.say(sentence)
            case .json:
                let standardOutput = StandardOutput()
                try standardOutput.write(MailTemplateExport.json(folder))
                try standardOutput.flush()
            }
        }
    }
}

/// States whose mails can be tried again.
enum RetriedState: String, ExpressibleByArgument, CaseIterable {
    case deferred, failed
}

extension MailStage: ExpressibleByArgument {}

extension MailKind: ExpressibleByArgument {
    package init?(argument: String) {
        guard let kind = Self.allCases.first(where: { $0.word == argument }) else { return nil }
        self = kind
    }

    package static var allValueStrings: [String] { allCases.map(\.word) }
}
