import GRDB
package import Provisioning

/// Which mails are to be tried again at once.
package struct MailRetryFilter: Equatable, Sendable {
    /// nil: of all users.
    package var user: UserID?
    /// nil: of all kinds.
    package var kind: MailKind?
    /// Whether those that failed are tried again, too, with a new life of their links.
    package var takesFailed = true
    package var takesDeferred = true

    package init() {}
}

extension SQLiteDirectory {
    /// Makes mails due now that were deferred, and queues those that failed again; says how many of
    /// each there were.
    ///
    /// One that failed begins anew: the life of its link starts with the next attempt. Whether it is
    /// still owed is looked at then. Committed when this returns.
    package func retryMails(
        _ filter: MailRetryFilter, at now: Instant
    ) throws(RunHalt) -> (deferred: Int, failed: Int) {
        try writing("queue mails again") { database in
            var deferred = 0
            if filter.takesDeferred {
                let rows = try PreparedStatement(
                    database,
                    """
                    UPDATE mail_queue SET not_before = ?1
                    WHERE lease IS NULL AND not_before > ?1 \(filter.condition)
                    """)
                rows.bind(1, now.milliseconds)
                try rows.run()
                deferred = database.changesCount
            }
            guard filter.takesFailed else { return (deferred, 0) }
            return (deferred, try Self.requeue("\(filter.condition)", now, database))
        }
    }

    /// Queues mails that failed again.
    static func requeue(
        _ condition: String, _ now: Instant, _ database: Database
    ) throws -> Int {
        let failed = "state = \(MailState.failed.rawValue) \(condition)"
        let rows = try PreparedStatement(
            database,
            """
            INSERT OR IGNORE INTO mail_queue(
                user_id, kind, occasion, due_at, run_id, record, not_before)
            SELECT user_id, kind, occasion, due_at, run_id, record, ?1 FROM mail_deliveries
            WHERE \(failed)
            """)
        rows.bind(1, now.milliseconds)
        try rows.run()
        try database.execute(
            sql: """
                UPDATE mail_deliveries
                SET state = \(MailState.deferred.rawValue), first_attempt_at = NULL
                WHERE \(failed)
                """)
        return database.changesCount
    }
}

extension MailRetryFilter {
    fileprivate var condition: String {
        var condition = ""
        if let user { condition += " AND user_id = \(user.value)" }
        if let kind { condition += " AND kind = \(kind.rawValue)" }
        return condition
    }
}

extension Outbox {
    /// Defers mails that this relay has just seen refused, for a reason that was not theirs.
    ///
    /// Each keeps its attempts and the life of its link. What was withdrawn or sent since stays so.
    package func reopen(
        _ refused: [(attempt: MailAttempt, until: Instant)]
    ) throws(RunHalt) {
        try durably("defer refused mails") { database in
            for (attempt, until) in refused {
                try run(.reopen, attempt.entry, .number(attempt.number))
                guard database.changesCount == 1 else { continue }
                try run(.requeue, attempt.entry, .number(until.milliseconds))
            }
        }
    }
}
