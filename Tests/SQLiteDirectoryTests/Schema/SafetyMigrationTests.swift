import Provisioning
import SQLiteDirectory
import Testing

/// A directory of an older format is opened, has today's tables, and works on.
@Suite struct SafetyMigrationTests {
    /// Every column of every table, and every index.
    static let shape = """
        SELECT m.type || ' ' || m.name || ' ' || COALESCE(c.name || ' ' || c.type, '')
        FROM sqlite_master m LEFT JOIN pragma_table_info(m.name) c
        WHERE m.name NOT LIKE 'sqlite_%' ORDER BY 1
        """

    @Test(arguments: [(2, OlderFormat.two), (3, OlderFormat.three)])
    func anOlderDirectoryComesToTodaysTables(format: Int, backwards: String) throws {
        let folder = try TemporaryFolder()
        _ = try folder.open(.command)
        let today = try strings(folder.directoryPath, Self.shape)
        try execute(folder.directoryPath, backwards)
        #expect(try strings(folder.directoryPath, Self.shape) != today)
        let directory = try folder.open(.command)
        #expect(try directory.setting("user_version") == "\(DirectoryFormat.version)")
        #expect(try strings(folder.directoryPath, Self.shape) == today)
    }

    /// Makes a directory of format 3: two users and a group by one run, another run cut short.
    private func olderDirectory() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        do {
            let directory = try folder.open(.command)
            let driver = RunDriver(directory: directory)
            let groups = try directory.groups()
            let staff = groups.add(GroupEntry(name: "Staff"))
            try driver.run(RunDriver.plan("first")) { builder in
                builder.create(0, Person("ada"), groups: [staff])
                builder.create(1, Person("bob"))
            }
            let builder = ChunkBuilder()
            builder.create(0, Person("cyn"))
            let run = try directory.openRun(RunDriver.plan("second", creates: 2))
            try driver.write(builder.chunk, run: run)
            try directory.closeRun(run, state: .interrupted, summary: RunSummary())
        }
        try execute(folder.directoryPath, OlderFormat.three)
        return folder
    }

    @Test(arguments: [true, false])
    func usersRunsAndGroupsStay(isReading: Bool) throws {
        let folder = try olderDirectory()
        let directory = try folder.open(isReading ? .reading : .command)
        let users = try RunDriver(directory: directory).export()
        #expect(users.map(\.username) == ["ada", "bob", "cyn"])
        #expect(try directory.groups().entries.map(\.name) == ["Staff"])
        let runs = try directory.listRuns(RunFilter(limit: 9))
        #expect(runs.map(\.plan.name) == ["second", "first"])
        #expect(runs.map(\.state) == [.interrupted, .finished])
        for run in runs {
            #expect(run.plan.mode == .delta && run.plan.records == 0)
            #expect(run.plan.allowances.isEmpty && run.plan.request.isEmpty)
            #expect(run.undoneBy == nil && run.firstAttempt == nil)
        }
    }

    @Test func anInterruptedRunIsCarriedOn() throws {
        let folder = try olderDirectory()
        let directory = try folder.openForRun()
        let interrupted = try #require(try directory.interruptedRun(of: "hr"))
        #expect(interrupted.run.name == "second" && interrupted.plan.creates == 2)
        #expect(interrupted.outcomes == [.created] && interrupted.plan.leavers.isEmpty)
        #expect(interrupted.positions.results == 100 && interrupted.positions.kept == 0)
        let driver = RunDriver(directory: directory)
        let builder = ChunkBuilder()
        builder.create(1, Person("dan"))
        try driver.write(builder.chunk, run: interrupted.run, index: 1)
        try directory.closeRun(interrupted.run, state: .finished, summary: RunSummary())
        #expect(try driver.export().map(\.username) == ["ada", "bob", "cyn", "dan"])
        #expect(try directory.interruptedRun(of: "hr") == nil)
    }

    @Test func severalThatComeAtOnceAllWork() async throws {
        let folder = try olderDirectory()
        let path = folder.directoryPath
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...6 {
                group.addTask {
                    let directory = try SQLiteDirectory.open(
                        path: path, access: .reading, seal: nil)
                    return try directory.listRuns(RunFilter(limit: 9)).count
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts == Array(repeating: 2, count: 6))
        withExtendedLifetime(folder) {}
    }

    /// What no run before could note is not made up: nobody is absent, nothing was set by hand.
    @Test func theNewTablesAreEmpty() throws {
        let folder = try olderDirectory()
        _ = try folder.open(.command)
        for table in ["run_leavers", "feed_files", "feed_absences", "manual_edits", "open_rejects"]
        {
            #expect(try integers(folder.directoryPath, "SELECT COUNT(*) FROM \(table)") == [0])
        }
        #expect(
            try integers(
                folder.directoryPath, "SELECT COUNT(*) FROM groups WHERE created_run IS NULL")
                == [1])
    }
}
