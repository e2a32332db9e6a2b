import Foundation
import GRDB
import Glibc
import Testing

/// A backup is one moment of the directory, whole or not there, and replaces nothing but a backup.
@Suite struct BackupTests {
    static func place(users: Int = 50) throws -> Workplace {
        let place = try Workplace(isOptimised: true)
        try place.write(feed(users), to: "users.csv")
        place.muster("import", "users.csv", "--mail", "--quiet")
        return place
    }

    static func feed(_ users: Int) -> String {
        "username,email,groups\n"
            + (0..<users).map { "user\($0),user\($0)@example.com,g\($0 % 9)\n" }.joined()
    }

    @Test func theCopyIsEqualPrivateAndChecked() throws {
        let place = try Self.place()
        let ending = place.muster("backup", "copy.sqlite")
        #expect(ending.status == 0 && ending.error.isEmpty)
        #expect(ending.output.contains("50 users"), "\(ending.output)")
        #expect(ending.output.contains("muster.key is not in it"))
        #expect(place.mode(of: "copy.sqlite") == 0o600)
        #expect(place.names.filter { $0.contains("partial") || $0.contains("copy.sqlite-") } == [])
        let same = try place.contents(of: "copy.sqlite") == place.contents()
        #expect(same)
        #expect(place.muster("audit", "verify", "--directory", "copy.sqlite").status == 0)
    }

    @Test func jsonHasTheFigures() throws {
        let place = try Self.place()
        let output = place.muster("backup", "copy.sqlite", "--format", "json").output
        let object = try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        #expect(object?["users"] as? Int == 50)
        #expect(object?["bytes"] as? Int ?? 0 > 10_000)
        #expect((object?["last_run"] as? [String: Any])?["command"] as? String == "import")
    }

    @Test func theCopyIsLoggedBeforeItIsMade() throws {
        let place = try Self.place()
        place.muster("backup", "copy.sqlite", "--actor", "olga", "--quiet")
        for directory in ["muster.sqlite", "copy.sqlite"] {
            let shown = place.muster("audit", "show", "--directory", directory).output
            #expect(shown.contains("backup.begun") && shown.contains("olga"), "\(shown)")
        }
    }

    @Test func anEarlierCopyIsReplacedEvenIfSomebodyHasReadIt() throws {
        let place = try Self.place()
        #expect(place.muster("backup", "copy.sqlite").status == 0)
        #expect(place.muster("users", "list", "--directory", "copy.sqlite").status == 0)
        place.muster("user", "add", "zoe", "zoe@example.com", "--quiet")
        #expect(place.muster("backup", "copy.sqlite").status == 0)
        let same = try place.contents(of: "copy.sqlite") == place.contents()
        #expect(same)
    }

    @Test func nothingElseIsReplaced() throws {
        let place = try Self.place()
        try place.write("mine", to: "notes.txt")
        try place.write("", to: "empty")
        try FileManager.default.createDirectory(
            atPath: place.path("folder"), withIntermediateDirectories: false)
        symlink("muster.sqlite", place.path("soft"))
        symlink("notes.txt", place.path("pointer"))
        link(place.path("muster.sqlite"), place.path("hard"))
        link(place.path("muster.key"), place.path("keylink"))
        try DatabaseQueue(path: place.path("other.sqlite")).write {
            try $0.execute(sql: "CREATE TABLE t(x)")
        }
        place.muster("user", "add", "eve", "eve@example.com", "-q", "--directory", "live.sqlite")
        let refused: [(String, Int32)] = [
            ("muster.sqlite", 64), ("./muster.sqlite", 64), ("soft", 64), ("hard", 64),
            ("muster.key", 64), ("keylink", 64), ("muster.sqlite.lock", 64),
            ("muster.audit-head", 64), ("muster.sqlite-wal", 64),
            ("notes.txt", 73), ("pointer", 73), ("empty", 73), ("folder", 73),
            ("other.sqlite", 73), ("live.sqlite", 73), ("no/where.sqlite", 73),
        ]
        let before = try place.contents()
        let key = try Data(contentsOf: URL(filePath: place.path("muster.key")))
        for (name, status) in refused {
            let ending = place.muster("backup", name)
            #expect(ending.status == status, "\(name): \(ending.error)")
            #expect(ending.output.isEmpty)
        }
        let same = try place.contents() == before
        #expect(same)
        #expect(try Data(contentsOf: URL(filePath: place.path("muster.key"))) == key)
        #expect(try place.read("notes.txt") == "mine")
        #expect(place.names.filter { $0.contains("partial") } == [])
    }

