import Foundation
import GRDB
import Provisioning
import SQLiteDirectory
import Testing

/// The end of the log: its head's row, and the file beside the key file.
@Suite struct AuditHeadTests {
    private func cut(_ it: AuditFixture, after entry: Int64) throws {
        try it.execute("DELETE FROM audit WHERE id > ?", [entry])
    }

    @Test(arguments: Array(stride(from: Int64(0), to: 1_000, by: 37)))
    func truncationIsFound(at entry: Int64) throws {
        let it = try AuditFixture()
        try cut(it, after: entry)
        #expect(try it.verify().findings.first?.entry == entry + 1)
        // With its head put back as well, the file still knows.
        guard entry > 0 else { return }
        try it.rewindHead(to: entry)
        let verdict = try it.verify()
        #expect(verdict.findings.first?.entry == entry + 1)
        #expect(verdict.findings.first?.message.contains("beside the key") == true)
    }

    @Test func emptiedLogIsFound() throws {
        let it = try AuditFixture()
        try it.execute("DELETE FROM audit; DELETE FROM audit_head")
        #expect(try it.verify().findings.first?.entry == 1)
    }

    @Test func withoutTheFileWhatWasDoneStillSpeaks() throws {
        let it = try AuditFixture()
        try cut(it, after: 500)
        try it.rewindHead(to: 500)
        try FileManager.default.removeItem(atPath: it.headPath)
        let verdict = try it.verify()
        #expect(!verdict.isWhole && !verdict.hasHeadFile)
        #expect(verdict.findings.contains { $0.record != nil && $0.run != nil })
    }

    @Test func missingLastEntriesAreAGapForEver() throws {
        let it = try AuditFixture()
        let last = try it.lastEntry()
        try cut(it, after: last - 1)
        let directory = try it.folder.openForRun()
        try RunDriver(directory: directory).create(["new"], plan: RunDriver.plan("later"))
        #expect(try it.verify().findings.first?.entry == last)
    }

    @Test func fileThatKnowsMoreIsKept() throws {
        let it = try AuditFixture()
        let before = try String(contentsOfFile: it.headPath, encoding: .utf8)
        try cut(it, after: 500)
        try it.rewindHead(to: 500)
        let directory = try it.folder.openForRun()
        try RunDriver(directory: directory).create(["new"], plan: RunDriver.plan("later"))
        #expect(try String(contentsOfFile: it.headPath, encoding: .utf8) == before)
        #expect(try !it.verify().isWhole)
    }

    @Test(arguments: [
        "UPDATE audit_head SET entry = entry - 1", "UPDATE audit_head SET entry = entry + 1",
        "UPDATE audit_head SET code = zeroblob(32)", "UPDATE audit_head SET signature = x'00'",
        "DELETE FROM audit_head",
    ])
    func changedHeadIsFound(sql: String) throws {
        let it = try AuditFixture()
        try it.execute(sql)
        #expect(try !it.verify().isWhole)
    }

    @Test(arguments: ["", "muster-audit-head-v1 5 00 00\n", "something else\n"])
    func changedFileIsFound(text: String) throws {
        let it = try AuditFixture()
        try text.write(toFile: it.headPath, atomically: false, encoding: .utf8)
        #expect(try !it.verify().isWhole)
    }

    @Test func olderFileIsFine() throws {
        let it = try AuditFixture()
        let old = try Data(contentsOf: URL(filePath: it.headPath))
        let directory = try it.folder.openForRun()
        try RunDriver(directory: directory).create(["new"], plan: RunDriver.plan("later"))
        try old.write(to: URL(filePath: it.headPath))
        #expect(try it.verify().isWhole)
    }

    @Test func fileIsPrivateAndOneForEachDirectory() throws {
        let folder = try TemporaryFolder()
        let directory = try folder.openForRun()
        try RunDriver(directory: directory).create(["ada"])
        let other = try SQLiteDirectory.open(
            path: folder.directoryPath + "2", access: .command, seal: PlainSeal())
        try other.recordEvent("backup.made", actor: "ada", at: Instant(milliseconds: 1))
        let names = folder.names.filter { $0.hasSuffix("audit-head") }
        #expect(names == ["muster.audit-head", "muster.sqlite2.audit-head"])
        #expect(try folder.mode(folder.url.appendingPathComponent(names[0]).path) == 0o600)
    }

    @Test func otherKeyIsFoundAtTheFirstEntry() throws {
        let it = try AuditFixture()
        let directory = try it.folder.open(.reading)
        let verdict = try directory.verifyAudit(by: PlainSeal(key: 8))
        #expect(verdict.findings.first?.entry == 1)
    }
}
