import GRDB
package import Provisioning

/// Reads what the log has of single records.
extension SQLiteDirectory {
    /// What the log has of one record, and of its user since then.
    package func recordLog(run: Int64, record: UInt32) throws(RunHalt) -> RecordLog {
        try snapshot("read the log of a record") { database in
            var log = RecordLog()
            try Self.readItem(&log, run, record, database)
            try Self.readUndo(&log, run, database)
            log.openCode = try String.fetchOne(
                database, sql: "SELECT code FROM open_rejects WHERE run_id = ? AND record = ?",
                arguments: [run, Int64(record)])
            guard let user = log.user else { return log }
            let change = try Self.readChange(&log, run, record, database)
            try Self.readMails(&log, user, run, record, database)
            try Self.readLater(&log, user, run, after: change, database)
            return log
        }
    }

    /// The record of a run that only looked at a user; nil: there is none.
    package func record(viewing user: UserID, run: RunListing) throws(RunHalt) -> UInt32? {
        try snapshot("find the record that looked at a user") { database in
            let viewed = try PreparedStatement(
                database,
                """
                SELECT record FROM changes WHERE user_id = ?1 AND run_id = ?2
                    AND outcome = \(Outcome.viewed.rawValue) ORDER BY 1 LIMIT 1
                """)
            viewed.bind(1, Int64(user.value))
            viewed.bind(2, run.id)
            return try viewed.step() ? UInt32(truncatingIfNeeded: viewed.int64(0)) : nil
        }
    }

    /// The record of a run that the log says changed a user, leavers too; nil: there is none.
    package func record(about user: UserID, run: RunListing) throws(RunHalt) -> UInt32? {
        try snapshot("find the record of a user") { database in
            let changed = try PreparedStatement(
                database,
                """
                SELECT record FROM changes WHERE user_id = ?1 AND run_id = ?2
                    AND outcome <> \(Outcome.viewed.rawValue)
                UNION SELECT created_record FROM users WHERE id = ?1 AND created_run = ?2
                UNION SELECT created_record FROM deleted_users
                    WHERE user_id = ?1 AND created_run = ?2
                ORDER BY 1 LIMIT 1
                """)
            changed.bind(1, Int64(user.value))
            changed.bind(2, run.id)
            if try changed.step() { return UInt32(truncatingIfNeeded: changed.int64(0)) }
            let leavers = try RunLeavers.read(run: run.id, in: database)
            return leavers.firstIndex(of: user).map { run.plan.records + UInt32($0) + 1 }
        }
    }

    /// The leaver of a run who was dealt with under a number; nil: there is none.
    package func leaver(record: UInt32, run: RunListing) throws(RunHalt) -> UserID? {
        try snapshot("find a leaver") { database in
            guard record > run.plan.records else { return nil }
            let leavers = try RunLeavers.read(run: run.id, in: database)
            let index = Int(record - run.plan.records) - 1
            return index < leavers.count ? leavers[index] : nil
        }
    }

    /// Outcomes of a run's records as far as they were applied, from record 1 on, leavers behind
    /// them.
    package func outcomes(ofRun run: Int64) throws(RunHalt) -> ContiguousArray<Outcome> {
        try snapshot("read the outcomes of a run") { database in
            let chunks = try PreparedStatement(
                database, "SELECT outcomes FROM run_chunks WHERE run_id = ? ORDER BY chunk")
            chunks.bind(1, run)
            var outcomes: ContiguousArray<Outcome> = []
            while try chunks.step() {
                outcomes.append(
                    contentsOf: chunks.bytes(0).map { Outcome(rawValue: $0) ?? .skipped })
            }
            return outcomes
        }
    }

    /// Which run and record created a user; nil: the directory has no such user.
    package func origin(
        of user: UserID
    ) throws(RunHalt) -> (runID: Int64, run: String, record: UInt32)? {
        try perform("read where a user comes from") { database in
            let row = try PreparedStatement(
                database,
                """
                SELECT created_run, coalesce(name, ''), created_record
                FROM users LEFT JOIN runs ON runs.id = created_run WHERE users.id = ?
                """)
            row.bind(1, Int64(user.value))
            guard try row.step() else { return nil }
            defer { row.reset() }
            return (row.int64(0), row.string(1), UInt32(truncatingIfNeeded: row.int64(2)))
        }
    }

    // MARK: Parts

