import GRDB
import Provisioning

/// Turns what SQLite says into a halt: by its code, with the operation, the path and a hint.
enum StorageFault {
    /// The halt for an error that `operation` on the directory at `path` ended with.
    static func halt(_ error: any Error, operation: String, path: String) -> RunHalt {
        if let halt = error as? RunHalt { return halt }
        guard let error = error as? DatabaseError else {
            return RunHalt(
                .internalFault, .runInternalFault, "cannot \(operation) in \(path): \(error)")
        }
        let code = error.resultCode
        let extended = error.extendedResultCode.rawValue
        let detail = error.message ?? "SQLite error \(extended)"
        let message = "cannot \(operation) in \(path): \(detail) (SQLite \(extended))"
        let kind = kind(of: code)
        return RunHalt(kind.status, kind.code, message, advice: kind.advice)
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
                advice: "The file system refused: check the disk and its log.")
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            Kind(
                status: .cannotCreate, code: .directoryFileUnusable,
                advice: "Check that you own the file and may write in its folder.")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            Kind(
                status: .inputOutput, code: .directoryFileUnusable,
                advice: "The file is damaged: restore a backup.")
        default:
            Kind(status: .internalFault, code: .directoryStorageFailed, advice: nil)
        }
    }
}
