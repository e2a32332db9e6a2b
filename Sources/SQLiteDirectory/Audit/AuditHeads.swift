import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// The signed head of the audit log; nil: the log is empty.
    package func auditHead() throws(RunHalt) -> AuditHead? {
        try perform("read the head of the audit log") { try AuditLog.head(in: $0) }
    }

    /// Refuses to write under another key than the log's: what it seals nobody could ever read or
    /// verify again.
    ///
    /// A head that was tampered with looks the same, so either of the two will do, the log's own or the
    /// one beside the key file: the directory goes on then, and the verification tells.
    func requireItsKey() throws(RunHalt) {
        guard let audit, let head = try auditHead(), !head.isSigned(by: audit.seal) else { return }
        if let file = audit.headPath, case .head(let published) = AuditHeadFile.read(file),
            published.isSigned(by: audit.seal)
        {
            return
        }
        throw RunHalt(
            .configuration, .directoryKeyMissing,
            "the key file of \(path) is not the one that it was made with",
            advice:
                "Put its own muster.key back from its backup. Where it is the right one, the audit "
                + "log was tampered with: muster audit verify")
    }

    /// The log that every write adds to.
    func auditLog() throws(RunHalt) -> AuditLog {
        guard let audit else {
            throw RunHalt(
                .internalFault, .runInternalFault, "\(path) was opened to read, not to write")
        }
        return audit
    }

    /// Writes the head beside the key file after a commit that ended a run or told of an event.
    ///
    /// A file that says more than the log has, or something else, stays: it is evidence. What was
    /// committed stays committed when this throws.
    func publishAuditHead() throws(RunHalt) {
        guard let audit, audit.takePublication(), let file = audit.headPath else { return }
        let head = try perform("read the head of the audit log") { database -> AuditHead? in
            guard let head = try AuditLog.head(in: database) else { return nil }
            switch AuditHeadFile.read(file) {
            case .missing: return head
            case .unreadable: return nil
            case .head(let published):
                return try Self.isInLog(published, database) && published != head ? head : nil
            }
        }
        if let head { try AuditHeadFile.write(head, to: file) }
    }

    /// Whether the log has an entry with a head's number and code.
    static func isInLog(_ head: AuditHead, _ database: Database) throws -> Bool {
        let row = try PreparedStatement(database, "SELECT code FROM audit WHERE id = ?")
        row.bind(1, head.entry)
        guard try row.step() else { return false }
        defer { row.reset() }
        return row.bytes(0).elementsEqual(head.code)
    }
}
