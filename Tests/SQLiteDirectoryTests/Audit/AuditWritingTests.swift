import Foundation
import GRDB
import Provisioning
import SQLiteDirectory
import Testing

/// What runs and events leave in the log.
@Suite struct AuditWritingTests {
    private let folder: TemporaryFolder
    private let directory: SQLiteDirectory
    private let driver: RunDriver

    init() throws {
        folder = try TemporaryFolder()
        directory = try folder.openForRun()
        driver = RunDriver(directory: directory)
    }

    private func lines(_ edit: (inout AuditFilter) -> Void = { _ in }) throws -> [AuditLine] {
        var filter = AuditFilter(limit: 100)
        edit(&filter)
        return try directory.auditLines(filter)
    }

    @Test func creationsInARowAreSomeBytes() throws {
        try driver.create((0..<500).map { "user\($0)" })
        let bytes = try integers(
            folder.directoryPath, "SELECT length(body) FROM audit WHERE kind = 2")
        #expect(bytes.count == 1 && bytes[0] < 16)
        let users = try lines().compactMap(\.user).map(\.value)
        #expect(users.count == 100 && users.first == 500 && users.last == 401)
        #expect(try directory.verifyAudit(by: PlainSeal()).isWhole)
    }

    @Test func creationsWithGapsAndReasonsAreToldApart() throws {
        try driver.run(RunDriver.plan("one")) { builder in
            for ordinal in 0..<9 {
                var person = Person("user\(ordinal)")
                if ordinal == 3 { person.reason = "asked for" }
                builder.create(UInt32(ordinal), person) {
                    if ordinal == 6 { $0.action = .upsert }
                    if ordinal == 7 {
                        $0.outcome = .rejected
                        $0.target = .nobody
                    }
                }
            }
        }
        let shown = try lines().filter { $0.record != nil }
        #expect(shown.map(\.record) == [9, 7, 6, 5, 4, 3, 2, 1])
        #expect(shown.map { $0.user?.value } == [9, 7, 6, 5, 4, 3, 2, 1])
        #expect(shown.compactMap(\.reason) == ["asked for"])
        #expect(shown.filter { $0.action == "upsert" }.map(\.record) == [7])
        #expect(try directory.verifyAudit(by: PlainSeal()).isWhole)
    }

    @Test func chunkThatIsGivenUpLeavesNoEntry() throws {
        let run = try directory.openRun(RunDriver.plan("one", creates: 1))
        let builder = ChunkBuilder()
        builder.create(0, Person("ada"))
        try directory.beginChunk()
        _ = try directory.write(builder.chunk, run: run)
        directory.rollbackChunk()
        #expect(try integers(folder.directoryPath, "SELECT kind FROM audit") == [1])
        try driver.write(builder.chunk, run: run)
        try directory.closeRun(run, state: .finished, summary: RunSummary())
        #expect(try integers(folder.directoryPath, "SELECT kind FROM audit") == [1, 2, 3])
        #expect(try directory.verifyAudit(by: PlainSeal()).isWhole)
    }

    @Test func refusedRecordsAreNotInTheLog() throws {
        try driver.create(["ada"])
        try driver.run(RunDriver.plan("two")) {
            $0.create(0, Person("ada"))
            $0.create(1, Person("bob"))
        }
        #expect(try lines { $0.run = "two" }.compactMap(\.record) == [2])
        #expect(try directory.verifyAudit(by: PlainSeal()).isWhole)
    }

    @Test func viewsAreLoggedAndChangeNothing() throws {
        let ada = try driver.create(["ada"])[0]
        try driver.run(RunDriver.plan("two")) {
            $0.change(ada, outcome: .viewed, action: .viewGroups) { $0.isView = true }
        }
        #expect(try directory.load([ada.id])[ada.id] == ada)
        #expect(try integers(folder.directoryPath, "SELECT count(*) FROM change_payloads") == [0])
        let line = try #require(try lines { $0.users = [ada.id] }.first)
        #expect(line.action == "view-groups" && line.outcome == "viewed")
        #expect(line.username == "ada" && line.actor == "ada" && line.run == "two")
    }

