import GRDB
import Glibc
import Provisioning

/// Makes a directory's file: whole or not at all.
enum DirectoryCreation {
    /// Creates an empty directory at `path`, with mode 0600.
    ///
    /// It is made aside and linked to its name, so that nobody ever sees half of one. When another
    /// process was faster, its directory stays.
    static func create(_ path: String) throws(RunHalt) {
        let aside = "\(path).new-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let descriptor = open(aside, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure(path, errno) }
        close(descriptor)
        defer {
            for suffix in ["", "-wal", "-shm", "-journal"] { unlink(aside + suffix) }
        }
        do {
            let queue = try DatabaseQueue(path: aside)
            try prepare(queue)
            try queue.close()
        } catch {
            throw StorageFault.halt(error, operation: "create the directory", path: path)
        }
        guard link(aside, path) == 0 || errno == EEXIST else { throw failure(path, errno) }
        synchronizeFolder(of: path)
    }

    /// Gives an empty database page size, marks and schema, and turns its log on.
    static func prepare(_ queue: DatabaseQueue) throws {
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA page_size = \(DirectoryFormat.pageBytes)")
            try database.execute(sql: "PRAGMA application_id = \(DirectoryFormat.applicationID)")
        }
        try DirectorySchema.migrate(queue)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
        }
    }

    private static func synchronizeFolder(of path: String) {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        _ = fsync(descriptor)
        close(descriptor)
    }

    private static func failure(_ path: String, _ code: Int32) -> RunHalt {
        RunHalt(
            .cannotCreate, .directoryFileUnusable,
            "cannot create \(path): \(String(cString: strerror(code)))",
            advice: "Check that its folder exists and that you may write in it.")
    }
}
