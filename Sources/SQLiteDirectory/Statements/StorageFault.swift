import GRDB
import GRDBSQLite
import Provisioning

/// Turns what SQLite says into a halt: by its code, with the operation, the path and a hint.
enum StorageFault {
    /// The halt for an error that `operation` on the directory at `path` ended with.
    static func halt(_ error: any Error, operation: String, path: String) -> RunHalt {
        if let halt = error as? RunHalt { return halt }
        if error is RowDecodingError {
            let kind = kind(of: .SQLITE_CORRUPT)
            return RunHalt(
                kind.status, kind.code,
                "cannot \(operation) in \(path): a row is not as it was written",
                advice: kind.advice)
        }
        guard let error = error as? DatabaseError else {
            return RunHalt(
                .internalFault, .runInternalFault, "cannot \(operation) in \(path): \(error)")
        }
        let code = error.resultCode
        let extended = error.extendedResultCode.rawValue
        let detail = detail(of: error)
        let message = "cannot \(operation) in \(path): \(detail) (SQLite \(extended))"
        let kind = kind(of: code)
        return RunHalt(kind.status, kind.code, message, advice: kind.advice)
    }

    /// What SQLite says; copying pages leaves no message on its connection, only the code.
    private static func detail(of error: DatabaseError) -> String {
        let code = error.extendedResultCode.rawValue
        if let message = error.message, message != text(of: SQLITE_OK) { return message }
        return text(of: code)
    }

    private static func text(of code: Int32) -> String {
        sqlite3_errstr(code).map { String(cString: $0) } ?? "SQLite error \(code)"
    }

    private struct Kind {
        var status: ExitStatus
        var code: IssueCode
        var advice: String?
    }

    private static func kind(of code: ResultCode) -> Kind {
        switch code {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            Kind(
                status: .directoryBusy, code: .runDirectoryBusy,
                advice: "Another command is writing: try again, or wait longer with --wait.")
        case .SQLITE_FULL:
            Kind(
                status: .inputOutput, code: .directoryStorageFailed,
                advice: "The disk is full: make room and resume the run.")
        case .SQLITE_IOERR:
            Kind(
                status: .inputOutput, code: .directoryStorageFailed,
                advice: "The file system refused: look at the disk, its quota and its log.")
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            Kind(
                status: .cannotCreate, code: .directoryFileUnusable,
                advice: "Check that you own the file and may write in its folder.")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            Kind(
                status: .inputOutput, code: .directoryFileUnusable,
                advice: "The file is damaged, or its disk cannot be read: look at the disk's log. "
                    + "If the disk is well, restore a backup.")
        default:
            Kind(
                status: .internalFault, code: .directoryStorageFailed,
                advice:
                    "Ask muster doctor whether the directory is damaged: then restore a backup. "
                    + "If it is not, report this message.")
        }
    }
}
