import GRDB
package import Provisioning

/// What a clock that was ahead has put off.
extension Outbox {
    /// How far clocks of several machines may be apart, in milliseconds, and the longest wait of a mail
    /// between two attempts, with its spread.
    private static let skew: Int64 = 300_000
    private static let longestWait: Int64 = 10 * 3_600_000

    /// Makes mails due now that only a wrong time keeps waiting, and says how many there were.
    ///
    /// They are those that were due at once by the time of a run that, by the clock as it is now, has not
    /// begun yet; and those whose next attempt is further ahead than any attempt is put off. A mail that is
    /// due on a day of its own, such as that of a start date, waits for it.
    @discardableResult
    package func bringForward(at now: Instant) throws(RunHalt) -> Int {
        let condition = """
            lease IS NULL AND CASE WHEN not_before IS NULL
                THEN due_at > ?1 AND due_at <= (
                    SELECT started_at FROM runs WHERE id = run_id AND started_at > ?1)
                ELSE not_before > ?2 END
            """
        let limits = [now.milliseconds + Self.skew, now.milliseconds + Self.longestWait]
        let isAny = try directory.snapshot("look for mails that a wrong time keeps") { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS(SELECT 1 FROM mail_queue WHERE \(condition))",
                arguments: StatementArguments(limits)) ?? false
        }
        guard isAny else { return 0 }
        return try directory.writing("make mails due that a wrong time kept") { database in
            try database.execute(
                sql: "UPDATE mail_queue SET not_before = ?3 WHERE \(condition)",
                arguments: StatementArguments(limits + [now.milliseconds]))
            return database.changesCount
        }
    }
}
