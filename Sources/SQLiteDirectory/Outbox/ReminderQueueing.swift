import GRDB
package import Provisioning

/// Whom `muster onboarding remind` writes to.
package struct ReminderRules: Equatable, Sendable {
    /// Whether those are meant whom nobody has mailed or queued a mail for yet; they get the onboarding
    /// mail itself. Else those are who had one, and get a reminder.
    package var forNeverMailed = false
    /// Only onboardings that began before then; nil: all.
    package var begunBefore: Instant?
    /// Reminders that one onboarding gets at most.
    package var remindersMax: Int64
    /// Only users whose last onboarding mail or reminder was tried before then.
    package var mailedBefore: Instant
    /// Users at most; nil: all.
    package var limit: Int?
    /// Days before a user's start date at which the onboarding mail is due; nil: at once.
    package var daysBeforeStart: UInt16?
    /// Today, `YYYY-MM-DD`: who ended before gets nothing.
    package var today: ByteString

    package init(remindersMax: Int, mailedBefore: Instant, today: ByteString) {
        self.today = today
        self.remindersMax = Int64(remindersMax)
        self.mailedBefore = mailedBefore
    }
}

/// Whom reminders were queued for, and who was left out.
package struct ReminderTally: Equatable, Sendable {
    package var queued: UInt64 = 0
    /// Had as many reminders as one onboarding gets.
    package var atCap: UInt64 = 0
    /// Were mailed too short a time ago, or have a mail that waits.
    package var tooRecent: UInt64 = 0
    /// Were never mailed, and have a mail that waits.
    package var waiting: UInt64 = 0
    /// Their last mail was refused for good: another would be, too.
    package var refused: UInt64 = 0
    /// Were never mailed, and reminders are for those who were.
    package var neverMailed: UInt64 = 0
    /// Would have been next when the limit was reached.
    package var beyondLimit: UInt64 = 0

    package init() {}
}

extension SQLiteDirectory {
    /// Mails that are queued in one transaction, so that nobody waits long for the others.
    private static let transactionMails = 2_000

    /// Queues reminders, or first mails, for enabled users who have not finished onboarding, those who
    /// began first coming first.
    ///
    /// A reminder is one mail by its onboarding and number, so that two commands at once queue one. Who
    /// finishes meanwhile gets none, since that is looked at when it is delivered. What is queued is
    /// committed 2,000 mails at a time: after a halt the same call queues the rest.
    package func queueReminders(
        _ rules: ReminderRules, by run: OpenRun, at now: Instant
    ) throws(RunHalt) -> ReminderTally {
        var (tally, chosen) = try selectReminders(rules)
        tally.queued = 0
        var next = 0
        while next < chosen.count {
            let end = min(next + Self.transactionMails, chosen.count)
            let part = chosen[next..<end]
            tally.queued += try writing("queue reminders") { database in
                let statement = try PreparedStatement(database, MailQueueing.sql)
                var queued: UInt64 = 0
                for reminder in part {
                    try Self.queue(reminder, by: run, at: now, statement)
                    queued += UInt64(database.changesCount)
                }
                return queued
            }
            next = end
        }
        return tally
    }

    /// What `queueReminders` would do.
    package func rehearseReminders(_ rules: ReminderRules) throws(RunHalt) -> ReminderTally {
        try selectReminders(rules).tally
    }

    private static func queue(
        _ reminder: ChosenReminder, by run: OpenRun, at now: Instant,
        _ statement: PreparedStatement
    ) throws {
        let occasion = reminder.occasion
        let kind: MailKind = occasion.number == 0 ? .onboarding : .reminder
        statement.bind(1, Int64(reminder.user.value))
        statement.bind(2, Int64(kind.rawValue))
        if kind == .onboarding {
            statement.bind(3, occasion.generation)
        } else {
            statement.bind(3, copying: occasion.text)
        }
        statement.bind(4, max(reminder.dueAt ?? now, now).milliseconds)
        statement.bind(5, run.id)
        statement.bind(6, 0)
        try statement.run()
    }

    private func selectReminders(
        _ rules: ReminderRules
    ) throws(RunHalt) -> (tally: ReminderTally, chosen: [ChosenReminder]) {
        try snapshot("look for users to remind") { try Self.selectReminders(rules, $0) }
    }

