import Provisioning
import SQLiteDirectory
import Testing

/// A directory of the format before the outbox keeps its mails, and which of them were tried.
@Suite struct OutboxMigrationTests {
    @Test func mailsStayAndThoseThatWereTriedAreKnown() throws {
        let folder = try TemporaryFolder()
        do {
            let directory = try folder.open(.command)
            _ = try RunDriver(directory: directory).create(["ada", "bob"])
        }
        try execute(folder.directoryPath, OlderFormat.two)
        try execute(
            folder.directoryPath,
            """
            INSERT INTO mail_queue VALUES (1, 1, 1, 40, 1, 1, 50), (2, 1, 1, 40, 1, 2, NULL),
                (1, 2, 'run:1', 60, 1, 3, NULL);
            INSERT INTO links VALUES (x'0101', 1, 1, 1, 50, 3600050);
            """)
        let directory = try folder.open(.command)
        #expect(try directory.setting("user_version") == "\(DirectoryFormat.version)")
        #expect(try directory.queuedMails(of: UserID(1)).count == 2)
        let counts = try directory.mailQueueCounts(at: Instant(milliseconds: 100))
        #expect(counts.count(.queued) == 2 && counts.count(.deferred) == 1)
        // It is tried again with the link that it had.
        let outbox = try Outbox(directory)
        let entry = MailQueueEntry(user: UserID(1), kind: .onboarding, occasion: .generation(1))
        let attempt = try OutboxScene.attempt(outbox, entry, at: Instant(milliseconds: 100))
        #expect(attempt.number == 2 && attempt.firstAt == Instant(milliseconds: 50))
        #expect(attempt.endsAt == Instant(milliseconds: 3_600_050))
    }
}
