import GRDB
import Glibc
package import Provisioning

/// What a copy of a directory holds.
package struct BackupCopy: Equatable, Sendable {
    package var bytes: UInt64
    package var users: UInt64
    /// The newest run in it; nil: there has been none.
    package var lastRun: RunListing?
    /// The last entry of the audit log in it.
    package var auditEntry: Int64?
}

extension SQLiteDirectory {
    /// Pages of a step: 16 MiB, after which a wish to stop is heard.
    private static let pagesPerStep: CInt = 2_048

    /// Copies the directory to `path`, consistent and checked, while others read and write.
    ///
    /// The copy is the state of one moment: one reading transaction holds all of it, which keeps
    /// nobody from writing, and only the log from being shortened meanwhile. It stands at `path` when
    /// it is whole, was checked and is on disk; what stood there before stays until then.
    /// `kept` are further files, such as the key, that it must not replace. `begin` is called once the
    /// place is found fit for a copy, and before anything is read.
    ///
    /// It throws a halt with status 3 when `shouldStop` says so, 64 or 73 for a path that must not be
    /// replaced, 74 when a disk fails or the copy is damaged, and 75 while another backup writes there.
    package func backUp(
        to path: String, keeping kept: [String], shouldStop: @escaping () -> Bool,
        begin: () throws(RunHalt) -> Void = {}
    ) throws(RunHalt) -> BackupCopy {
        let own = ["", "-wal", "-shm", ".lock"].map { self.path + $0 }
        let file = try BackupFile(
            path, keeping: own + [AuditHeadFile.path(of: self.path)] + kept)
        try begin()
        var copy = try copyPages(to: file, shouldStop)
        try Self.check(file)
        try file.putInPlace()
        var info = stat()
        if stat(path, &info) == 0 { copy.bytes = UInt64(info.st_size) }
        return copy
    }

    private func copyPages(
        to file: BackupFile, _ shouldStop: @escaping () -> Bool
    ) throws(RunHalt) -> BackupCopy {
        let isDead = !RunLock.isHeld(directory: path)
        return try snapshot("make the copy \(MessageText.path(file.path)) of the directory") {
            source in
            // These also begin the reading transaction, whose moment the copy is of.
            var copy = BackupCopy(bytes: 0, users: 0, lastRun: nil, auditEntry: nil)
            copy.users = UInt64(
                try Int64.fetchOne(source, sql: "SELECT count(*) FROM users") ?? 0)
            copy.lastRun = try Self.newestRun(isDead: isDead, in: source)
            copy.auditEntry = try AuditLog.head(in: source)?.entry
            let queue = try DatabaseQueue(path: file.aside)
            defer { try? queue.close() }
            try queue.writeWithoutTransaction { target in
                // It is synced once, when it is whole.
                try target.execute(sql: "PRAGMA journal_mode = OFF")
                try target.execute(sql: "PRAGMA synchronous = OFF")
                try source.backup(to: target, pagesPerStep: Self.pagesPerStep) { progress in
                    if !progress.isCompleted, shouldStop() { throw Self.stopped }
                }
            }
            return copy
        }
    }

    private static let stopped = RunHalt(
        .interrupted, .runInterrupted, "interrupted before the copy was whole",
        advice: "The copy that was there before is still there. Run it again.")

    /// Reads the copy back through an eye of its own.
    private static func check(_ file: BackupFile) throws(RunHalt) {
        let faults: [String]
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(
                path: DirectoryConnection.immutable(file.aside), configuration: configuration)
            defer { try? queue.close() }
            faults = try queue.read { database in
                var faults = try String.fetchAll(database, sql: "PRAGMA quick_check")
                    .filter { $0 != "ok" }
                let mark = try Int.fetchOne(database, sql: "PRAGMA application_id")
                if mark != DirectoryFormat.applicationID { faults.append("it has no mark") }
                let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                if !(1...DirectoryFormat.version).contains(version) {
                    faults.append("it has format \(version)")
                }
                return faults
            }
        } catch {
            throw StorageFault.halt(error, operation: "check the copy", path: file.aside)
        }
        guard let first = faults.first else { return }
        throw RunHalt(
            .inputOutput, .directoryFileUnusable,
            "the copy for \(file.path) is damaged, and was removed: \(first)",
            advice: "Check the disks and their log; earlier copies are as they were.")
    }
}
