import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// Changes what users can get at, in one transaction with the write lock in hand.
    ///
    /// What `body` reads through the directory is the state that it changes: nobody else writes in
    /// between. Committed when this returns; nothing is when it throws.
    package func changeAccess<T>(
        _ operation: String, actor: String, at now: Instant,
        _ body: (AccessTransaction) throws -> T
    ) throws(RunHalt) -> T {
        try writing(operation) { database in
            // What another process did to groups and applications meanwhile counts, too.
            let transaction = try AccessTransaction(
                directory: self, database: database, actor: actor, now: now)
            return try body(transaction)
        }
    }
}

/// Changes of what users can get at; usable only while `changeAccess` runs.
package final class AccessTransaction {
    let directory: SQLiteDirectory
    let database: Database
    /// Who is named in the audit log.
    let actor: String
    let now: Instant
    /// The groups and applications as they stand now.
    package let groups: GroupTable
    package let apps: AppTable

    init(
        directory: SQLiteDirectory, database: Database, actor: String, now: Instant
    ) throws(RunHalt) {
        groups = try directory.groups()
        apps = try directory.apps()
        self.directory = directory
        self.database = database
        self.actor = actor
        self.now = now
    }

    /// A value to bind.
    enum Value {
        case number(Int64?)
        case text(ByteString?)
        case blob([UInt8])
    }

    /// Runs a statement that gives no rows.
    func run(_ sql: String, _ values: Value...) throws {
        let statement = try PreparedStatement(database, sql)
        var blobs: [(parameter: Int32, bytes: [UInt8])] = []
        for (parameter, value) in zip(Int32(1)..., values) {
            switch value {
            case .number(let number): statement.bind(parameter, number)
            case .text(let text): statement.bind(parameter, copying: text)
            case .blob(let bytes): blobs.append((parameter, bytes))
            }
        }
        try Self.run(statement, blobs[...])
    }

    /// Binds bytes where they stand, one after another, and runs the statement within.
    private static func run(
        _ statement: PreparedStatement, _ blobs: ArraySlice<(parameter: Int32, bytes: [UInt8])>
    ) throws {
        guard let first = blobs.first else { return try statement.run() }
        try first.bytes.withUnsafeBytes { bytes in
            statement.bind(first.parameter, blob: bytes)
            try run(statement, blobs.dropFirst())
        }
    }

    /// Adds an event to the audit log.
    func log(
        _ event: String, user: UserID, reason: ByteString? = nil,
        detail: KeyValuePairs<String, ByteString?> = [:]
    ) throws {
        try directory.auditLog().appendEvent(
            event, user: user, actor: actor, reason: reason, detail: detail, at: now, in: database)
    }

    /// Moves the version of a user, whose access is not what it was.
    func touch(_ user: UserID) throws {
        try run(
            "UPDATE users SET version = version + 1 WHERE id = ?", .number(Int64(user.value)))
    }
}
