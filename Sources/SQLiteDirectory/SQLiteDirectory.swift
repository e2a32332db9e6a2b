import GRDB
import Provisioning

/// A directory in one SQLite file.
///
/// One connection, used from one thread at a time. A chunk is one transaction, begun with the
/// write lock in hand. Writers queue fairly; see `WriteTurn`.
package final class SQLiteDirectory: Directory {
    /// Path of the file, for messages; `:memory:` for a directory in memory.
    package let path: String
    let connection: DirectoryConnection
    let turn: WriteTurn?
    let wait: Duration
    let clock: (any WallClock)?
    /// The lock of the run that this directory is opened for.
    let runLock: RunLock?
    /// Where every write leaves its entry; nil: opened to read only.
    let audit: AuditLog?
    /// The groups that the run knows, with their numbers as of this transaction.
    var groupNumbers: GroupNumbers?
    /// The applications that the run knows.
    var appTable: AppTable?
    /// The run of this process that fills the directory without unique indexes.
    var deferringRun: Int64?
    var chunkWriter: ChunkWriter?
    /// Whether the open transaction is that of a whole run, which the end of a chunk does not end.
    var holdsWhole = false
    /// Whether that transaction has been committed.
    package internal(set) var hasCommittedWhole = false
    /// Whether a run is one transaction from its opening to its end, rather than one for each step.
    ///
    /// For a run of one record: it is there as a whole or not at all, and the disk is waited for once
    /// instead of three times. Nobody else can write from its opening on.
    package var commitsRunsOnce = false
    var fingerprintTally = FingerprintTally()
    /// An interrupted run whose place another one is about to take: what it counted of missing users is
    /// read as if it had been taken back.
    package var givenUpRun: Int64?

    init(
        path: String, connection: DirectoryConnection, turn: WriteTurn?, runLock: RunLock?,
        audit: AuditLog?, wait: Duration, clock: (any WallClock)?
    ) {
        self.path = path
        self.connection = connection
        self.turn = turn
        self.runLock = runLock
        self.audit = audit
        self.wait = wait
        self.clock = clock
    }

    deinit {
        // Statements belong to the connection and go first.
        chunkWriter = nil
    }

    /// Reads or writes through the connection, and turns errors into halts; `operation` is what is
    /// done, as the object of "cannot".
    func perform<T>(
        _ operation: String, _ body: (Database) throws -> T
    ) throws(RunHalt) -> T {
        do {
            return try connection.queue.unsafeReentrantWrite(body)
        } catch {
            throw StorageFault.halt(error, operation: operation, path: path)
        }
    }
}
