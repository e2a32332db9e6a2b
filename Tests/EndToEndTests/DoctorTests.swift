import Foundation
import Glibc
import Testing

/// `muster doctor` finds what a night would stumble over, and changes nothing.
@Suite struct DoctorTests {
    private struct Answer: Decodable {
        struct Finding: Decodable {
            var subject, state, message: String
            var code, advice: String?
        }
        var healthy: Bool
        var faults, warnings: Int
        var findings: [Finding]
    }

    private static func answer(_ place: Workplace, _ words: String...) throws -> Answer {
        let ending = place.start(["doctor", "--format", "json"] + words).end()
        let answer = try JSONDecoder().decode(Answer.self, from: Data(ending.output.utf8))
        #expect(ending.status == (answer.healthy ? 0 : 1), "\(ending)")
        #expect(answer.healthy == (answer.faults == 0))
        #expect(ending.error.isEmpty, "\(ending.error)")
        return answer
    }

    /// A directory with a user and a configuration, after a run.
    private static func place() throws -> Workplace {
        let place = try Workplace(isOptimised: true)
        place.muster("init")
        try place.write("username,email\nada,ada@corp.example\n", to: "hr.csv")
        place.muster("import", "hr.csv", "--feed", "hr")
        return place
    }

    private static func configure(_ place: Workplace, _ transport: String) throws {
        try place.write(
            """
            mail:
              from: it@corp.example
              link_base: https://id.corp.example/
              transport: \(transport)

            """, to: "muster.yaml")
    }

