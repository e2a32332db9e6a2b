import GRDB
import GRDBSQLite
import Provisioning

/// A prepared statement of GRDB's, bound and stepped through SQLite's own C interface.
///
/// Bytes are bound without a copy (`SQLITE_STATIC`): they must stay where they are until the
/// statement has run. Columns are read as bytes, without a `String` in between.
final class PreparedStatement {
    private let owner: Statement
    private let handle: OpaquePointer
    private let connection: OpaquePointer?
    /// First failure to bind since the last run; in memory of its own, for a stored property would
    /// cost a check of exclusive access each time.
    private let failures: UnsafeMutablePointer<Int32>

    convenience init(_ database: Database, _ sql: String) throws {
        self.init(try database.makeStatement(sql: sql))
    }

    /// The one statement of this text that the connection keeps: for what is made anew each time it
    /// is used, read to its end or reset, and never used twice at once.
    ///
    /// An action on one user prepares 69 statements otherwise, each for about 100,000 instructions.
    convenience init(kept database: Database, _ sql: String) throws {
        self.init(try database.cachedStatement(sql: sql))
    }

    private init(_ owner: Statement) {
        self.owner = owner
        handle = owner.sqliteStatement
        connection = sqlite3_db_handle(handle)
        failures = .allocate(capacity: 1)
        failures.initialize(to: SQLITE_OK)
    }

    deinit { failures.deallocate() }

    // MARK: Parameters, counted from 1

    @inline(__always)
    func bind(_ parameter: Int32, _ value: Int64) {
        failures.pointee |= sqlite3_bind_int64(handle, parameter, value)
    }

    @inline(__always)
    func bind(_ parameter: Int32, _ value: Int64?) {
        if let value { bind(parameter, value) } else { bindNull(parameter) }
    }

    @inline(__always)
    func bindNull(_ parameter: Int32) {
        failures.pointee |= sqlite3_bind_null(handle, parameter)
    }

    /// Binds text that stays where it is until the statement has run.
    @inline(__always)
    func bind(_ parameter: Int32, text: UnsafeRawBufferPointer) {
        guard let start = text.baseAddress else {
            failures.pointee |= sqlite3_bind_text(handle, parameter, "", 0, nil)
            return
        }
        failures.pointee |= sqlite3_bind_text(
            handle, parameter, start.assumingMemoryBound(to: CChar.self), Int32(text.count), nil)
    }

    /// Binds bytes that stay where they are until the statement has run.
    func bind(_ parameter: Int32, blob: UnsafeRawBufferPointer) {
        guard let start = blob.baseAddress else {
            failures.pointee |= sqlite3_bind_zeroblob(handle, parameter, 0)
            return
        }
        failures.pointee |= sqlite3_bind_blob64(
            handle, parameter, start, sqlite3_uint64(blob.count), nil)
    }

    /// Binds a copy of text.
    func bind(_ parameter: Int32, copying text: ByteString?) {
        guard let text else { return bindNull(parameter) }
        text.bytes.withUnsafeBytes { bytes in
            let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
            let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            if let start {
                failures.pointee |= sqlite3_bind_text(
                    handle, parameter, start, Int32(bytes.count), transient)
            } else {
                failures.pointee |= sqlite3_bind_text(handle, parameter, "", 0, nil)
            }
        }
    }

    func bind(_ parameter: Int32, copying text: String?) {
        bind(parameter, copying: text.map { ByteString($0) })
    }

    /// Forgets the parameters, and with them every pointer that was bound.
    func clearBindings() { sqlite3_clear_bindings(handle) }

    // MARK: Running

    /// Goes to the next row, and says whether there is one; without one the statement is reset.
    func step() throws -> Bool {
        guard failures.pointee == SQLITE_OK else { throw bindingError() }
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        guard code == SQLITE_DONE else { throw failure() }
        sqlite3_reset(handle)
        return false
    }

    /// Runs a statement that gives no rows.
    func run() throws {
        while try step() {}
    }

    /// Runs a statement that gives no rows, and says whether a unique constraint let it.
    /// - Returns: nil when it ran; else SQLite's message, which names the column.
    @inline(__always)
    func runUnlessTaken() throws -> String? {
        guard failures.pointee == SQLITE_OK else { throw bindingError() }
        let code = sqlite3_step(handle)
        if code == SQLITE_DONE {
            sqlite3_reset(handle)
            return nil
        }
        return try takenColumn()
    }

    private func takenColumn() throws -> String {
        let code = sqlite3_extended_errcode(connection)
        guard code == SQLITE_CONSTRAINT_UNIQUE_CODE else { throw failure() }
        let message = sqlite3_errmsg(connection).map { String(cString: $0) } ?? ""
        sqlite3_reset(handle)
        return message
    }

    /// Makes the statement ready to run again; needed only where rows were left unread.
    func reset() { sqlite3_reset(handle) }

    // MARK: Columns of the row, counted from 0

    @inline(__always)
    func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    @inline(__always)
    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func isInteger(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_INTEGER
    }

    func optionalInt64(_ column: Int32) -> Int64? { isNull(column) ? nil : int64(column) }

    /// The bytes of a text or blob; valid until the next step or reset.
    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(
            start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }

    func optionalText(_ column: Int32) -> ByteString? {
        isNull(column) ? nil : ByteString(bytes(column))
    }

    func text(_ column: Int32) -> ByteString { ByteString(bytes(column)) }

    func string(_ column: Int32) -> String { String(decoding: bytes(column), as: UTF8.self) }

    // MARK: Failures

    private func failure() -> DatabaseError {
        let error = DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
            message: sqlite3_errmsg(connection).map { String(cString: $0) })
        sqlite3_reset(handle)
        return error
    }

    private func bindingError() -> DatabaseError {
        let code = failures.pointee
        failures.pointee = SQLITE_OK
        return DatabaseError(resultCode: ResultCode(rawValue: code), message: "cannot bind a value")
    }
}

/// `SQLITE_CONSTRAINT_UNIQUE`, a macro that Swift does not see.
private let SQLITE_CONSTRAINT_UNIQUE_CODE: Int32 = 19 | (8 << 8)
