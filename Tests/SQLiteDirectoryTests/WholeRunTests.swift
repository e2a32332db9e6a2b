import Provisioning
import SQLiteDirectory
import Testing

/// A run that is one transaction from its opening to its end.
@Suite struct WholeRunTests {
    private func begun(
        _ folder: TemporaryFolder
    ) throws -> (directory: SQLiteDirectory, run: OpenRun) {
        let directory = try folder.open(.command)
        directory.commitsRunsOnce = true
        let run = try directory.openRun(RunDriver.plan("one", creates: 1))
        let builder = ChunkBuilder()
        builder.create(0, Person("ada"))
        try RunDriver(directory: directory).write(builder.chunk, run: run)
        return (directory, run)
    }

    private func counts(_ folder: TemporaryFolder) throws -> [Int] {
        try ["users", "runs", "run_chunks", "audit"].map {
            try integers(folder.directoryPath, "SELECT count(*) FROM \($0)").first ?? -1
        }
    }

    @Test func nothingIsThereBeforeItsEndAndEverythingAfterwards() throws {
        let folder = try TemporaryFolder()
        let (directory, run) = try begun(folder)
        #expect(try counts(folder) == [0, 0, 0, 0])
        try directory.closeRun(run, state: .finished, summary: RunSummary())
        #expect(try counts(folder) == [1, 1, 1, 3])
    }

    @Test func whoDiesOrGivesUpBeforeItsEndLeavesNothing() throws {
        for givesUp in [true, false] {
            let folder = try TemporaryFolder()
            do {
                // Going out of scope closes the connection, as a kill does.
                let (directory, _) = try begun(folder)
                if givesUp {
                    directory.rollbackWhole()
                    try directory.beginChunk()
                    directory.rollbackChunk()
                }
            }
            #expect(try counts(folder) == [0, 0, 0, 0])
            let (directory, run) = try begun(folder)
            try directory.closeRun(run, state: .finished, summary: RunSummary())
            #expect(try counts(folder) == [1, 1, 1, 3])
        }
    }

    @Test func othersWaitForItsEnd() throws {
        let folder = try TemporaryFolder()
        let (directory, run) = try begun(folder)
        let other = try folder.open(.command, wait: .milliseconds(200))
        let halt = try #require(throws: RunHalt.self) { try other.beginChunk() }
        #expect(halt.status == .directoryBusy)
        try directory.closeRun(run, state: .finished, summary: RunSummary())
        try other.beginChunk()
        other.rollbackChunk()
    }
}
