import Provisioning
import SQLiteDirectory
import Testing

/// Grants to act as a user: used, ended, run out.
@Suite struct ImpersonationGrantTests {
    static func scene() throws -> SignInScene {
        let scene = try SignInScene()
        try scene.run(
            """
            INSERT INTO grants(
                digest, user_id, run_id, record, actor, reason, started_at, expires_at)
            VALUES (x'AA', \(scene.ada.value), 1, 1, 'grace', 'a ticket', 500000, 1500000)
            """)
        return scene
    }

    @Test func usesAreCountedWithTheirTime() throws {
        let scene = try Self.scene()
        let grant = try #require(try scene.directory.grant(digest: [0xAA]))
        #expect(grant.actor == "grace" && grant.reason == "a ticket" && grant.uses == 0)
        #expect(try scene.directory.grant(digest: [0xBB]) == nil)
        try scene.change { try $0.use(grant) }
        let used = try scene.directory.grant(digest: [0xAA])
        #expect(used?.uses == 1 && used?.lastUsedAt == SignInScene.now)
        #expect(try scene.events == ["impersonation.used"])
    }

    @Test func aGrantEndsOnce() throws {
        let scene = try Self.scene()
        let grant = try #require(try scene.directory.grant(digest: [0xAA]))
        try scene.change { try $0.end(grant) }
        try scene.change(at: Instant(milliseconds: 1_200_000)) { try $0.end(grant) }
        #expect(try scene.directory.grant(digest: [0xAA])?.endedAt == SignInScene.now)
        #expect(try scene.events == ["impersonation.ended"])
    }

    @Test func aGrantThatRanOutEndedThen() throws {
        let scene = try Self.scene()
        let expiry = Instant(milliseconds: 1_500_000)
        #expect(try scene.record(at: Instant(milliseconds: 1_499_999))?.expiredGrants == [])
        let expired = try #require(scene.record(at: expiry)?.expiredGrants)
        #expect(expired.count == 1)
        try scene.change(at: Instant(milliseconds: 9_000_000)) { access in
            for grant in expired { try access.end(grant) }
        }
        #expect(try scene.directory.grant(digest: [0xAA])?.endedAt == expiry)
        #expect(try scene.record(at: expiry)?.expiredGrants == [])
    }
}
