import GRDB
import Provisioning

/// The end of the audit log at which entries are added, each within the transaction of what it
/// tells of.
final class AuditLog {
    let seal: any AuditSeal
    /// Path of the file with the signed head; nil: there is none.
    let headPath: String?
    /// Whether the head that the next commit leaves belongs into its file.
    private var wantsPublication = false

    init(seal: any AuditSeal, headPath: String?) {
        self.seal = seal
        self.headPath = headPath
    }

    /// Adds an event that belongs to no run, such as a session that was started.
    ///
    /// `name` is a word with dots, such as `session.started`. The entry is there when the caller's
    /// transaction is committed, and is lost with it; the head's file follows the commit.
    func appendEvent(
        _ name: String, user: UserID?, actor: String, reason: ByteString? = nil,
        detail: KeyValuePairs<String, ByteString?> = [:], at: Instant, in database: Database
    ) throws {
        var json = JSONWriter()
        json.beginObject()
        json.key("event")
        json.text(name)
        json.key("actor")
        json.text(actor)
        json.key("reason")
        json.text(reason)
        json.key("detail")
        json.beginObject()
        for (name, value) in detail {
            json.key(name)
            json.text(value)
        }
        json.endObject()
        json.endObject()
        var entry = AuditEntry(id: 0, at: at.milliseconds, kind: .event, body: json.bytes)
        entry.user = Int64(user?.value ?? 0)
        try append(entry, in: database)
        wantsPublication = true
    }

    /// Adds an entry: gives it its number and its code, and moves the head.
    ///
    /// It goes on from the head's row rather than from the last entry, so that a log whose end was
    /// cut off has a gap for ever.
    func append(_ entry: AuditEntry, in database: Database) throws {
        let head = try Self.head(in: database)
        let last = try head ?? beginning(before: entry, in: database)
        var entry = entry
        entry.id = last.entry + 1
        entry.code = entry.code(after: last.code, by: seal)
        try Self.insert(entry, into: database)
        try set(AuditHead(entry: entry.id, code: entry.code, signedBy: seal), in: database)
    }

    /// Says that the next commit's head belongs into its file.
    func publishAfterCommit() { wantsPublication = true }

    /// Whether the head is to be published now that a commit is done; asked once a commit.
    func takePublication() -> Bool {
        defer { wantsPublication = false }
        return wantsPublication && headPath != nil
    }

    /// Forgets what a transaction that was given up wanted.
    func rolledBack() { wantsPublication = false }

    /// The head as its row has it; nil: the log is empty.
    static func head(in database: Database) throws -> AuditHead? {
        let row = try PreparedStatement(
            kept: database, "SELECT entry, code, signature FROM audit_head WHERE id = 1")
        guard try row.step() else { return nil }
        defer { row.reset() }
        return AuditHead(
            entry: row.int64(0), code: Array(row.bytes(1)), signature: Array(row.bytes(2)))
    }

    /// Starts the log of a directory that has runs from before there was one: its first entry says
    /// up to which run nothing is logged.
    private func beginning(before entry: AuditEntry, in database: Database) throws -> AuditHead {
        let none = AuditHead(entry: 0, code: [], signature: [])
        let runs = try PreparedStatement(
            database, "SELECT coalesce(max(id), 0) FROM runs WHERE ?1 = 0 OR id < ?1")
        runs.bind(1, entry.run)
        guard try runs.step() else { return none }
        let earlier = runs.int64(0)
        runs.reset()
        guard earlier > 0 else { return none }
        var json = JSONWriter()
        json.beginObject()
        json.key("event")
        json.text(Self.beginningName)
        json.key("runs_before")
        json.number(earlier)
        json.endObject()
        var first = AuditEntry(id: 1, at: entry.at, kind: .event, body: json.bytes)
        first.code = first.code(after: [], by: seal)
        try Self.insert(first, into: database)
        return AuditHead(entry: 1, code: first.code, signature: [])
    }

    /// Name of the event with which the log of an older directory begins.
    static let beginningName = "audit.began"

    private static func insert(_ entry: AuditEntry, into database: Database) throws {
        let insertion = try PreparedStatement(
            kept: database,
            "INSERT INTO audit(\(AuditEntry.columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
        let numbers = [
            entry.id, entry.at, entry.kind, entry.run, entry.user, entry.firstRecord,
            entry.lastRecord,
        ]
        for (index, number) in numbers.enumerated() { insertion.bind(Int32(index + 1), number) }
        try entry.body.withUnsafeBytes { body in
            try entry.code.withUnsafeBytes { code in
                insertion.bind(8, blob: body)
                insertion.bind(9, blob: code)
                try insertion.run()
            }
        }
    }

    private func set(_ head: AuditHead, in database: Database) throws {
        let update = try PreparedStatement(
            kept: database,
            """
            INSERT INTO audit_head(id, entry, code, signature) VALUES (1, ?, ?, ?)
            ON CONFLICT(id) DO UPDATE SET
                entry = excluded.entry, code = excluded.code, signature = excluded.signature
            """)
        update.bind(1, head.entry)
        try head.code.withUnsafeBytes { code in
            try head.signature.withUnsafeBytes { signature in
                update.bind(2, blob: code)
                update.bind(3, blob: signature)
                try update.run()
            }
        }
    }
}
