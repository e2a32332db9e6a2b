import GRDB
package import Provisioning

/// The queue of mails as one relay sees it.
///
/// A relay looks for what is due, leases a few mails, and sends one after another. The end of an
/// attempt and the beginning of the next one are one transaction, so that a relay which is killed has
/// at most one mail whose fate is not on record. It holds a number by a lock while it lives; what a
/// dead one had leased is free for the others.
///
/// A commit survives the death of the process at once. The disk is waited for once a second, when mails
/// are leased: what was committed since may be lost with the power. Used from one thread.
package final class Outbox {
    let directory: SQLiteDirectory
    let slot: RelaySlot
    let statements: LazyStatements<OutboxStatement>
    /// Waiting for the disk at each lease of 50 mails cost 0.08 ms a mail, an eighth of its time.
    private static let syncInterval = Duration.seconds(1)
    private var syncedAt = ContinuousClock.now
    /// What `isQuiet` saw when it was last asked.
    private var seen: (version: Int64, relays: [Int64])?
    /// The most mails that may be sent; nil: any number.
    package var allowance: MailAllowance?

    /// Joins the relays of a directory that is open for writing.
    /// - Throws: a halt with status 75 when there are too many.
    package init(_ directory: SQLiteDirectory) throws(RunHalt) {
        self.directory = directory
        slot = try RelaySlot(directory: directory.path)
        statements = try directory.perform("prepare to deliver mail") { database in
            try database.execute(sql: "PRAGMA synchronous = NORMAL")
            return LazyStatements(database)
        }
        try closeOrphans()
        // Whoever had this number before is dead.
        try reclaim { $0 != self.slot.number }
    }

    /// Frees what relays that are dead had leased. A mail that one of them was sending may have
    /// arrived; it is sent again.
    package func reclaim() throws(RunHalt) {
        let leased = try directory.snapshot("look for leases") { database in
            try Int64.fetchAll(
                database, sql: "SELECT DISTINCT lease FROM mail_queue WHERE lease IS NOT NULL")
        }
        guard !Set(leased).isSubset(of: slot.living()) else { return }
        try reclaim { _ in true }
    }

    private func reclaim(sparing isSpared: (Int64) -> Bool) throws(RunHalt) {
        try directory.writing("free the leases of relays that were killed") { database in
            // Looked at with the write lock in hand: whoever leases later has its number by then.
            let living = self.slot.living().filter(isSpared)
            let list = living.map { "\($0)" }.joined(separator: ", ")
            let dead = "lease IS NOT NULL AND lease NOT IN (\(list))"
            try database.execute(
                sql: """
                    UPDATE mail_deliveries SET state = \(MailState.deferred.rawValue),
                        reply_code = NULL, reply_verb = NULL,
                        reply = 'the relay was stopped while it was sending: it may have arrived'
                    WHERE state = \(MailState.attempting.rawValue)
                        AND (user_id, kind, occasion) IN
                            (SELECT user_id, kind, occasion FROM mail_queue WHERE \(dead))
                    """)
            try database.execute(sql: "UPDATE mail_queue SET lease = NULL WHERE \(dead)")
        }
    }

    /// Says of mails that were taken back while a relay was sending them that they are withdrawn; the
    /// relay, if it lives, says better when it is done.
    private func closeOrphans() throws(RunHalt) {
        let orphans = """
            state = \(MailState.attempting.rawValue) AND NOT EXISTS(
                SELECT 1 FROM mail_queue AS queued
                WHERE queued.user_id = mail_deliveries.user_id
                    AND queued.kind = mail_deliveries.kind
                    AND queued.occasion = mail_deliveries.occasion)
            """
        let areThere = try directory.snapshot("look for mails that were taken back") { database in
            try Bool.fetchOne(
                database, sql: "SELECT EXISTS(SELECT 1 FROM mail_deliveries WHERE \(orphans))")
        }
        guard areThere == true else { return }
        try directory.writing("close mails that were taken back") { database in
            try database.execute(
                sql: """
                    UPDATE mail_deliveries SET state = \(MailState.withdrawn.rawValue)
                    WHERE \(orphans)
                    """)
        }
    }

    /// Mails that are due and that nobody has leased, at most `limit` of them: those of a password reset
    /// first, which somebody waits for, and then the longest due.
    /// - Complexity: one pass over the mails that wait, and a sort of `limit` keys.
    package func due(at now: Instant, limit: Int) throws(RunHalt) -> [MailQueueEntry] {
        try directory.snapshot("look for mails that are due") { _ in
            let rows = try statements(.due)
            rows.bind(1, now.milliseconds)
            rows.bind(2, Int64(limit))
            var entries: [MailQueueEntry] = []
            while try rows.step() {
                if let entry = MailQueueEntry(rows, from: 0) { entries.append(entry) }
            }
            return entries
        }
    }

    /// When the next mail is due that nobody has leased, which may be past; nil: none waits.
    package func nextDue() throws(RunHalt) -> Instant? {
        try directory.snapshot("look for the next mail that is due") { _ in
            let row = try statements(.nextDue)
            defer { row.reset() }
            return try row.step() ? row.instant(0) : nil
        }
    }

    /// Whether nobody else has written to the directory, and no relay has come or gone, since this was
    /// last asked: what was not due then is due now only by time.
    package func isQuiet() throws(RunHalt) -> Bool {
        let version = try directory.perform("look for changes") { database in
            try Int64.fetchOne(database, sql: "PRAGMA data_version") ?? 0
        }
        let relays = slot.living()
        defer { seen = (version, relays) }
        return seen.map { $0.version == version && $0.relays == relays } ?? false
    }

    /// How many mails relays have leased.
    package func leasedCount() throws(RunHalt) -> Int {
        try directory.snapshot("count leased mails") { database in
            try Int.fetchOne(
                database, sql: "SELECT count(*) FROM mail_queue WHERE lease IS NOT NULL") ?? 0
        }
    }

    /// Leases mails, and says which it got: those that are still due and nobody else's.
    package func lease(
        _ entries: some Sequence<MailQueueEntry>, at now: Instant
    ) throws(RunHalt) -> [MailQueueEntry] {
        let operation = "lease mails"
        let body = { (database: Database) throws -> [MailQueueEntry] in
            var leased: [MailQueueEntry] = []
            for entry in entries {
                try self.run(.lease, entry, .number(self.slot.number), .number(now.milliseconds))
                if database.changesCount == 1 { leased.append(entry) }
            }
            return leased
        }
        guard ContinuousClock.now >= syncedAt + Self.syncInterval else {
            return try directory.writing(operation, body)
        }
        return try durably(operation, body)
    }

    /// Gives leased mails back; with `until`, nobody takes them before.
    package func release(
        _ entries: some Sequence<MailQueueEntry>, until: Instant? = nil
    ) throws(RunHalt) {
        try durably("give leased mails back") { _ in
            for entry in entries {
                if let until {
                    try run(
                        .postpone, entry, .number(slot.number), .number(until.milliseconds))
                } else {
                    try run(.release, entry, .number(slot.number))
                }
            }
        }
    }

    /// Runs `body` in a transaction that is on disk, with all before it, when this returns, and
    /// keeps the log short while no run does.
    func durably<T>(
        _ operation: String, _ body: (Database) throws -> T
    ) throws(RunHalt) -> T {
        try setSynchronous("FULL")
        let value: T
        do throws(RunHalt) {
            value = try directory.writing(operation, body)
        } catch {
            try setSynchronous("NORMAL")
            throw error
        }
        try setSynchronous("NORMAL")
        syncedAt = .now
        try directory.shortenLog()
        return value
    }

    private func setSynchronous(_ level: String) throws(RunHalt) {
        try directory.perform("choose how commits are written") { database in
            try database.execute(sql: "PRAGMA synchronous = \(level)")
        }
    }

    func run(
        _ text: OutboxStatement, _ entry: MailQueueEntry, _ values: StatementValue...
    ) throws {
        let statement = try statements(text)
        bind(entry, to: statement)
        for (parameter, value) in zip(Int32(4)..., values) {
            switch value {
            case .number(let number): statement.bind(parameter, number)
            case .text(let text): statement.bind(parameter, copying: text)
            }
        }
        try statement.run()
    }

    /// The first row that a question about a mail gives, to be reset by the caller; nil: none.
    func row(
        _ text: OutboxStatement, _ entry: MailQueueEntry
    ) throws -> PreparedStatement? {
        let statement = try statements(text)
        bind(entry, to: statement)
        return try statement.step() ? statement : nil
    }

    private func bind(_ entry: MailQueueEntry, to statement: PreparedStatement) {
        statement.bind(1, Int64(entry.user.value))
        statement.bind(2, Int64(entry.kind.rawValue))
        switch entry.occasion {
        case .generation(let number): statement.bind(3, number)
        case .name(let name): statement.bind(3, copying: name)
        }
    }
}