    @Test func withoutADirectoryNothingIsMade() throws {
        let place = try Workplace(isOptimised: true)
        #expect(place.muster("backup", "copy.sqlite").status == 66)
        #expect(place.names.isEmpty)
    }

    /// Copies that are made while an import writes are each the state after one of its chunks.
    @Test func aCopyDuringAnImportIsOneOfItsMoments() throws {
        let place = try Workplace(isOptimised: true)
        try place.write("limits: {chunk_records: 100}\n", to: "muster.yaml")
        place.muster("init", "--directory", "muster.sqlite", "--quiet")
        try place.write(Self.feed(8_000), to: "users.csv")
        place.muster("user", "add", "first", "first@example.com", "--quiet")
        let run = place.start(["import", "users.csv", "--quiet"])
        var partial = 0
        for round in 0..<12 {
            let ending = place.muster("backup", "copy\(round).sqlite", "--format", "json")
            #expect(ending.status == 0, "\(ending.error)")
            let verdict = place.muster("audit", "verify", "--directory", "copy\(round).sqlite")
            #expect(verdict.status == 0, "\(verdict.output)\(verdict.error)")
            let users = place.muster("users", "list", "--directory", "copy\(round).sqlite")
                .lines.count
            // Chunks have 100 records, and the user before them.
            #expect(users % 100 == 1, "\(users) users")
            if users > 1, users < 8_001 { partial += 1 }
        }
        #expect(run.end().status == 0)
        print("\(partial) copies in the middle of the import")
        #expect(place.muster("backup", "last.sqlite", "--quiet").status == 0)
        let same = try place.contents(of: "last.sqlite") == place.contents()
        #expect(same)
    }

    @Test func aKilledBackupLeavesTheCopyBeforeAndTheNextOneWorks() throws {
        let place = try Self.place(users: 3_000)
        #expect(place.muster("backup", "copy.sqlite", "--quiet").status == 0)
        let before = try Data(contentsOf: URL(filePath: place.path("copy.sqlite")))
        for delay in stride(from: 0, to: 60, by: 6) {
            let ending = place.start(["backup", "copy.sqlite", "--quiet"]).end(
                signal: (SIGKILL, .milliseconds(delay)))
            guard ending.signal == SIGKILL else { continue }
            let verdict = place.muster("audit", "verify", "--directory", "copy.sqlite")
            #expect(verdict.status == 0)
        }
        #expect(!before.isEmpty)
        #expect(place.muster("backup", "copy.sqlite", "--quiet").status == 0)
        #expect(place.names.filter { $0.contains("partial") } == [])
    }

    /// What docs/backup.md says to do, done with its own words.
    @Test func aRestoredDirectoryGoesOn() throws {
        let place = try Self.place()
        place.muster("backup", "muster-3.sqlite", "--quiet")
        let then = try place.contents()
        place.muster("user", "delete", "user1", "user1@example.com", "--quiet")
        #expect(try place.contents() != then)
        let scripts = try DocumentedScript.all(in: "docs/backup.md", section: "Restore")
        #expect(scripts.count == 3)
        for script in scripts {
            let ending = script.run(
                in: place, replacing: ["/srv/muster": place.folder, "/srv/backup": place.folder])
            #expect(ending.status == 0, "\(script.text)\n\(ending.output)\(ending.error)")
        }
        #expect(place.muster("audit", "verify").status == 0)
        let same = try place.contents() == then
        #expect(same)
        #expect(place.names(in: "before").contains("muster.audit-head"))
        let ending = place.muster("import", "users.csv", "--mail")
        #expect(ending.status == 0, "\(ending.error)")
        #expect(ending.output.contains("unchanged"))
        #expect(place.muster("audit", "verify").status == 0)
    }

    /// The head that was left in place tells that the copy lacks the end of the log.
    @Test func aHeadThatGoesFurtherShowsWhatTheCopyLacks() throws {
        let place = try Self.place()
        place.muster("backup", "copy.sqlite", "--quiet")
        place.muster("user", "delete", "user1", "user1@example.com", "--quiet")
        for suffix in ["", "-wal", "-shm"] { place.remove("muster.sqlite\(suffix)") }
        try FileManager.default.copyItem(
            atPath: place.path("copy.sqlite"), toPath: place.path("muster.sqlite"))
        #expect(place.muster("audit", "verify").status == 1)
    }

    @Test func aCopyWithoutItsKeyIsRefused() throws {
        let place = try Self.place()
        place.muster("backup", "copy.sqlite", "--quiet")
        let other = try Workplace()
        try FileManager.default.copyItem(
            atPath: place.path("copy.sqlite"), toPath: other.path("muster.sqlite"))
        #expect(other.muster("user", "disable", "user1").status == 78)
    }
}
