package import Provisioning

/// The one transaction of an atomic run, or of an action on one user: what it writes is committed as
/// a whole or not at all.
extension SQLiteDirectory {
    package func beginWhole() throws(RunHalt) {
        try beginWriting()
        holdsWhole = true
    }

    /// Commits the transaction.
    /// - Throws: a halt; all is committed if `hasCommittedWhole`, and only what follows has failed.
    package func commitWhole() throws(RunHalt) {
        try commitOnly()
        holdsWhole = false
        hasCommittedWhole = true
        try publishAuditHead()
        groupNumbers?.committed()
        try moveLogAfterwards()
    }

    package func rollbackWhole() {
        guard holdsWhole else { return }
        holdsWhole = false
        rollbackChunk()
    }
}