    private static func readItem(
        _ log: inout RecordLog, _ run: Int64, _ record: UInt32, _ database: Database
    ) throws {
        let entry = try PreparedStatement(
            database,
            """
            SELECT body FROM audit WHERE run_id = ?1 AND kind = \(AuditKind.records.rawValue)
                AND first_record <= ?2 AND last_record >= ?2
            """)
        entry.bind(1, run)
        entry.bind(2, Int64(record))
        while try entry.step() {
            _ = AuditItems.read(ContiguousArray(entry.bytes(0))) { item in
                guard item.record <= record, record - item.record < item.count else { return }
                log.user = UserID(item.user + (record - item.record))
                log.action = Action(rawValue: item.action)
                log.outcome = Outcome(rawValue: item.outcome)
                log.isCreation = item.isCreation
                log.reason = item.reason?.text
            }
        }
    }

    private static func readUndo(
        _ log: inout RecordLog, _ run: Int64, _ database: Database
    ) throws {
        let undo = try Row.fetchOne(
            database,
            sql: """
                SELECT name, EXISTS(SELECT 1 FROM changes WHERE run_id = runs.id AND user_id = ?3)
                FROM runs WHERE undoes_run = ?1 AND state = ?2 ORDER BY 2 DESC, id DESC
                """,
            arguments: [
                run, RunState.finished.rawValue, log.user.map { Int64($0.value) },
            ])
        log.undoneBy = undo?[0]
        log.isUserUndone = undo?[1] ?? false
    }

    /// Reads values before and after, and gives the number of the change; 0: it has none.
    private static func readChange(
        _ log: inout RecordLog, _ run: Int64, _ record: UInt32, _ database: Database
    ) throws -> Int64 {
        let change = try PreparedStatement(
            database,
            """
            SELECT id, payload FROM changes LEFT JOIN change_payloads ON change_id = id
            WHERE run_id = ? AND record = ? ORDER BY id DESC
            """)
        change.bind(1, run)
        change.bind(2, Int64(record))
        guard try change.step() else { return 0 }
        defer { change.reset() }
        if let payload = change.optionalText(1) {
            try ChangeImage.read(payload.text, into: &log, database)
        } else {
            log.isImageErased = log.outcome != .viewed && log.outcome != .deleted
        }
        return change.int64(0)
    }

    private static func readMails(
        _ log: inout RecordLog, _ user: UserID, _ run: Int64, _ record: UInt32,
        _ database: Database
    ) throws {
        let rows = try PreparedStatement(
            database,
            """
            SELECT q.kind, q.due_at, coalesce(d.state, 0), coalesce(d.attempts, 0), d.reply
            FROM mail_queue AS q LEFT JOIN mail_deliveries AS d USING(user_id, kind, occasion)
            WHERE q.user_id = ?1 AND q.run_id = ?2 AND q.record = ?3
            UNION ALL
            SELECT d.kind, d.due_at, d.state, d.attempts, d.reply FROM mail_deliveries AS d
            WHERE d.user_id = ?1 AND d.run_id = ?2 AND d.record = ?3 AND NOT EXISTS(
                SELECT 1 FROM mail_queue AS q WHERE q.user_id = d.user_id AND q.kind = d.kind
                    AND q.occasion = d.occasion)
            ORDER BY 1
            """)
        rows.bind(1, Int64(user.value))
        rows.bind(2, run)
        rows.bind(3, Int64(record))
        while try rows.step() {
            let kind = MailKind(rawValue: UInt8(truncatingIfNeeded: rows.int64(0)))
            let state = MailState(rawValue: rows.int64(2))?.word ?? "queued"
            log.mails.append(
                RecordLog.Mail(
                    kind: kind?.word ?? "\(rows.int64(0))", state: state,
                    dueAt: Instant(milliseconds: rows.int64(1)),
                    reply: rows.optionalText(4)?.text))
        }
    }

    private static func readLater(
        _ log: inout RecordLog, _ user: UserID, _ run: Int64, after change: Int64,
        _ database: Database
    ) throws {
        let rows = try PreparedStatement(
            database,
            """
            SELECT name, command, actor, record, action, outcome, at
            FROM changes JOIN runs ON runs.id = run_id
            WHERE user_id = ?1 AND changes.id > ?2 AND outcome <> \(Outcome.viewed.rawValue)
                AND (run_id <> ?3 OR ?2 > 0)
            ORDER BY changes.id
            """)
        rows.bind(1, Int64(user.value))
        rows.bind(2, change)
        rows.bind(3, run)
        while try rows.step() {
            log.laterCount += 1
            guard log.later.count < RecordLog.laterMax else { continue }
            let action = Action(rawValue: UInt8(truncatingIfNeeded: rows.int64(4)))
            let outcome = Outcome(rawValue: UInt8(truncatingIfNeeded: rows.int64(5)))
            log.later.append(
                RecordLog.Later(
                    run: rows.string(0), command: rows.string(1), actor: rows.string(2),
                    record: UInt32(truncatingIfNeeded: rows.int64(3)),
                    action: action?.word ?? "", outcome: outcome?.word ?? "",
                    at: Instant(milliseconds: rows.int64(6))))
        }
    }
}

