import GRDB
import GRDBSQLite
import Glibc
import Provisioning

/// What a directory is opened for.
package enum DirectoryAccess {
    /// Reads only: nothing is created or repaired.
    case reading
    /// Single-user commands: writes between the chunks of a run; creates a missing directory.
    case command
    /// A run, which holds the lock: writes, and moves the log into the file.
    case run(RunLock)

    var isReading: Bool {
        if case .reading = self { true } else { false }
    }
}

/// The one connection of an opened directory.
final class DirectoryConnection {
    let queue: DatabaseQueue
    private let identity: FileIdentity?
    /// Pages in the write-ahead log after the last commit of this connection.
    private let logPages: UnsafeMutablePointer<Int32>

    /// KiB of pages that a connection keeps in memory.
    static let cacheKiB = 8 << 10
    /// The same while an empty directory is filled, where rows are only appended.
    static let loadingCacheKiB = 4 << 10
    /// The same while many users join those who are there: their keys fall on all pages of the
    /// unique indexes.
    ///
    /// 500,000 that joined as many took 24.7 s of processor time with 12 MiB, more than half of it
    /// for reading and writing the same pages again and again; 17.8 s with 64 MiB, 16.6 s with 96 MiB.
    static let growingCacheKiB = 64 << 10
    /// New users from which on that pays.
    static let growingCreatesMin: UInt32 = 20_000

    init(path: String, access: DirectoryAccess, busyTimeout: Duration) throws {
        identity = FileCheck.opened(path)
        logPages = .allocate(capacity: 1)
        logPages.initialize(to: 0)
        do {
            queue = try Self.open(path, isReading: access.isReading, busyTimeout: busyTimeout)
            try setUp(isReading: access.isReading)
        } catch {
            if let identity { FileCheck.closed(identity) }
            throw error
        }
    }

    /// A directory that stands in memory only.
    init(inMemory: Void) throws {
        identity = nil
        logPages = .allocate(capacity: 1)
        logPages.initialize(to: 0)
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(configuration: configuration)
    }

    deinit {
        try? queue.close()
        if let identity { FileCheck.closed(identity) }
        logPages.deallocate()
    }

    var logBytes: Int { Int(logPages.pointee) * DirectoryFormat.pageBytes }

    /// Has a connection keep so many KiB of pages in memory.
    static func keep(_ cacheKiB: Int, in database: Database) throws {
        try database.execute(sql: "PRAGMA cache_size = -\(cacheKiB)")
    }

    private static func open(
        _ path: String, isReading: Bool, busyTimeout: Duration
    ) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = isReading
        configuration.foreignKeysEnabled = false
        configuration.allowsUnsafeTransactions = true
        let seconds = Double(busyTimeout.components.seconds)
        configuration.busyMode = .timeout(max(seconds, 0.25))
        configuration.label = "directory"
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError
            where isReading && isWithoutRoom(error) && !hasLog(path)
        {
            // A folder in which we may not write has no room for the log's index. Without a log
            // nobody is writing, and the file alone is the whole truth.
            return try DatabaseQueue(path: immutable(path), configuration: configuration)
        }
    }

    /// Whether SQLite could not make the log and its index: an ordinary user gets another code for
    /// that than root does on a read-only disk.
    private static func isWithoutRoom(_ error: DatabaseError) -> Bool {
        error.resultCode == .SQLITE_CANTOPEN
            || error.extendedResultCode == .SQLITE_READONLY_DIRECTORY
    }

    private static func hasLog(_ path: String) -> Bool {
        var info = stat()
        return stat(path + "-wal", &info) == 0 && info.st_size > 0
    }

    static func immutable(_ path: String) -> String {
        var address = "file:"
        for character in path {
            switch character {
            case "%": address += "%25"
            case "?": address += "%3f"
            case "#": address += "%23"
            default: address.append(character)
            }
        }
        return address + "?immutable=1"
    }

    private func setUp(isReading: Bool) throws {
        let pages = logPages
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA cache_size = -\(Self.cacheKiB)")
            guard !isReading else { return }
            // GRDB sets NORMAL where it turns the log on; committed means on disk here.
            try database.execute(sql: "PRAGMA synchronous = FULL")
            // Who is deleted leaves no bytes in free pages; some builds of SQLite do so by default.
            try database.execute(sql: "PRAGMA secure_delete = ON")
            // Two connections that move the log at once can damage it in this SQLite: only the
            // holder of the run lock does.
            try database.execute(sql: "PRAGMA wal_autocheckpoint = 0")
            try database.execute(sql: "PRAGMA mmap_size = 0")
            sqlite3_wal_hook(
                database.sqliteConnection,
                { context, _, _, count in
                    context?.assumingMemoryBound(to: Int32.self).pointee = count
                    return SQLITE_OK
                }, pages)
        }
    }
}
