import Provisioning
import SQLiteDirectory
import Testing

/// Links of queued mails: made good at the first attempt, used once, dead with what ends them.
@Suite struct MailedLinkTests {
    static let hour = Duration.seconds(3_600)

    static func scene() throws -> SignInScene {
        let scene = try SignInScene()
        try scene.run(
            """
            INSERT INTO mail_queue(user_id, kind, occasion, due_at, run_id, record) VALUES
                (\(scene.ada.value), 1, 1, 0, 1, 1), (\(scene.ada.value), 1, 2, 0, 1, 1),
                (\(scene.ada.value), 2, 'run:1', 0, 1, 1), (\(scene.ada.value), 3, '2027', 0, 1, 1)
            """)
        return scene
    }

    static func issue(
        _ scene: SignInScene, _ entry: MailQueueEntry, _ digest: [UInt8],
        at now: Instant = SignInScene.now
    ) throws -> Instant? {
        try scene.directory.issueLink(for: entry, digest: digest, at: now, life: hour)
    }

    @Test func theQueueNamesItsMails() throws {
        let scene = try Self.scene()
        let entries = try scene.directory.queuedMails(of: scene.ada)
        #expect(
            entries == [
                MailQueueEntry(user: scene.ada, kind: .onboarding, occasion: .generation(1)),
                MailQueueEntry(user: scene.ada, kind: .onboarding, occasion: .generation(2)),
                MailQueueEntry(user: scene.ada, kind: .passwordReset, occasion: .name("run:1")),
                MailQueueEntry(user: scene.ada, kind: .passwordExpiring, occasion: .name("2027")),
            ])
    }

    @Test func theLifeOfALinkBeginsWithTheFirstAttempt() throws {
        let scene = try Self.scene()
        let entry = try scene.directory.queuedMails(of: scene.ada)[0]
        let end = Instant(milliseconds: SignInScene.now.milliseconds + 3_600_000)
        #expect(try Self.issue(scene, entry, [1]) == end)
        let later = Instant(milliseconds: 2_000_000)
        #expect(try Self.issue(scene, entry, [1], at: later) == end)
        let link = try #require(try scene.directory.link(digest: [1]))
        #expect(link == MailedLink(user: scene.ada, kind: .onboarding, expiresAt: end))
        #expect(
            try scene.numbers(
                "SELECT first_attempt_at FROM mail_queue WHERE first_attempt_at IS NOT NULL")
                == [1_000_000])
    }

    @Test func aNewerLinkKillsThoseOfItsKindAlone() throws {
        let scene = try Self.scene()
        let entries = try scene.directory.queuedMails(of: scene.ada)
        _ = try Self.issue(scene, entries[0], [1])
        _ = try Self.issue(scene, entries[2], [3])
        _ = try Self.issue(scene, entries[1], [2])
        #expect(try scene.directory.link(digest: [1]) == nil)
        #expect(try scene.directory.link(digest: [2]) != nil)
        #expect(try scene.directory.link(digest: [3])?.kind == .passwordReset)
        // The older mail must not be sent again.
        #expect(try Self.issue(scene, entries[0], [1]) == nil)
    }

    @Test func aWithdrawnMailGetsNoLink() throws {
        let scene = try Self.scene()
        let entry = MailQueueEntry(user: scene.ada, kind: .onboarding, occasion: .generation(9))
        #expect(try Self.issue(scene, entry, [9]) == nil)
        #expect(try scene.numbers("SELECT count(*) FROM links") == [0])
    }

    @Test func completingEndsEverythingElse() throws {
        let scene = try Self.scene()
        let entries = try scene.directory.queuedMails(of: scene.ada)
        _ = try Self.issue(scene, entries[0], [1])
        _ = try Self.issue(scene, entries[2], [3])
        try scene.change {
            _ = try $0.startSession("s-1", of: scene.ada, device: nil, app: nil)
        }
        try scene.run(
            """
            INSERT INTO grants(
                digest, user_id, run_id, record, actor, started_at, expires_at)
            VALUES (x'AA', \(scene.ada.value), 1, 1, 'grace', 0, 9000000)
            """)
        let link = try #require(try scene.directory.link(digest: [1]))
        let user = try #require(try scene.record()?.user)
        try scene.change {
            try $0.completeOnboarding(of: user, by: link, passwordHash: "hash")
        }
        let record = try #require(try scene.record())
        #expect(record.passwordHash == "hash" && record.user.isOnboarded)
        #expect(record.user.version == user.version + 1)
        #expect(record.user.access.sessions == [])
        #expect(try scene.directory.link(digest: [1]) == nil)
        #expect(try scene.directory.link(digest: [3]) == nil)
        // Mails that were attempted stay, for their history.
        #expect(
            try scene.directory.queuedMails(of: scene.ada) == [entries[0], entries[2]])
        #expect(try scene.directory.grant(digest: [0xAA])?.endedAt == SignInScene.now)
        #expect(try Self.issue(scene, entries[0], [1]) == nil)
        #expect(try scene.events.last == "onboarding.completed")
    }

    @Test func aResetOfTheOnboardedIsToldApart() throws {
        let scene = try Self.scene()
        try scene.run(
            "UPDATE users SET password_hash = 'old', onboarded_at = 5, password_expires = '2026-01-01'"
        )
        let entry = try scene.directory.queuedMails(of: scene.ada)[2]
        _ = try Self.issue(scene, entry, [3])
        let link = try #require(try scene.directory.link(digest: [3]))
        let user = try #require(try scene.record()?.user)
        try scene.change {
            try $0.completeOnboarding(of: user, by: link, passwordHash: "hash")
        }
        #expect(try scene.record()?.user.access.passwordExpires == nil)
        #expect(try scene.numbers("SELECT onboarded_at FROM users") == [5])
        #expect(try scene.events.last == "password-reset.completed")
    }
}
