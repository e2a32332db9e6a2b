import GRDB
package import Provisioning

/// The outbox in figures.
package struct MailQueueCounts: Equatable, Sendable {
    /// Where a mail stands, in the order in which it gets there.
    package enum Stage: String, CaseIterable, Sendable {
        /// Waits for its first attempt.
        case queued
        /// Waits to be tried again.
        case deferred
        case sending, sent, failed, withdrawn
    }

    /// What was last answered of more than one mail.
    package struct Answer: Equatable, Sendable {
        /// Deferred or failed.
        package var stage: Stage
        /// nil: nothing was answered.
        package var code: Int?
        package var verb: String?
        /// One of the answers with this code.
        package var example: String
        package var mails: UInt64
    }

    /// How many mails of each kind stand where; a stage without any can be missing.
    package var mails: [MailKind: [Stage: UInt64]] = [:]
    /// Mails that wait, for the first time or again, and are due.
    package var dueNow: UInt64 = 0
    /// Those that wait and are not due yet.
    package var dueLater: UInt64 = 0
    /// When the next mail is due, for the first time or again, which may be past; nil: none waits.
    package var nextDueAt: Instant?
    /// Why mails were not taken, the most frequent answer first.
    package var answers: [Answer] = []

    package init() {}

    /// Mails of all kinds that stand there.
    package func count(_ stage: Stage) -> UInt64 {
        mails.values.reduce(0) { $0 + ($1[stage] ?? 0) }
    }

    /// Mails that wait for their first attempt, by kind.
    package var queued: [MailKind: UInt64] {
        mails.compactMapValues { $0[.queued].flatMap { $0 > 0 ? $0 : nil } }
    }
}

extension SQLiteDirectory {
    /// Where mails stand.
    /// - Complexity: one pass over the mails that wait, and one over those that were tried.
    package func mailQueueCounts(at now: Instant) throws(RunHalt) -> MailQueueCounts {
        try snapshot("count the mail queue") { database in
            var counts = MailQueueCounts()
            try Self.countWaiting(&counts, at: now, database)
            try Self.countTried(&counts, database)
            try Self.listAnswers(&counts, database)
            return counts
        }
    }

    private static func countWaiting(
        _ counts: inout MailQueueCounts, at now: Instant, _ database: Database
    ) throws {
        let rows = try PreparedStatement(
            database,
            """
            SELECT kind, count(*), min(coalesce(not_before, due_at)),
                sum(coalesce(not_before, due_at) > ?)
            FROM mail_queue GROUP BY kind
            """)
        rows.bind(1, now.milliseconds)
        while try rows.step() {
            let due = Instant(milliseconds: rows.int64(2))
            counts.nextDueAt = min(counts.nextDueAt ?? due, due)
            let later = UInt64(clamping: rows.int64(3))
            counts.dueLater += later
            counts.dueNow += UInt64(clamping: max(0, rows.int64(1) - rows.int64(3)))
            guard let kind = MailKind(rawValue: UInt8(truncatingIfNeeded: rows.int64(0)))
            else { continue }
            counts.mails[kind, default: [:]][.queued] = UInt64(clamping: rows.int64(1))
        }
    }

    private static func countTried(
        _ counts: inout MailQueueCounts, _ database: Database
    ) throws {
        let rows = try PreparedStatement(
            database,
            """
            SELECT kind, state, count(*) FROM mail_deliveries
            WHERE attempts > 0 OR state >= \(MailState.sent.rawValue) GROUP BY kind, state
            """)
        while try rows.step() {
            guard let kind = MailKind(rawValue: UInt8(truncatingIfNeeded: rows.int64(0))),
                let state = MailState(rawValue: rows.int64(1))
            else { continue }
            let count = UInt64(clamping: rows.int64(2))
            counts.mails[kind, default: [:]][state.stage, default: 0] += count
            guard state == .deferred || state == .attempting else { continue }
            // It stands in the queue as well.
            let queued = counts.mails[kind]?[.queued] ?? 0
            counts.mails[kind]?[.queued] = queued > count ? queued - count : 0
        }
    }

    private static func listAnswers(
        _ counts: inout MailQueueCounts, _ database: Database
    ) throws {
        let rows = try PreparedStatement(
            database,
            """
            SELECT state, reply_code, reply_verb, min(coalesce(reply, '')), count(*) AS mails
            FROM mail_deliveries
            WHERE state IN (\(MailState.deferred.rawValue), \(MailState.failed.rawValue))
                AND attempts > 0
            GROUP BY state, reply_code, reply_verb ORDER BY mails DESC, state, reply_code, reply_verb
            """)
        while try rows.step() {
            guard let state = MailState(rawValue: rows.int64(0)) else { continue }
            counts.answers.append(
                MailQueueCounts.Answer(
                    stage: state.stage, code: rows.optionalInt64(1).map { Int($0) },
                    verb: rows.optionalText(2)?.text, example: rows.string(3),
                    mails: UInt64(clamping: rows.int64(4))))
        }
    }
}

extension MailState {
    package var stage: MailQueueCounts.Stage {
        switch self {
        case .attempting: .sending
        case .deferred: .deferred
        case .sent: .sent
        case .failed: .failed
        case .withdrawn: .withdrawn
        }
    }
}
