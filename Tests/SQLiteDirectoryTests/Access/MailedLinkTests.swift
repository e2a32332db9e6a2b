import Provisioning
import SQLiteDirectory
import Testing

/// Links of queued mails: used once, dead with what ends them.
@Suite struct MailedLinkTests {
    let scene: OutboxScene
    let outbox: Outbox

    init() throws {
        scene = try OutboxScene()
        outbox = try scene.relay()
    }

    @Test func theQueueNamesItsMails() throws {
        let entries = try scene.base.directory.queuedMails(of: scene.ada)
        #expect(entries == [scene.onboarding, scene.reset, scene.expiring, scene.notice])
    }

    @Test func theLifeOfALinkBeginsWithTheFirstAttempt() throws {
        _ = try OutboxScene.attempt(outbox, scene.onboarding)
        let link = try #require(try scene.base.directory.link(digest: [1, 1]))
        #expect(
            link
                == MailedLink(
                    user: scene.ada, kind: .onboarding, expiresAt: OutboxScene.later(3_600_000)))
    }

    @Test func completingEndsEverythingElse() throws {
        _ = try OutboxScene.attempt(outbox, scene.onboarding)
        _ = try OutboxScene.attempt(outbox, scene.reset)
        try scene.base.change {
            _ = try $0.startSession("s-1", of: scene.ada, device: nil, app: nil)
        }
        try scene.base.run(
            """
            INSERT INTO grants(
                digest, user_id, run_id, record, actor, started_at, expires_at)
            VALUES (x'AA', \(scene.ada.value), 1, 1, 'grace', 0, 9000000)
            """)
        let link = try #require(try scene.base.directory.link(digest: [1, 1]))
        let user = try #require(try scene.base.record()?.user)
        try scene.base.change {
            try $0.completeOnboarding(
                of: user, by: link, passwordHash: "hash", owesNotice: true)
        }
        let record = try #require(try scene.base.record())
        #expect(record.passwordHash == "hash" && record.user.isOnboarded)
        #expect(record.user.version == user.version + 1)
        #expect(record.user.access.sessions == [])
        #expect(try scene.base.directory.link(digest: [1, 1]) == nil)
        #expect(try scene.base.directory.link(digest: [2]) == nil)
        #expect(try scene.base.directory.queuedMails(of: scene.ada) == [scene.notice])
        #expect(try scene.base.directory.grant(digest: [0xAA])?.endedAt == SignInScene.now)
        #expect(try scene.base.events.last == "onboarding.completed")
    }

    @Test(arguments: [false, true])
    func aResetOfTheOnboardedIsToldApart(_ owesNotice: Bool) throws {
        try scene.base.run(
            "UPDATE users SET password_hash = 'old', onboarded_at = 5, password_expires = '2026-01-01'"
        )
        _ = try OutboxScene.attempt(outbox, scene.reset)
        let link = try #require(try scene.base.directory.link(digest: [2]))
        let user = try #require(try scene.base.record()?.user)
        try scene.base.change {
            try $0.completeOnboarding(
                of: user, by: link, passwordHash: "hash", owesNotice: owesNotice)
        }
        #expect(try scene.base.record()?.user.access.passwordExpires == nil)
        #expect(try scene.base.numbers("SELECT onboarded_at FROM users") == [5])
        #expect(try scene.base.events.last == "password-reset.completed")
        let notice = MailQueueEntry(
            user: scene.ada, kind: .passwordChanged,
            occasion: .name(ByteString("link:\(SignInScene.now.milliseconds)")))
        #expect(
            try scene.base.directory.queuedMails(of: scene.ada).contains(notice) == owesNotice)
    }
}
