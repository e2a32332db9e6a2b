import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// Opens the directory at `path`.
    ///
    /// A writer creates a missing one (mode 0600), and the holder of the run lock also repairs what a
    /// killed run left behind. Whoever comes first, readers too, brings an older format up to date.
    /// Whoever writes gives the `seal` of the audit log, for no write is without its entry; nil: to
    /// read only.
    /// It waits up to `wait` for other writers, each time. `clock` tells when a run ends; nil: the
    /// history does not say.
    ///
    /// Unless it `migrates`, an older format stays as it is, and only what every format has can be asked
    /// for: `format`, `integrityFaults`.
    ///
    /// It throws a halt with status 66 for a missing directory (reading), 73 for one that cannot be
    ///   created or written, 74 for a damaged one, 75 while another process is in the way, and 78
    ///   for a file of another owner, mode, program or newer format, and for a writer's seal whose key is
    ///   not the directory's. Nothing was written then.
    package static func open(
        path: String, access: DirectoryAccess, seal: (any AuditSeal)?,
        wait: Duration = .seconds(30), clock: (any WallClock)? = nil, migrates: Bool = true
    ) throws(RunHalt) -> SQLiteDirectory {
        precondition(access.isReading || seal != nil, "a writer seals the audit log")
        if try FileCheck.inspect(path) == .missing {
            guard !access.isReading else {
                throw RunHalt(
                    .missingFile, .directoryFileMissing, "there is no directory at \(path)",
                    advice:
                        "muster import FILE makes one, and so does muster init; another one is named "
                        + "with --directory FILE.")
            }
            try DirectoryCreation.create(path)
            _ = try FileCheck.inspect(path)
        }
        let directory = try connect(
            path: path, access: access, seal: seal, wait: wait, clock: clock)
        try directory.checkFormat(isReading: access.isReading, migrates: migrates, wait: wait)
        try directory.requireItsKey()
        if directory.runLock != nil { try directory.rebuildIndexes() }
        return directory
    }

    /// An empty directory that stands in memory only: for a dry run where there is none yet, which
    /// needs no seal as it writes nothing.
    package static func inMemory(seal: (any AuditSeal)? = nil) throws(RunHalt) -> SQLiteDirectory {
        do {
            let connection = try DirectoryConnection(inMemory: ())
            try DirectoryCreation.prepare(connection.queue)
            return SQLiteDirectory(
                path: ":memory:", connection: connection, turn: nil, runLock: nil,
                audit: seal.map { AuditLog(seal: $0, headPath: nil) }, wait: .zero, clock: nil)
        } catch {
            throw StorageFault.halt(error, operation: "make a directory", path: "memory")
        }
    }

    /// The format of the directory; see `DirectoryFormat.version`.
    package func format() throws(RunHalt) -> Int {
        try perform("read the format") { database in
            try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        }
    }

    private static func connect(
        path: String, access: DirectoryAccess, seal: (any AuditSeal)?, wait: Duration,
        clock: (any WallClock)?
    ) throws(RunHalt) -> SQLiteDirectory {
        var runLock: RunLock?
        if case .run(let lock) = access { runLock = lock }
        let turn = access.isReading ? nil : try WriteTurn(directory: path)
        do {
            let connection = try DirectoryConnection(
                path: path, access: access, busyTimeout: wait)
            return SQLiteDirectory(
                path: path, connection: connection, turn: turn, runLock: runLock,
                audit: seal.map { AuditLog(seal: $0, headPath: AuditHeadFile.path(of: path)) },
                wait: wait, clock: clock)
        } catch {
            throw StorageFault.halt(error, operation: "open the directory", path: path)
        }
    }

    /// Refuses a format that the file's first page did not show yet, and brings an older one up.
    private func checkFormat(
        isReading: Bool, migrates: Bool, wait: Duration
    ) throws(RunHalt) {
        let version = try format()
        try FileCheck.requireKnown(version: version, path: path)
        guard version < DirectoryFormat.version, migrates else { return }
        // One process migrates; whoever waited for it finds nothing left to do.
        let turn = if let turn { turn } else { try WriteTurn(directory: path) }
        try turn.take(until: .now + wait)
        defer { turn.giveUp() }
        do {
            guard isReading else { return try DirectorySchema.migrate(connection.queue) }
            // A reader's own connection cannot write; it sees the new tables once they are there.
            let writer = try DirectoryConnection(path: path, access: .command, busyTimeout: wait)
            try DirectorySchema.migrate(writer.queue)
        } catch {
            throw StorageFault.halt(error, operation: "bring the format up to date", path: path)
        }
    }
}