    private static func selectReminders(
        _ rules: ReminderRules, _ database: Database
    ) throws -> (tally: ReminderTally, chosen: [ChosenReminder]) {
        var tally = ReminderTally()
        var chosen: [ChosenReminder] = []
        let rows = try PreparedStatement(database, candidates)
        rows.bind(1, rules.begunBefore?.milliseconds ?? Int64.max)
        rows.bind(2, copying: rules.today)
        while try rows.step() {
            let waits = rows.int64(2) > 0
            let lastAt = rows.optionalInt64(3)
            let reminders = rows.int64(4)
            if rules.forNeverMailed {
                guard lastAt == nil else { continue }
                guard !waits else {
                    tally.waiting += 1
                    continue
                }
            } else if waits {
                tally.tooRecent += 1
                continue
            } else if lastAt == nil {
                tally.neverMailed += 1
                continue
            } else if rows.int64(5) == MailState.failed.rawValue {
                tally.refused += 1
                continue
            } else if reminders >= rules.remindersMax {
                tally.atCap += 1
                continue
            } else if let lastAt, lastAt >= rules.mailedBefore.milliseconds {
                tally.tooRecent += 1
                continue
            }
            guard rules.limit.map({ chosen.count < $0 }) ?? true else {
                tally.beyondLimit += 1
                continue
            }
            let occasion = ReminderOccasion(
                generation: rows.int64(1), number: rules.forNeverMailed ? 0 : reminders + 1)
            chosen.append(
                ChosenReminder(
                    user: UserID(UInt32(clamping: rows.int64(0))), occasion: occasion,
                    dueAt: rules.forNeverMailed ? rules.dueAt(rows.optionalText(6)) : nil))
        }
        tally.queued = UInt64(chosen.count)
        return (tally, chosen)
    }

    /// Of each user who has not finished: generation, mails of it that wait, when the last was tried,
    /// how many of them were reminders, what became of the last, and the start date.
    private static let candidates = {
        let waiting = OnboardingMails.of("mail_queue", "users.id", "onboarding_generation")
        let tried = OnboardingMails.of("mail_deliveries", "users.id", "onboarding_generation")
        return """
            SELECT users.id, onboarding_generation,
                (SELECT count(*) \(waiting)),
                (SELECT max(last_attempt_at) \(tried) AND attempts > 0),
                (SELECT count(*) \(tried) AND kind = \(MailKind.reminder.rawValue)),
                (SELECT state \(tried) AND attempts > 0 ORDER BY last_attempt_at DESC LIMIT 1),
                start_date
            FROM users LEFT JOIN runs ON runs.id = created_run
            WHERE onboarded_at IS NULL AND disabled_cause IS NULL
                AND (end_date IS NULL OR end_date >= ?2)
                AND coalesce(onboarding_since, started_at, 0) < ?1
            ORDER BY coalesce(onboarding_since, started_at, 0), users.id
            """
    }()
}

/// A mail that `muster onboarding remind` queues.
private struct ChosenReminder {
    var user: UserID
    /// Number 0: the onboarding mail itself.
    var occasion: ReminderOccasion
    /// nil: at once.
    var dueAt: Instant?
}

extension ReminderRules {
    /// When the onboarding mail of somebody who starts that day is due; nil: at once.
    fileprivate func dueAt(_ startDate: ByteString?) -> Instant? {
        guard let days = daysBeforeStart, let start = startDate.flatMap(Instant.init(day:)) else {
            return nil
        }
        return Instant(milliseconds: start.milliseconds - Int64(days) * 86_400_000)
    }
}

/// The mails of an onboarding, which are those of one generation, as SQL.
enum OnboardingMails {
    /// `FROM` and `WHERE` of those in a table, of a user and a generation.
    static func of(_ table: String, _ user: String, _ generation: String) -> String {
        """
        FROM \(table) WHERE user_id = \(user) AND (
            (kind = \(MailKind.onboarding.rawValue) AND occasion = \(generation))
            OR (kind = \(MailKind.reminder.rawValue) AND occasion GLOB \(generation) || '.*'))
        """
    }
}
