import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// The signed head of the audit log; nil: the log is empty.
    package func auditHead() throws(RunHalt) -> AuditHead? {
        try perform("read the head of the audit log") { try AuditLog.head(in: $0) }
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
