import Provisioning
import SQLiteDirectory

/// A directory with users, whose rows a test arranges past the directory.
struct SignInScene {
    let folder: TemporaryFolder
    let directory: SQLiteDirectory
    let users: [UserState]
    static let now = Instant(milliseconds: 1_000_000)

    init(_ names: [String] = ["ada"]) throws {
        folder = try TemporaryFolder()
        directory = try folder.open(.command)
        users = try RunDriver(directory: directory).create(names)
    }

    var ada: UserID { users[0].id }

    @discardableResult
    func change<T>(
        at now: Instant = Self.now, _ body: (AccessTransaction) throws -> T
    ) throws -> T {
        try directory.changeAccess("test", actor: "grace", at: now, body)
    }

    func record(at now: Instant = Self.now) throws -> LoginRecord? {
        try directory.loginRecord(of: ada, at: now)
    }

    func run(_ sql: String) throws { try execute(folder.directoryPath, sql) }

    func numbers(_ sql: String) throws -> [Int] { try integers(folder.directoryPath, sql) }

    func texts(_ sql: String) throws -> [String] { try strings(folder.directoryPath, sql) }

    /// Names of the events in the audit log.
    var events: [String] {
        get throws {
            try texts(
                "SELECT json_extract(CAST(body AS TEXT), '$.event') FROM audit WHERE kind = 4 "
                    + "ORDER BY id")
        }
    }
}
