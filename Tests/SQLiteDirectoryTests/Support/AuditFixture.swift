import Foundation
import GRDB
import Provisioning
import SQLiteDirectory

/// A directory with a long audit log, made once and copied for each test, and a hand that reaches
/// past the directory into its file.
final class AuditFixture {
    let folder: TemporaryFolder
    let seal = PlainSeal()
    let database: DatabaseQueue
    private let reader: SQLiteDirectory

    /// Entries that the log has at least.
    static let entriesMin: Int64 = 1_000

    init() throws {
        folder = try TemporaryFolder()
        for (name, bytes) in try Self.original.get() {
            let url = folder.url.appendingPathComponent(name)
            try bytes.write(to: url)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o600], ofItemAtPath: url.path)
        }
        database = try DatabaseQueue(path: folder.directoryPath)
        try database.writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA synchronous = OFF")
        }
        reader = try folder.open(.reading)
    }

    var headPath: String { folder.url.appendingPathComponent("muster.audit-head").path }

    /// The original's files by name.
    private static let original = Result { () throws -> [String: Data] in
        let folder = try TemporaryFolder()
        try build(in: folder)
        var files: [String: Data] = [:]
        for name in ["muster.sqlite", "muster.audit-head"] {
            files[name] = try Data(contentsOf: folder.url.appendingPathComponent(name))
        }
        return files
    }

    /// Many small runs: updates, views, deletions and rejects, with events between them.
    private static func build(in folder: TemporaryFolder) throws {
        let directory = try folder.openForRun()
        let driver = RunDriver(directory: directory)
        var users = try driver.create((0..<40).map { "user\($0)" })
        var turn = 0
        while try (directory.auditHead()?.entry ?? 0) < entriesMin {
            turn += 1
            var plan = RunDriver.plan("run\(turn)")
            plan.startedAt = Instant(milliseconds: Int64(turn) * 1_000)
            let place = turn % users.count
            let user = users[place]
            if turn % 100 == 0 {
                try driver.run(plan) {
                    $0.change(user, outcome: .deleted, action: .delete) { $0.deletes = true }
                }
                users.remove(at: place)
            } else {
                try driver.run(plan) { try fill($0, turn, user) }
                users[place] = try directory.load([user.id])[user.id] ?? user
            }
            if turn % 10 == 0 {
                try directory.recordEvent(
                    "session.started", user: users[0].id, actor: "idp",
                    detail: ["device": "phone"], at: plan.startedAt)
            }
        }
    }

    private static func fill(_ builder: ChunkBuilder, _ turn: Int, _ user: UserState) throws {
        let department = ValueChange(
            before: user.profile[.department], after: ByteString("D\(turn)"))
        builder.change(user) { $0.columns = [(.department, department)] }
        if turn % 3 == 0 {
            builder.change(user, outcome: .viewed, action: .viewGroups) { $0.isView = true }
        }
        if turn % 5 == 0 { builder.create(0, Person("extra\(turn)")) }
    }

    // MARK: Reaching in

    func verify(_ entries: ClosedRange<Int64>? = nil) throws -> AuditVerdict {
        try reader.verifyAudit(by: seal, entries: entries)
    }

    func lastEntry() throws -> Int64 {
        try database.read { try Int64.fetchOne($0, sql: "SELECT max(id) FROM audit") ?? 0 }
    }

    func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
        try database.writeWithoutTransaction { try $0.execute(sql: sql, arguments: arguments) }
    }

    /// The columns of an entry.
    func row(_ entry: Int64) throws -> [DatabaseValue] {
        try database.read {
            let row = try Row.fetchOne(
                $0, sql: "SELECT * FROM audit WHERE id = ?", arguments: [entry])
            return row.map { Array($0.databaseValues) } ?? []
        }
    }

    func insert(_ row: [DatabaseValue]) throws {
        try execute("INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", StatementArguments(row))
    }

    /// Gives two entries each other's number.
    func swap(_ one: Int64, _ other: Int64) throws {
        try execute("UPDATE audit SET id = -1 WHERE id = ?", [one])
        try execute("UPDATE audit SET id = ? WHERE id = ?", [one, other])
        try execute("UPDATE audit SET id = ? WHERE id = -1", [other])
    }

    /// What the head's row would be if the log ended with this entry.
    func rewindHead(to entry: Int64) throws {
        let code = try database.read {
            try Data.fetchOne($0, sql: "SELECT code FROM audit WHERE id = ?", arguments: [entry])
        }
        var bytes = withUnsafeBytes(of: entry.littleEndian) { Array($0) }
        bytes += Array(code ?? Data())
        let signature = bytes.withUnsafeBytes { seal.sign(head: $0) }
        try execute(
            "UPDATE audit_head SET entry = ?, code = ?, signature = ?",
            [entry, code, Data(signature)])
    }
}