    @Test func aDirectoryInOrderIsWell() throws {
        let place = try Self.place()
        let ending = place.muster("doctor")
        #expect(ending.status == 0)
        #expect(ending.output.hasSuffix("\nAll is well.\n"), "\(ending.output)")
        #expect(ending.output.contains("muster.sqlite: 1 user, "))
        #expect(place.muster("doctor", "--quiet").output.isEmpty)
        let answer = try Self.answer(place)
        #expect(Set(answer.findings.map(\.state)) == ["ok", "note"])
        #expect(
            ["program", "configuration", "folder", "directory", "key", "runs", "mail"].allSatisfy {
                subject in answer.findings.contains { $0.subject == subject }
            })
    }

    @Test func anEmptyFolderIsWellAndStaysEmpty() throws {
        let place = try Workplace(isOptimised: true)
        let answer = try Self.answer(place)
        #expect(answer.healthy)
        #expect(answer.findings.contains { $0.message.hasPrefix("there is no muster.sqlite") })
        #expect(place.names.isEmpty)
        let missing = try Self.answer(place, "--directory", "none/muster.sqlite")
        #expect(missing.findings.contains { $0.state == "fault" && $0.subject == "folder" })
    }

    @Test func nothingIsChanged() throws {
        let place = try Self.place()
        let before = try place.names.filter { !$0.hasSuffix("-shm") && !$0.hasSuffix("-wal") }
            .filter { $0 != "muster.runs" }.map {
                try Data(contentsOf: URL(filePath: place.path($0)))
            }
        place.muster("doctor")
        let after = try place.names.filter { !$0.hasSuffix("-shm") && !$0.hasSuffix("-wal") }
            .filter { $0 != "muster.runs" }.map {
                try Data(contentsOf: URL(filePath: place.path($0)))
            }
        #expect(before == after)
    }

    @Test(arguments: [
        ("chmod 644 muster.key", "key", "fault", "muster.key has mode 0644"),
        ("rm muster.key", "key", "fault", "muster.key is missing"),
        ("chmod 666 muster.yaml", "configuration", "warning", "others may write muster.yaml"),
        ("echo 'feeds: 3' > muster.yaml", "configuration", "fault", "muster.yaml:1:8: feeds"),
        ("chmod 644 muster.sqlite", "directory", "fault", "must belong to you and have mode 0600"),
        ("chmod 755 muster.runs", "folder", "warning", "others may look into"),
        (
            "head -c 5000 muster.sqlite > x; cat x > muster.sqlite", "directory", "fault",
            "malformed"
        ),
        ("rm muster.sqlite", "key", "warning", "its directory is not"),
    ])
    func whatIsWrongIsNamedWithItsPlace(
        command: String, subject: String, state: String, message: String
    ) throws {
        let place = try Self.place()
        let ending = ChildProcess(
            "/bin/sh", ["-c", command], folder: place.folder, environment: place.environment
        ).end()
        #expect(ending.status == 0)
        let answer = try Self.answer(place)
        let found = answer.findings.filter { $0.subject == subject && $0.state == state }
        #expect(found.contains { $0.message.contains(message) }, "\(answer.findings)")
        // Whoever is told of it is told what to do.
        #expect(found.allSatisfy { $0.advice != nil || $0.code != nil }, "\(found)")
        let quiet = place.muster("doctor", "--quiet").output
        #expect(quiet.contains(state) && !quiet.contains("ok   "), "\(quiet)")
    }

    @Test func aKeyOfAnotherDirectoryIsFound() throws {
        let place = try Self.place()
        let other = try Self.place()
        try place.write(try other.read("muster.key"), to: "muster.key")
        let answer = try Self.answer(place)
        #expect(
            answer.findings.contains {
                $0.subject == "key" && $0.state == "fault" && $0.code == "directory.audit.broken"
            }, "\(answer.findings)")
    }

    @Test func anOlderCopyBesideANewerHeadIsFound() throws {
        let place = try Self.place()
        try DirectoryFile(place).checkpoint()
        let older = try Data(contentsOf: URL(filePath: place.path("muster.sqlite")))
        place.muster("user", "disable", "ada")
        for file in ["muster.sqlite-wal", "muster.sqlite-shm"] { place.remove(file) }
        try older.write(to: URL(filePath: place.path("muster.sqlite")))
        #expect(chmod(place.path("muster.sqlite"), 0o600) == 0)
        let answer = try Self.answer(place)
        #expect(
            answer.findings.contains {
                $0.code == "directory.audit.broken" && $0.message.contains("beside the key knows")
            }, "\(answer.findings)")
    }

    @Test func anOlderFormatStaysAsItIs() throws {
        let place = try Self.place()
        // What tells the format is enough: nothing else of it may be looked at.
        try DirectoryFile(place).execute("PRAGMA user_version = 3")
        let answer = try Self.answer(place)
        #expect(
            answer.findings.contains { $0.state == "note" && $0.message.contains("format 3") },
            "\(answer.findings)")
        #expect(
            try DirectoryFile(place).text("SELECT user_version FROM pragma_user_version") == "3")
    }

    @Test func aDamagedPageIsFoundUnlessItIsNotRead() throws {
        let place = try Self.place()
        // Brings what stands in the log into the file, whose pages are damaged then.
        try DirectoryFile(place).checkpoint()
        let page = try #require(
            Int(
                try DirectoryFile(place).text(
                    "SELECT rootpage FROM sqlite_master WHERE name = 'sessions_by_user'")))
        let file = try FileHandle(forUpdating: URL(filePath: place.path("muster.sqlite")))
        try file.seek(toOffset: UInt64(page - 1) * 8_192)
        try file.write(contentsOf: Data(repeating: 0x5A, count: 150))
        try file.close()
        let answer = try Self.answer(place)
        #expect(
            answer.findings.contains { $0.state == "fault" && $0.message.contains("is damaged") },
            "\(answer.findings)")
        #expect(
            try Self.answer(place, "--fast").findings.allSatisfy {
                !$0.message.contains("is damaged")
            })
    }

    @Test func anInterruptedRunIsNamedWithItsCommand() throws {
        let place = try Self.place()
        try DirectoryFile(place).execute("UPDATE runs SET state = 'running', finished_at = NULL")
        let answer = try Self.answer(place)
        let finding = try #require(
            answer.findings.first { $0.subject == "runs" && $0.state == "warning" })
        #expect(finding.advice == "Carry it on with: muster resume \(place.newestRun)")
    }

    @Test func aRunAtWorkIsNoFault() throws {
        let place = try Self.place()
        let lock = try HeldLock(on: place.path("muster.sqlite"))
        let answer = try withExtendedLifetime(lock) { try Self.answer(place) }
        #expect(answer.healthy)
        #expect(answer.findings.contains { $0.message.hasPrefix("a run is at work") })
    }

    // MARK: Mail

    @Test func aServerThatAnswersIsWell() throws {
        let place = try Self.place()
        let peer = try MailPeer(in: place)
        try Self.configure(place, peer.transport)
        let answer = try Self.answer(place)
        #expect(
            answer.findings.contains {
                $0.state == "ok" && $0.message == "127.0.0.1:\(peer.port) takes connections"
            }, "\(answer.findings)")
        #expect(peer.mails.isEmpty)
        let offline = try Self.answer(place, "--offline")
        #expect(offline.findings.contains { $0.message.hasSuffix("was not asked (--offline)") })
    }

    @Test func aServerThatDoesNotAnswerIsAFault() throws {
        let place = try Self.place()
        try Self.configure(place, "smtp://127.0.0.1:1")
        let answer = try Self.answer(place)
        #expect(answer.findings.contains { $0.code == "mail.server.unreachable" })
        #expect(try Self.answer(place, "--offline").healthy)
    }

    @Test func placeholdersFolderAndProgramAreLookedAt() throws {
        let place = try Self.place()
        try place.write("mail:\n  transport: smtp://mail.corp.example\n", to: "muster.yaml")
        #expect(
            try Self.answer(place).findings.contains { $0.code == "mail.setting.placeholder" })
        try Self.configure(place, "sendmail:/no/such/program")
        #expect(
            try Self.answer(place).findings.contains { $0.message.contains("cannot run") })
        try Self.configure(place, "sendmail:/tmp")
        #expect(try Self.answer(place).findings.contains { $0.message.contains("Is a directory") })
        try Self.configure(place, "folder:hr.csv")
        #expect(try Self.answer(place).findings.contains { $0.message.contains("Not a directory") })
        try Self.configure(place, "folder:outbox")
        let folder = try Self.answer(place)
        #expect(folder.healthy)
        #expect(
            folder.findings.contains { $0.message.hasSuffix("outbox, which the first mail makes") })
        #expect(!place.names.contains("outbox"))
    }

    @Test func mailThatWaitsTooLongIsNamed() throws {
        let place = try Self.place()
        try place.write("username,email\nbob,bob@corp.example\n", to: "b.csv")
        place.muster("import", "b.csv", "--mail")
        let fresh = try Self.answer(place)
        #expect(fresh.findings.contains { $0.message == "1 mail in the queue, 1 due now" })
        try DirectoryFile(place).execute("UPDATE mail_queue SET due_at = 0")
        let late = try Self.answer(place)
        #expect(
            late.findings.contains {
                $0.state == "warning" && $0.message.hasPrefix("1 mail in the queue, 1 due now, the")
            }, "\(late.findings)")
    }
}
