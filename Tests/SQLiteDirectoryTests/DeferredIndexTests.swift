import Provisioning
import SQLiteDirectory
import Testing

@Suite struct DeferredIndexTests {
    private static let indexes = """
        SELECT count(*) FROM sqlite_schema WHERE name IN
        ('users_by_username', 'users_by_email', 'users_by_external_id')
        """

    private func plan(_ name: String, creates: UInt32) -> RunPlan {
        var plan = RunDriver.plan(name, creates: creates)
        plan.allowsDeferredIndexes = true
        return plan
    }

    private func people(_ range: Range<UInt32>) -> ChunkBuilder {
        let builder = ChunkBuilder()
        for ordinal in range {
            // Not in the order of the keys, as in real files.
            let name = "user\((ordinal &* 7919) % 1000)"
            builder.create(ordinal, Person(name, externalID: ByteString("E\(ordinal)")))
        }
        return builder
    }

    @Test func directoryIsTheSameAsRowByRow() throws {
        var exports: [[ExportedUser]] = []
        for defers in [true, false] {
            let folder = try TemporaryFolder()
            let directory = try folder.openForRun()
            let driver = RunDriver(directory: directory)
            var plan = plan("one", creates: 1_000)
            plan.allowsDeferredIndexes = defers
            let run = try directory.openRun(plan)
            for chunk in 0..<4 as Range<UInt32> {
                let builder = people(chunk * 250..<(chunk + 1) * 250)
                #expect(try driver.write(builder.chunk, run: run, index: Int(chunk)).isEmpty)
                let count = try integers(folder.directoryPath, Self.indexes)
                #expect(count == [defers ? 0 : 3])
            }
            try directory.closeRun(run, state: .finished, summary: RunSummary())
            #expect(try integers(folder.directoryPath, Self.indexes) == [3])
            #expect(try directory.integrityFaults().isEmpty)
            exports.append(try driver.export())
        }
        #expect(exports[0].count == 1_000)
        #expect(exports[0] == exports[1])
    }

    @Test func directoryWithUsersKeepsItsIndexes() throws {
        let folder = try TemporaryFolder()
        let directory = try folder.openForRun()
        try RunDriver(directory: directory).create(["ada"])
        _ = try directory.openRun(plan("two", creates: 1))
        #expect(try integers(folder.directoryPath, Self.indexes) == [3])
    }

    @Test func commandWaitsForAFillingRunAndReadersDoNot() throws {
        let folder = try TemporaryFolder()
        let directory = try folder.openForRun()
        let driver = RunDriver(directory: directory)
        let run = try directory.openRun(plan("one", creates: 5))
        try driver.write(people(0..<5).chunk, run: run)

        let reader = try folder.open(.reading)
        let query = KeyQuery(username: "user919", email: nil, externalID: "E2")
        let match = try reader.find([query])
        #expect(match.map(\.byUsername) == [UserID(run.firstNewUser + 1)])
        #expect(match.map(\.byExternalID) == [UserID(run.firstNewUser + 2)])

        let command = try folder.open(.command, wait: .milliseconds(200))
        let halt = try #require(throws: RunHalt.self) { try command.beginChunk() }
        #expect(halt.status == .directoryBusy)
        try directory.closeRun(run, state: .finished, summary: RunSummary())
        try command.beginChunk()
        command.rollbackChunk()
    }

    /// How far a run came before it was killed.
    enum Death: CaseIterable { case opened, written, committed }

    @Test(arguments: Death.allCases, [true, false])
    func whoComesNextBuildsWhatAKilledRunLeftOut(death: Death, nextIsRun: Bool) throws {
        let folder = try TemporaryFolder()
        do {
            // Going out of scope closes the connection and drops the lock, as a kill does.
            let directory = try folder.openForRun()
            let run = try directory.openRun(plan("one", creates: 5))
            if death != .opened {
                try directory.beginChunk()
                _ = try directory.write(people(0..<5).chunk, run: run)
            }
            if death == .committed {
                try directory.commitChunk(
                    RunDriver.checkpoint(people(0..<5).chunk), run: run)
            }
        }
        #expect(try integers(folder.directoryPath, Self.indexes) == [0])
        let next = try nextIsRun ? folder.openForRun() : folder.open(.command)
        if !nextIsRun {
            try next.beginChunk()
            next.rollbackChunk()
        }
        #expect(try integers(folder.directoryPath, Self.indexes) == [3])
        #expect(try next.userCount() == (death == .committed ? 5 : 0))
        #expect(
            try integers(
                folder.directoryPath,
                "SELECT count(*) FROM meta WHERE name = 'deferred_indexes'") == [0])
    }

    @Test func runIsCarriedOnAfterItsIndexesWereBuilt() throws {
        let folder = try TemporaryFolder()
        do {
            let directory = try folder.openForRun()
            let run = try directory.openRun(plan("one", creates: 10))
            try RunDriver(directory: directory).write(people(0..<5).chunk, run: run)
        }
        let directory = try folder.openForRun()
        let driver = RunDriver(directory: directory)
        let interrupted = try #require(try directory.interruptedRun(of: "hr"))
        #expect(interrupted.chunks == 1)
        #expect(interrupted.outcomes.count == 5)
        #expect(interrupted.positions == ResultPositions(results: 100, rejects: 5))
        #expect(interrupted.plan.creates == 10)
        let run = try directory.reopenRun(interrupted, creates: 1)
        let rest = ChunkBuilder()
        rest.create(0, Person("rest"))
        #expect(try driver.write(rest.chunk, run: run, index: 1).isEmpty)
        try directory.closeRun(run, state: .finished, summary: RunSummary())
        #expect(try driver.export().count == 6)
        #expect(try directory.interruptedRun(of: "hr") == nil)
    }
}
