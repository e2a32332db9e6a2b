package import Provisioning

/// The one transaction of an atomic run: its chunks are written one after another, and either all of
/// them are committed or none.
extension SQLiteDirectory {
    package func beginWhole() throws(RunHalt) {
        try beginWriting()
        holdsWhole = true
    }

    package func commitWhole() throws(RunHalt) {
        try commit()
        holdsWhole = false
        groupNumbers?.committed()
        try checkpoint(ifLongerThan: 0)
    }

    package func rollbackWhole() {
        guard holdsWhole else { return }
        holdsWhole = false
        rollbackChunk()
    }
}