/// Reads the image of a change back; SQLite takes the text apart. See `ChangePayload`.
private enum ChangeImage {
    /// Members that are a value before and one after.
    private static let pairs: Set<String> = [
        "device_limit", "second_factor", "password_expires", "onboarded", "backup_codes",
    ]
    /// Members that say nothing to a person: compared forms, counters, and what stands elsewhere.
    private static let silent: Set<String> = [
        "version", "username_key", "email_key", "joins_feed", "mails", "onboarding_generation",
        "had_password", "leaves_feed",
    ]

    static func read(_ text: String, into log: inout RecordLog, _ database: Database) throws {
        let members = try Row.fetchAll(
            database, sql: "SELECT key, type, CAST(value AS TEXT) FROM json_each(?)",
            arguments: [text])
        for member in members {
            let name: String = member[0]
            let type: String = member[1]
            let value: String = member[2] ?? ""
            switch name {
            case "absence":
                log.endsAbsence =
                    try Bool.fetchOne(
                        database,
                        sql: "SELECT ?1 ->> '$.before' IS NOT NULL AND ?1 ->> '$.after' IS NULL",
                        arguments: [value]) ?? false
            case _ where silent.contains(name): continue
            case "columns", "attributes", "devices_renamed":
                log.values += try values(value, name, database)
            case "disabled_cause": log.values.append(try state(value, database))
            case _ where pairs.contains(name):
                let (before, after) = try pair(value, database)
                log.values.append(.init(name: name, before: before, after: after))
            case "manual_edits":
                for (list, title) in [("made", "set by hand"), ("ended", "no longer set by hand")] {
                    let items = try items(member: list, of: value, database)
                    if !items.isEmpty { log.lists.append(.init(name: title, items: items)) }
                }
            case "links_killed", "grants_ended": log.lists.append(.init(name: name, items: ["yes"]))
            case "grant_until":
                let until = try String.fetchOne(
                    database,
                    sql: "SELECT strftime('%Y-%m-%dT%H:%M:%SZ', ? / 1000, 'unixepoch')",
                    arguments: [Int64(value) ?? 0])
                log.lists.append(.init(name: name, items: [until ?? value]))
            case _ where type == "array":
                log.lists.append(.init(name: name, items: try items(value, database)))
            default: log.lists.append(.init(name: name, items: [value]))
            }
        }
    }

    private static func values(
        _ text: String, _ name: String, _ database: Database
    ) throws -> [RecordLog.Value] {
        try Row.fetchAll(
            database,
            sql: "SELECT key, value ->> '$[0]', value ->> '$[1]' FROM json_each(?)",
            arguments: [text]
        ).map { row in
            let key: String = try row.value(0)
            let prefix = name == "attributes" ? "attr." : name == "columns" ? "" : "device "
            return RecordLog.Value(
                name: prefix + key, before: try row.value(1), after: try row.value(2))
        }
    }

    private static func pair(
        _ text: String, _ database: Database
    ) throws -> (before: String?, after: String?) {
        let row = try Row.fetchOne(
            database,
            sql: "SELECT CAST(?1 ->> '$[0]' AS TEXT), CAST(?1 ->> '$[1]' AS TEXT)",
            arguments: [text])
        return (row?[0], row?[1])
    }

    private static func state(_ text: String, _ database: Database) throws -> RecordLog.Value {
        let (before, after) = try pair(text, database)
        return RecordLog.Value(name: "enabled", before: word(before), after: word(after))
    }

    /// `true`, or `false` with the cause.
    private static func word(_ cause: String?) -> String {
        guard let cause else { return "true" }
        switch cause.utf8.first.flatMap({ DisabledCause(rawValue: $0 - 0x30) }) {
        case .leaver: return "false (a leaver)"
        case .ended: return "false (past the end date)"
        case .order, nil: return "false"
        }
    }

    private static func items(
        member name: String, of text: String, _ database: Database
    ) throws -> [String] {
        try String.fetchAll(
            database, sql: "SELECT CAST(value AS TEXT) FROM json_each(?, ?)",
            arguments: [text, "$.\(name)"])
    }

    private static func items(_ text: String, _ database: Database) throws -> [String] {
        try String.fetchAll(
            database,
            sql: """
                SELECT CASE type WHEN 'object'
                    THEN coalesce(value ->> '$.name', value ->> '$.device', '')
                    ELSE CAST(value AS TEXT) END FROM json_each(?)
                """, arguments: [text])
    }
}
