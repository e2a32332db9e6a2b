import Provisioning
import SQLiteDirectory
import Testing

/// The rate is that of all relays together.
@Suite struct OutboxRateTests {
    let scene: OutboxScene

    init() throws { scene = try OutboxScene() }

    @Test func itBitesAtOneMoreThanAllowed() throws {
        let outbox = try scene.relay()
        outbox.allowance = MailAllowance(mails: 2, span: .seconds(60))
        let all = try outbox.lease(
            try outbox.due(at: OutboxScene.now, limit: 9), at: OutboxScene.now)
        for entry in all[..<2] {
            guard case .begun = try OutboxScene.begin(outbox, entry) else {
                throw OutboxScene.Unexpected()
            }
        }
        guard case .limited(let until) = try OutboxScene.begin(outbox, all[2]) else {
            throw OutboxScene.Unexpected()
        }
        // No earlier than a span after the first, and hardly later.
        #expect(until >= OutboxScene.later(60_000) && until <= OutboxScene.later(60_500))
        guard case .limited = try OutboxScene.begin(outbox, all[2], at: OutboxScene.later(59_999))
        else { throw OutboxScene.Unexpected() }
        guard case .begun = try OutboxScene.begin(outbox, all[2], at: until) else {
            throw OutboxScene.Unexpected()
        }
    }

    @Test func anotherRelayCounts() throws {
        let (first, second) = (try scene.relay(), try scene.relay())
        for outbox in [first, second] {
            outbox.allowance = MailAllowance(mails: 1, span: .seconds(1))
        }
        _ = try OutboxScene.attempt(first, scene.notice)
        _ = try second.lease([scene.reset], at: OutboxScene.now)
        guard case .limited = try OutboxScene.begin(second, scene.reset) else {
            throw OutboxScene.Unexpected()
        }
    }

    @Test func permitsOfAClockThatWasAheadCountForNothing() throws {
        let outbox = try scene.relay()
        outbox.allowance = MailAllowance(mails: 1, span: .seconds(60))
        try scene.base.run("INSERT INTO mail_permits VALUES (86400000, 60)")
        _ = try OutboxScene.attempt(outbox, scene.notice)
        #expect(try scene.base.numbers("SELECT count(*) FROM mail_permits") == [1])
    }

    @Test func withoutAnAllowanceNothingIsCounted() throws {
        let outbox = try scene.relay()
        _ = try OutboxScene.attempt(outbox, scene.notice)
        #expect(try scene.base.numbers("SELECT count(*) FROM mail_permits") == [0])
    }
}
