import Credentials
package import Provisioning
import ResultReporting
package import SQLiteDirectory

/// Queues reminders for those who have not finished onboarding, or first mails for those who were
/// never mailed: `muster onboarding remind`.
package struct OnboardingReminder {
    private let place: DirectoryPlace
    private let actor: String
    private let clock: any WallClock
    private let random: any RandomBytes
    package var forNeverMailed = false
    /// Only onboardings that began so long ago, or longer; nil: all.
    package var olderThan: Duration?
    /// Users at most; nil: all.
    package var limit: Int?
    package var isDryRun = false

    package init(
        _ place: DirectoryPlace, actor: String, clock: any WallClock = SystemClock(),
        random: any RandomBytes = SystemRandom()
    ) {
        self.place = place
        self.actor = actor
        self.clock = clock
        self.random = random
    }

    /// Queues them; in a dry run it only counts.
    ///
    /// It throws a halt with status 66 without a directory, or 74, 75 or 78; nothing was queued then.
    package func run() throws(RunHalt) -> ReminderTally {
        let configuration = try place.loadConfiguration()
        let reader = try place.openForReading()
        let now = clock.now()
        var rules = ReminderRules(
            remindersMax: configuration.mail.remindersMax,
            mailedBefore: now.before(configuration.mail.reminderSpacing),
            today: ByteString(now.day))
        rules.daysBeforeStart = configuration.policy.mailDaysBeforeStart
        rules.forNeverMailed = forNeverMailed
        rules.begunBefore = olderThan.map { Instant(milliseconds: now.before($0).milliseconds + 1) }
        rules.limit = limit
        guard !isDryRun else { return try reader.rehearseReminders(rules) }
        var tally = ReminderTally()
        let what = "remind" + (forNeverMailed ? " never-mailed" : "")
        try RecordedChange(
            place: place, command: "onboarding", actor: actor, clock: clock, random: random
        ).run(what) { (directory, run) throws(RunHalt) in
            tally = try directory.queueReminders(rules, by: run, at: now)
            var summary = RunSummary()
            summary.mailsQueued = tally.queued
            return summary
        }
        return tally
    }

    /// What was queued and who was left out, as lines with their ends.
    package func text(_ tally: ReminderTally) -> String {
        let mails = forNeverMailed ? "onboarding mail" : "reminder"
        let would = isDryRun ? "would be " : ""
        let count = tally.queued == 0 ? "No" : "\(tally.queued)"
        var text = "\(count) \(mails)\(tally.queued == 1 ? "" : "s") \(would)queued"
        var left: [String] = []
        func say(_ count: UInt64, _ why: String) { if count > 0 { left.append("\(count) \(why)") } }
        say(tally.tooRecent, "mailed too recently or about to be")
        say(tally.waiting, "whose mail is queued already")
        say(tally.atCap, "had all their reminders")
        say(tally.refused, "whose last mail was refused")
        say(tally.neverMailed, "never mailed (--never-mailed is for them)")
        say(tally.beyondLimit, "beyond --limit")
        if !left.isEmpty { text += "; left out: " + left.joined(separator: ", ") }
        text += ".\n"
        if tally.queued > 0, !isDryRun { text += "muster mail deliver sends them.\n" }
        return text
    }

    /// The same for programs.
    package func json(_ tally: ReminderTally) -> ByteString {
        PrintedRow(
            cells: [],
            members: [
                ("queued", .number(tally.queued)), ("dry_run", .truth(isDryRun)),
                ("too_recent", .number(tally.tooRecent)), ("waiting", .number(tally.waiting)),
                ("at_cap", .number(tally.atCap)),
                ("refused", .number(tally.refused)), ("never_mailed", .number(tally.neverMailed)),
                ("beyond_limit", .number(tally.beyondLimit)),
            ]
        ).object
    }
}

extension Instant {
    fileprivate func before(_ duration: Duration) -> Instant {
        Instant(milliseconds: milliseconds - duration.components.seconds * 1_000)
    }
}