    @Test func interruptedRunsAreCarriedOnInTheLog() throws {
        _ = try directory.openRun(RunDriver.plan("one", creates: 1))
        let interrupted = try #require(try directory.interruptedRun(of: "hr"))
        #expect(try directory.verifyAudit(by: PlainSeal()).isWhole)
        let run = try directory.reopenRun(interrupted, creates: 1)
        let builder = ChunkBuilder()
        builder.create(0, Person("ada"))
        try driver.write(builder.chunk, run: run)
        #expect(try directory.verifyAudit(by: PlainSeal()).isWhole)
        try directory.closeRun(run, state: .finished, summary: RunSummary())
        let verdict = try directory.verifyAudit(by: PlainSeal())
        #expect(verdict.findings.map(\.text) == [] && verdict.entries == 4)
    }

    @Test func logOfAnOlderDirectorySaysWhereItBegins() throws {
        try driver.create(["ada"], plan: RunDriver.plan("old"))
        let database = try DatabaseQueue(path: folder.directoryPath)
        try database.writeWithoutTransaction {
            try $0.execute(sql: "DELETE FROM audit; DELETE FROM audit_head")
        }
        try? FileManager.default.removeItem(
            atPath: folder.url.appendingPathComponent("muster.audit-head").path)
        try driver.create(["bob"], plan: RunDriver.plan("new"))
        let verdict = try directory.verifyAudit(by: PlainSeal())
        #expect(verdict.findings.map(\.text) == [] && verdict.entries == 4)
        #expect(try lines().last?.action == "audit.began")
    }

    @Test func writerWithoutASealIsRefused() throws {
        let directory = try SQLiteDirectory.inMemory()
        #expect(throws: RunHalt.self) { try directory.openRun(RunDriver.plan("one")) }
    }

    @Test func everyReadingEndsWithTheLimit() throws {
        let it = try AuditFixture()
        let directory = try it.folder.open(.reading)
        let whole = try directory.auditLines(AuditFilter(limit: 100_000))
        #expect(whole.map(\.entry) == whole.map(\.entry).sorted(by: >))
        for limit in [1, 2, 7, 150] {
            #expect(
                try directory.auditLines(AuditFilter(limit: limit)) == Array(whole.prefix(limit)))
        }
        for user in [UserID(1), UserID(8), UserID(20), UserID(41)] {
            var filter = AuditFilter(limit: 100_000)
            filter.users = [user]
            let expected = whole.filter { $0.user == user }
            #expect(try directory.auditLines(filter) == expected, "\(user)")
            filter.limit = 3
            #expect(try directory.auditLines(filter) == Array(expected.prefix(3)))
            filter.actor = "idp"
            #expect(
                try directory.auditLines(filter)
                    == Array(expected.filter { $0.actor == "idp" }.prefix(3)))
        }
    }

    @Test func linesAreFoundByRunActorAndTime() throws {
        let it = try AuditFixture()
        let directory = try it.folder.open(.reading)
        func lines(_ edit: (inout AuditFilter) -> Void) throws -> [AuditLine] {
            var filter = AuditFilter(limit: 10_000)
            edit(&filter)
            return try directory.auditLines(filter)
        }
        #expect(try lines { $0.run = "run15" }.map(\.record) == [3, 2, 1, nil])
        #expect(try lines { $0.actor = "idp" }.allSatisfy { $0.action == "session.started" })
        #expect(try lines { $0.actor = "nobody" }.isEmpty)
        let some = try lines {
            $0.since = Instant(milliseconds: 20_000)
            $0.until = Instant(milliseconds: 30_000)
        }
        #expect(Set(some.compactMap(\.run)) == Set((20..<30).map { "run\($0)" }))
        #expect(some.first { $0.run == nil }?.detail == "{\"device\":\"phone\"}")
    }
}
