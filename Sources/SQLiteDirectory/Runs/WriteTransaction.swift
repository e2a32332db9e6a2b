import GRDB
import GRDBSQLite
import Glibc
import Provisioning

/// Beginning, ending and repairing: what surrounds every write.
extension SQLiteDirectory {
    /// Bytes of the write-ahead log from which it is moved into the file between chunks.
    static let logBytesMax = 64 << 20

    /// Begins a transaction with the write lock in hand.
    ///
    /// Waits while another process writes, or fills the directory without its unique indexes; when
    /// that process was killed, the indexes are built first.
    func beginWriting() throws(RunHalt) {
        let deadline = ContinuousClock.now + wait
        while true {
            try turn?.take(until: deadline)
            defer { turn?.giveUp() }
            let deferral = try perform("begin to write") { database in
                // Prepared once: one that sends mail does this for each.
                try database.cachedStatement(sql: "BEGIN IMMEDIATE").execute()
                return try Self.deferral(database)
            }
            guard let deferral, deferral != deferringRun else { return }
            rollback()
            if let lock = try recoveryLock() {
                try withExtendedLifetime(lock) { () throws(RunHalt) in try rebuildIndexes() }
                continue
            }
            guard ContinuousClock.now < deadline else { throw RunLock.busy(path) }
            turn?.giveUp()
            usleep(50_000)
        }
    }

    func commit() throws(RunHalt) {
        try commitOnly()
        try publishAuditHead()
    }

    /// Commits without telling where the audit log has got to.
    func commitOnly() throws(RunHalt) {
        try perform("commit") { database in
            try database.cachedStatement(sql: "COMMIT").execute()
        }
    }

    /// Gives the transaction up, if there is one.
    func rollback() {
        audit?.rolledBack()
        // A failed commit may have ended the transaction already.
        connection.queue.unsafeReentrantWrite { database in
            guard database.isInsideTransaction else { return }
            try? database.execute(sql: "ROLLBACK")
        }
    }

    /// Runs `body` in a transaction of its own, or within that of a whole run.
    func writing<T>(
        _ operation: String, _ body: (Database) throws -> T
    ) throws(RunHalt) -> T {
        if holdsWhole { return try perform(operation, body) }
        try beginWriting()
        do {
            let value = try perform(operation, body)
            try commit()
            return value
        } catch {
            rollback()
            throw error
        }
    }

    /// Reads in one transaction: file locks are then taken once, not once a statement, which is what
    /// most of the system calls of a chunk's look-ups were.
    func snapshot<T>(
        _ operation: String, _ body: (Database) throws -> T
    ) throws(RunHalt) -> T {
        try perform(operation) { database in
            guard !database.isInsideTransaction else { return try body(database) }
            try database.execute(sql: "BEGIN")
            do {
                let value = try body(database)
                try database.execute(sql: "COMMIT")
                return value
            } catch {
                if database.isInsideTransaction { try database.execute(sql: "ROLLBACK") }
                throw error
            }
        }
    }

    /// Moves the log into the file when it is longer than `bytes`; readers are not waited for.
    func checkpoint(ifLongerThan bytes: Int) throws(RunHalt) {
        guard runLock != nil, connection.logBytes > bytes else { return }
        try perform("move the log into the file") { database in
            try database.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)")
        }
    }

    /// Moves the log into the file when all is committed; a failure says that.
    func moveLogAfterwards() throws(RunHalt) {
        do throws(RunHalt) {
            try checkpoint(ifLongerThan: 0)
        } catch {
            throw error.afterwards("what was done is committed, but its log stays as it is")
        }
    }

    /// Moves a long log into the file where no run is there to do it: for those who write much and
    /// hold no lock of their own.
    func shortenLog() throws(RunHalt) {
        guard runLock == nil, connection.logBytes > Self.logBytesMax,
            let lock = try RunLock.attempt(directory: path, command: "checkpoint", wait: .zero)
        else { return }
        try withExtendedLifetime(lock) { () throws(RunHalt) in
            try perform("move the log into the file") { database in
                try database.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)")
            }
        }
    }

    /// Builds the unique indexes that a killed run left out. The caller holds the run lock.
    func rebuildIndexes() throws(RunHalt) {
        let deferral = try perform("look for missing indexes") { try Self.deferral($0) }
        guard deferral != nil else { return }
        try perform("build the unique indexes") { database in
            try database.execute(sql: "BEGIN IMMEDIATE")
            do {
                if try Self.deferral(database) != nil { try Self.buildIndexes(database) }
                try database.execute(sql: "COMMIT")
            } catch {
                if database.isInsideTransaction { try? database.execute(sql: "ROLLBACK") }
                throw error
            }
        }
    }

    /// The run that fills the directory without unique indexes.
    static func deferral(_ database: Database) throws -> Int64? {
        let statement = try database.cachedStatement(
            sql: "SELECT value FROM meta WHERE name = '\(UniqueIndexes.deferralName)'")
        return try Int64.fetchOne(statement)
    }

    /// Builds the indexes and clears the state that says they are missing.
    ///
    /// The sorter takes as much memory as the page cache may, and is fastest when its runs fit the
    /// processor's cache: 1.5 s for three indexes on 1,000,000 users against 2.2 s with 24 MiB.
    /// Worker threads cost a third more work in all.
    static func buildIndexes(_ database: Database) throws {
        try DirectoryConnection.keep(DirectoryConnection.loadingCacheKiB, in: database)
        defer { try? DirectoryConnection.keep(DirectoryConnection.cacheKiB, in: database) }
        try database.execute(sql: UniqueIndexes.removal + UniqueIndexes.creation)
        try database.execute(
            sql: "DELETE FROM meta WHERE name = '\(UniqueIndexes.deferralName)'")
    }

    private func recoveryLock() throws(RunHalt) -> RunLock? {
        if let runLock { return runLock }
        return try RunLock.attempt(directory: path, command: "repair", wait: .zero)
    }
}
