import GRDB
package import Provisioning

/// Reading what a run did to users, for its undo.
extension SQLiteDirectory: ReversalLog {
    package func reversals(
        of run: Int64, users: [UserID]
    ) throws(RunHalt) -> [UserID: Reversal] {
        try snapshot("read the log of changes") { database in
            let reader = try ReversalReader(database, run: run)
            var found: [UserID: Reversal] = [:]
            for user in users { found[user] = try reader.reversal(of: user) }
            return found
        }
    }
}

/// Reads the log user by user, with statements that are prepared once.
private final class ReversalReader {
    private let run: Int64
    private let startedAt: Int64
    private let lines: PreparedStatement
    private let payload: PreparedStatement
    private let row: PreparedStatement
    private let waiting: PreparedStatement
    private let sent: PreparedStatement
    private let history: PreparedStatement
    private var runs: [Int64: KnownRun] = [:]

    private struct KnownRun {
        var name: Reversal.NamedRun
        var undoes: Int64?
    }

    /// A line of the log.
    private struct Line {
        var id: Int64
        var run: Int64
        var record: UInt32
        var outcome: Outcome
    }

    init(_ database: Database, run: Int64) throws {
        self.run = run
        lines = try PreparedStatement(
            database,
            """
            SELECT id, run_id, record, outcome FROM changes INDEXED BY changes_by_user
            WHERE user_id = ? ORDER BY id
            """)
        payload = try PreparedStatement(
            database, "SELECT payload FROM change_payloads WHERE change_id = ?")
        row = try PreparedStatement(
            database, "SELECT created_run, created_record, onboarded_at FROM users WHERE id = ?")
        waiting = try PreparedStatement(
            database, "SELECT count(*) FROM mail_queue WHERE user_id = ? AND run_id = ?")
        sent = try PreparedStatement(
            database,
            """
            SELECT count(*) FROM mail_deliveries WHERE user_id = ? AND run_id = ?
                AND state IN (\(MailState.sent.rawValue), \(MailState.attempting.rawValue))
            """)
        history = try PreparedStatement(
            database, "SELECT name, command, undoes_run, started_at FROM runs WHERE id = ?")
        startedAt =
            try Int64.fetchOne(
                database, sql: "SELECT started_at FROM runs WHERE id = ?", arguments: [run]) ?? 0
    }

    func reversal(of user: UserID) throws -> Reversal {
        var reversal = Reversal()
        row.bind(1, Int64(user.value))
        let isThere = try row.step()
        if isThere {
            if row.int64(0) == run { reversal.creator = UInt32(clamping: row.int64(1)) }
            reversal.hasOnboardedSince = row.int64(2) > startedAt
            row.reset()
        }
        let lines = try self.lines(of: user)
        var first = reversal.creator == nil ? Int64.max : 0
        var last: Int64 = 0
        for line in lines where line.run == run && line.outcome != .viewed {
            first = min(first, line.id)
            last = line.id
            reversal.changes.append(
                LoggedChange(
                    record: line.record, outcome: line.outcome, image: try image(line.id)))
        }
        for line in lines where line.id > last && LoggedChange.movesVersion(line.outcome) {
            if line.run != run { reversal.movesSince += 1 }
        }
        try judge(lines.filter { $0.id > first && $0.run != run }, &reversal)
        if isThere {
            reversal.mailsWaiting = try count(waiting, user)
            reversal.mailsSent = try count(sent, user)
        } else {
            let deletion = try lines.last { $0.outcome == .deleted }.flatMap { try known($0.run) }
            reversal.deleter = deletion?.name
            reversal.isTakenBack = deletion?.undoes == run
        }
        return reversal
    }

    /// Finds what came of the lines that follow the run's: those of a run that was taken back and those
    /// that took it back cancel out, the newest first.
    private func judge(_ later: [Line], _ reversal: inout Reversal) throws {
        let runsThere = Set(later.map(\.run))
        var cancelled: Set<Int64> = []
        for line in later.reversed() {
            guard LoggedChange.movesVersion(line.outcome), !cancelled.contains(line.run) else {
                continue
            }
            let run = try known(line.run)
            if let undone = run?.undoes {
                if undone == self.run {
                    reversal.isTakenBack = true
                    continue
                }
                if runsThere.contains(undone) {
                    cancelled.insert(undone)
                    continue
                }
            }
            if reversal.laterRun == nil { reversal.laterRun = run?.name }
        }
    }

    private func lines(of user: UserID) throws -> [Line] {
        var found: [Line] = []
        lines.bind(1, Int64(user.value))
        while try lines.step() {
            found.append(
                Line(
                    id: lines.int64(0), run: lines.int64(1),
                    record: UInt32(clamping: lines.int64(2)),
                    outcome: Outcome(rawValue: UInt8(truncatingIfNeeded: lines.int64(3)))
                        ?? .unchanged))
        }
        return found
    }

    private func image(_ change: Int64) throws -> ChangeImage? {
        payload.bind(1, change)
        guard try payload.step() else { return nil }
        defer { payload.reset() }
        return ChangeImage(payload: payload.bytes(0))
    }

    private func count(_ statement: PreparedStatement, _ user: UserID) throws -> Int {
        statement.bind(1, Int64(user.value))
        statement.bind(2, run)
        defer { statement.reset() }
        return try statement.step() ? Int(statement.int64(0)) : 0
    }

    private func known(_ run: Int64) throws -> KnownRun? {
        if let known = runs[run] { return known }
        history.bind(1, run)
        guard try history.step() else { return nil }
        defer { history.reset() }
        let known = KnownRun(
            name: Reversal.NamedRun(name: history.string(0), command: history.string(1)),
            undoes: history.optionalInt64(2))
        runs[run] = known
        return known
    }
}
