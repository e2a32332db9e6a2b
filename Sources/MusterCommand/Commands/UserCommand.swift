import ArgumentParser
import Muster
import Provisioning

/// `muster user ACTION USER [VALUE]`.
struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Does one thing to one user, as a feed's record would.",
        usage: "muster user <action> <user> [<value>] [<options>]",
        discussion: """
            Actions, with the VALUE that each takes:
              add, upsert EMAIL; update; delete EMAIL; disable; enable; skip
              add-to-groups, remove-from-groups GROUPS; view-groups; view-apps
              set-second-factor, enrol-second-factor METHOD; reset-mfa REASON
              reset-password; set-password-expiry DAY; remove-identity
              resend-onboarding; generate-backup-code COUNT; impersonate REASON
              set-device-limit LIMIT; register-device, remove-device DEVICE
              view-sessions; end-sessions SESSION

            Every column of a feed is an option too, with hyphens: --last-name, --end-date ... \
            A value that begins with a hyphen follows an equals sign: --groups=-sales. What an \
            action makes (codes, tokens) is printed once; with --quiet the bare value alone.

            Examples:
              muster user add bob bob@example.com --first-name Bob --groups 'staff;sales'
              muster user set-device-limit ada 3
              muster user disable ada@example.com --reason 'left the company'
            """)

    @Argument(
        help: .init("One of those above.", valueName: "action"),
        completion: .list(Action.allCases.map(\.word)))
    var action: String

    @Argument(help: "Username, e-mail address, id:NUMBER or ext:KEY.")
    var user: String

    @Argument(help: "What the action needs, as above.")
    var value: String?

    @Flag(inversion: .prefixedNo, help: "Whether it may owe onboarding mail or a notice.")
    var mail: Bool?

    @Flag(help: "Decide and report; change nothing.")
    var dryRun = false

    @Flag(help: "Show values in messages too; they may be personal.")
    var showValues = false

    @OptionGroup(title: "Columns") var columns: UserColumnOptions
    @OptionGroup var output: FormatOption
    @OptionGroup var common: CommonOptions

    func run() throws {
        var call = UserActionCall(action: action, user: user, value: value)
        call.columns = try columns.columns()
        call.mail = mail
        call.isDryRun = dryRun
        call.showsValues = showValues
        call.format = output.format
        call.common = common.choices
        try call.run()
    }
}
