import GRDB
import Provisioning
import SQLiteDirectory
import Testing

/// Before-images are erased on purpose, and the log still verifies.
@Suite struct AuditErasureTests {
    @Test func deletedUserLeavesAPseudonymAndNoBeforeImage() throws {
        let folder = try TemporaryFolder()
        let driver = RunDriver(directory: try folder.openForRun())
        let ada = try driver.create(["ada"])[0]
        let renamed = ValueChange(before: nil, after: "Sales")
        try driver.run(RunDriver.plan("two")) {
            $0.change(ada) { $0.columns = [(.department, renamed)] }
        }
        #expect(try integers(folder.directoryPath, "SELECT count(*) FROM change_payloads") == [1])
        try driver.run(RunDriver.plan("three")) {
            $0.change(ada, outcome: .deleted, action: .delete) { $0.deletes = true }
        }
        #expect(try integers(folder.directoryPath, "SELECT count(*) FROM change_payloads") == [0])
        #expect(
            try integers(folder.directoryPath, "SELECT user_id FROM deleted_users")
                == [Int(ada.id.value)])
        #expect(
            try strings(folder.directoryPath, "SELECT hex(pseudonym) FROM deleted_users").allSatisfy
            {
                $0.count == 32
            })
        let verdict = try driver.directory.verifyAudit(by: PlainSeal())
        #expect(verdict.findings.map(\.text) == [])
        let found = try driver.directory.auditedUsers(
            username: "ada", email: nil, seal: PlainSeal())
        #expect(found == [ada.id])
    }

    @Test func userWhoIsChangedAndDeletedInOneRunLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let driver = RunDriver(directory: try folder.openForRun())
        let ada = try driver.create(["ada"])[0]
        try driver.run(RunDriver.plan("two")) {
            $0.change(ada) { $0.isEnabled = false }
            $0.change(ada, outcome: .deleted, action: .delete) { $0.deletes = true }
            $0.create(0, Person("ada"))
        }
        #expect(try driver.directory.verifyAudit(by: PlainSeal()).isWhole)
    }

    @Test func refusedDeletionErasesNothing() throws {
        let folder = try TemporaryFolder()
        let driver = RunDriver(directory: try folder.openForRun())
        let ada = try driver.create(["ada"])[0]
        for name in ["two", "three"] {
            try driver.run(RunDriver.plan(name)) {
                $0.change(ada, outcome: .deleted, action: .delete) { $0.deletes = true }
            }
        }
        #expect(try integers(folder.directoryPath, "SELECT count(*) FROM changes") == [1])
        #expect(
            try integers(folder.directoryPath, "SELECT count(*) FROM audit WHERE kind = 5") == [1])
        #expect(try driver.directory.verifyAudit(by: PlainSeal()).isWhole)
    }

    @Test func beforeImagesOfOldRunsAreErasedWithAnEntry() throws {
        let it = try AuditFixture()
        let directory = try it.folder.openForRun()
        let order = try directory.openRun(RunDriver.plan("prune"))
        let count = try directory.eraseBeforeImages(ofRuns: Array(2...60), by: order)
        #expect(count > 50)
        try directory.closeRun(order, state: .finished, summary: RunSummary())
        #expect(try it.verify().findings.map(\.text) == [])
        let lines = try directory.auditLines(AuditFilter(limit: 2))
        #expect(lines.map(\.action) == ["erase", "import"])
    }

    @Test func erasureOfSomethingElseExcusesNothing() throws {
        let it = try AuditFixture()
        let directory = try it.folder.openForRun()
        let order = try directory.openRun(RunDriver.plan("prune"))
        _ = try directory.eraseBeforeImages(ofRuns: [8], by: order)
        try directory.closeRun(order, state: .finished, summary: RunSummary())
        try it.execute(
            """
            DELETE FROM change_payloads
            WHERE change_id IN (SELECT id FROM changes WHERE run_id IN (8, 10))
            """)
        #expect(try it.verify().findings.map(\.run) == ["run9"])
    }
}
