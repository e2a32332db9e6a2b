import ArgumentParser
import Muster
import Provisioning

extension OnboardingCommand {
    /// `muster onboarding remind`.
    struct Remind: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "remind",
            abstract: "Queues a reminder for each enabled user who has not finished.",
            usage: "muster onboarding remind [<options>]",
            discussion: """
                A reminder has a link of its own. One onboarding gets so many as mail.reminders.cap \
                says, with mail.reminders.spacing between them; who has finished or is disabled gets \
                none, and neither does who waits for a mail or whose last one was refused. With \
                --never-mailed those get their onboarding mail whom nobody has mailed yet: import \
                now, mail later. muster mail deliver sends what is queued.

                Examples:
                  muster onboarding remind --older-than 3d --limit 500
                  muster onboarding remind --never-mailed --dry-run
                """)
        @Flag(help: "The onboarding mail for those who were never mailed.") var neverMailed = false
        @Option(
            help: .init("Only who has waited so long, such as 3d or 12h.", valueName: "time"),
            transform: MailArguments.age)
        var olderThan: Duration?
        @Option(help: .init("Users at most, who have waited longest.", valueName: "number"))
        var limit: Int?
        @Flag(help: "Say what would be queued, and change nothing.") var dryRun = false
        @OptionGroup var output: FormatOption
        @OptionGroup var common: CommonOptions

        mutating func validate() throws {
            if let limit, limit < 1 { throw ValidationError("--limit is a number from 1 on") }
        }

        func run() throws {
            common.explainPlace()
            var reminder = OnboardingReminder(common.place, actor: common.actorName)
            reminder.forNeverMailed = neverMailed
            reminder.olderThan = olderThan
            reminder.limit = limit
            reminder.isDryRun = dryRun
            let tally = try reminder.run()
            let standardOutput = StandardOutput()
            switch output.format {
            case .json: try standardOutput.write(reminder.json(tally))
            case .text where common.quiet: break
            case .text: try standardOutput.write(reminder.text(tally))
            }
            try standardOutput.flush()
        }
    }
}
