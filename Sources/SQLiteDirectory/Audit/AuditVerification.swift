import GRDB
package import Provisioning

extension SQLiteDirectory {
    /// Verifies the audit log, and that the change log, the before-images, the users and the history
    /// are what it says.
    ///
    /// `seal` is the one that the log was written with. `entries` are those to look at, with what
    /// they tell of; nil: all, with the head, its file and the users. With `isEnd` they are the last
    /// ones, and head and file are held against them, too. Nothing is changed.
    /// - Complexity: reads the whole log once, and of all other tables what it names.
    package func verifyAudit(
        by seal: any AuditSeal, entries: ClosedRange<Int64>? = nil, isEnd: Bool = false
    ) throws(RunHalt) -> AuditVerdict {
        // Before the log is read: whoever adds to it writes the file last.
        let file = AuditHeadFile.read(AuditHeadFile.path(of: path))
        return try snapshot("verify the audit log") { database in
            let chain = try AuditChainCheck(database, seal: seal)
            try chain.run(entries)
            guard entries == nil || isEnd else { return chain.verdict }
            chain.verdict.hasHeadFile = file != .missing
            try chain.checkHead(file)
            // Where the chain is broken, everything else differs for that reason.
            guard chain.isWhole, entries == nil else { return chain.verdict }
            try chain.checkRest()
            return chain.verdict
        }
    }
}
