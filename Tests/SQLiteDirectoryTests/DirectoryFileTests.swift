import Foundation
import GRDB
import Provisioning
import SQLiteDirectory
import Testing

@Suite struct DirectoryFileTests {
    @Test func missingDirectoryIsCreatedForWritersOnly() throws {
        let folder = try TemporaryFolder()
        let halt = try #require(throws: RunHalt.self) { try folder.open(.reading) }
        #expect(halt.status == .missingFile)
        #expect(halt.code == .directoryFileMissing)
        #expect(folder.names.isEmpty)
        _ = try folder.open(.command)
        #expect(try folder.mode(folder.directoryPath) == 0o600)
        #expect(folder.names.filter { $0.contains(".new-") }.isEmpty)
    }

    @Test func everyFileBesideTheDirectoryIsForItsOwnerOnly() throws {
        let folder = try TemporaryFolder()
        let directory = try folder.openForRun()
        try RunDriver(directory: directory).create(["ada"])
        #expect(folder.names.contains("muster.sqlite-wal"))
        for name in folder.names {
            #expect(try folder.mode(folder.url.appendingPathComponent(name).path) == 0o600)
        }
    }

    @Test func writersWaitForTheDiskAndNeverMoveTheLogThemselves() throws {
        let folder = try TemporaryFolder()
        let directory = try folder.open(.command)
        #expect(try directory.setting("synchronous") == "2")
        #expect(try directory.setting("journal_mode") == "wal")
        #expect(try directory.setting("wal_autocheckpoint") == "0")
        #expect(try directory.setting("mmap_size") == "0")
        #expect(try directory.setting("user_version") == "\(DirectoryFormat.version)")
        #expect(try directory.setting("application_id") == "\(DirectoryFormat.applicationID)")
    }

    @Test(arguments: [0o644, 0o640, 0o400, 0o660])
    func directoryThatOthersMayReadIsRefused(mode: Int) throws {
        let folder = try TemporaryFolder()
        _ = try folder.open(.command)
        try FileManager.default.setAttributes(
            [.posixPermissions: mode], ofItemAtPath: folder.directoryPath)
        let halt = try #require(throws: RunHalt.self) { try folder.open(.command) }
        #expect(halt.status == .configuration)
        #expect(halt.code == .directoryFileMode)
    }

    @Test func fileThatIsNoDatabaseIsRefusedUntouched() throws {
        for content in ["", "short", String(repeating: "username,email\n", count: 100)] {
            let folder = try TemporaryFolder()
            try expectRefusal(folder, Data(content.utf8), .directoryFileForeign)
        }
    }

    @Test func databaseOfAnotherProgramIsRefusedUntouched() throws {
        let folder = try TemporaryFolder()
        let other = folder.url.appendingPathComponent("other.sqlite").path
        try DatabaseQueue(path: other).write { try $0.execute(sql: "CREATE TABLE t(a)") }
        let content = try Data(contentsOf: URL(fileURLWithPath: other))
        try FileManager.default.removeItem(atPath: other)
        try expectRefusal(folder, content, .directoryFileForeign)
    }

    @Test func directoryOfANewerFormatIsRefusedUntouched() throws {
        let folder = try TemporaryFolder()
        _ = try folder.open(.command)
        try DatabaseQueue(path: folder.directoryPath).write {
            try $0.execute(sql: "PRAGMA user_version = \(DirectoryFormat.version + 1)")
        }
        let content = try Data(contentsOf: URL(fileURLWithPath: folder.directoryPath))
        for name in folder.names {
            try FileManager.default.removeItem(at: folder.url.appendingPathComponent(name))
        }
        try expectRefusal(folder, content, .directoryFileNewer)
    }

    @Test func damagedDirectoryEndsWithAnInputOutputStatus() throws {
        let folder = try TemporaryFolder()
        try RunDriver(directory: folder.openForRun()).create(["ada", "grace"])
        var content = try Data(contentsOf: URL(fileURLWithPath: folder.directoryPath))
        content.replaceSubrange(
            DirectoryFormat.pageBytes..<content.count,
            with: Data(repeating: 0xA5, count: content.count - DirectoryFormat.pageBytes))
        try content.write(to: URL(fileURLWithPath: folder.directoryPath))
        let halt = try #require(throws: RunHalt.self) {
            try RunDriver(directory: folder.open(.reading)).export()
        }
        #expect(halt.status == .inputOutput)
        #expect(halt.code == .directoryFileUnusable)
        #expect(halt.advice != nil)
    }

    @Test func linkAndFolderAreRefused() throws {
        let folder = try TemporaryFolder()
        let target = folder.url.appendingPathComponent("target.sqlite").path
        _ = try SQLiteDirectory.open(path: target, access: .command, seal: PlainSeal())
        try FileManager.default.createSymbolicLink(
            atPath: folder.directoryPath, withDestinationPath: target)
        let link = try #require(throws: RunHalt.self) { try folder.open(.command) }
        #expect(link.code == .directoryFileForeign)
        let halt = try #require(throws: RunHalt.self) {
            try SQLiteDirectory.open(path: folder.url.path, access: .command, seal: PlainSeal())
        }
        #expect(halt.code == .directoryFileForeign)
    }

    @Test func readerChangesNothing() throws {
        let folder = try TemporaryFolder()
        try RunDriver(directory: folder.openForRun()).create(["ada"])
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.directoryPath))
        let reader = try folder.open(.reading)
        #expect(try reader.userCount() == 1)
        let halt = try #require(throws: RunHalt.self) {
            try reader.createGroup(
                GroupEntry(name: "staff"), at: Instant(milliseconds: 0))
        }
        #expect(halt.status == .cannotCreate)
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.directoryPath)) == before)
    }

    @Test func folderThatCannotBeWrittenEndsWithItsStatus() throws {
        let path = "/nonexistent-\(UUID().uuidString)/muster.sqlite"
        let halt = try #require(throws: RunHalt.self) {
            try SQLiteDirectory.open(path: path, access: .command, seal: PlainSeal())
        }
        #expect(halt.status == .cannotCreate)
    }

    @Test func directoryInMemoryIsEmptyAndWorks() throws {
        let directory = try SQLiteDirectory.inMemory(seal: PlainSeal())
        #expect(try directory.userCount() == 0)
        #expect(try directory.groups().entries.isEmpty)
        #expect(try RunDriver(directory: directory).create(["ada"]).count == 1)
    }

    private func expectRefusal(
        _ folder: TemporaryFolder, _ content: Data, _ code: IssueCode
    ) throws {
        let url = URL(fileURLWithPath: folder.directoryPath)
        try content.write(to: url)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: folder.directoryPath)
        for access in [DirectoryAccess.reading, .command] {
            let halt = try #require(throws: RunHalt.self) { try folder.open(access) }
            #expect(halt.code == code)
            #expect(halt.status == .configuration)
        }
        #expect(try Data(contentsOf: url) == content)
        #expect(folder.names == ["muster.sqlite"])
    }
}
