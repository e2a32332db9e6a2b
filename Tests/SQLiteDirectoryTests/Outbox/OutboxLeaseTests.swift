import Provisioning
import SQLiteDirectory
import Testing

/// Who may send which mail: the order, leases, and what a dead relay leaves.
@Suite struct OutboxLeaseTests {
    let scene: OutboxScene

    init() throws { scene = try OutboxScene() }

    @Test func theLongestDueComesFirstButForAReset() throws {
        let outbox = try scene.relay()
        // Somebody waits for a reset.
        let all = [scene.reset, scene.notice, scene.expiring, scene.onboarding]
        #expect(try outbox.due(at: OutboxScene.now, limit: 9) == all)
        #expect(try outbox.due(at: OutboxScene.now, limit: 2) == Array(all[..<2]))
        #expect(try outbox.due(at: Instant(milliseconds: 30), limit: 9) == Array(all[..<3]))
        #expect(try outbox.due(at: Instant(milliseconds: 9), limit: 9) == [])
        #expect(try outbox.nextDue() == Instant(milliseconds: 10))
    }

    @Test func twoRelaysNeverHaveTheSameMail() throws {
        let (first, second) = (try scene.relay(), try scene.relay())
        let all = try first.due(at: OutboxScene.now, limit: 9)
        #expect(try first.lease(all[..<3], at: OutboxScene.now) == Array(all[..<3]))
        #expect(try second.lease(all, at: OutboxScene.now) == [all[3]])
        #expect(try second.due(at: OutboxScene.now, limit: 9) == [])
        #expect(try OutboxScene.begin(second, all[0]) == .gone)
        guard case .begun = try OutboxScene.begin(first, all[0]) else {
            Issue.record("the holder of a lease may send")
            return
        }
    }

    @Test func whatIsGivenBackIsFreeAtOnceOrLater() throws {
        let outbox = try scene.relay()
        let all = try outbox.lease(
            try outbox.due(at: OutboxScene.now, limit: 9), at: OutboxScene.now)
        try outbox.release(all[..<1])
        try outbox.release(all[1..<2], until: OutboxScene.later(5))
        #expect(try outbox.due(at: OutboxScene.now, limit: 9) == [all[0]])
        #expect(try outbox.due(at: OutboxScene.later(5), limit: 9) == Array(all[..<2]))
    }

    /// A relay holds its number by a lock: closing its descriptor is what its death does.
    @Test func leasesOfADeadRelayAreFree() throws {
        let living = try scene.relay()
        var dead: Outbox? = try scene.relay()
        if let dead {
            _ = try OutboxScene.attempt(dead, scene.reset)
            #expect(try dead.lease([scene.notice], at: OutboxScene.now).count == 1)
        }
        _ = try living.lease([scene.onboarding], at: OutboxScene.now)
        try living.reclaim()
        #expect(try living.due(at: OutboxScene.now, limit: 9) == [scene.expiring])
        dead = nil
        try living.reclaim()
        #expect(
            try living.due(at: OutboxScene.now, limit: 9)
                == [scene.reset, scene.notice, scene.expiring])
        // The one it was sending may have arrived; it has had an attempt.
        #expect(try scene.deliveries == ["2 2 1"])
        let texts = try scene.base.texts("SELECT reply FROM mail_deliveries")
        #expect(texts.first?.contains("may have arrived") == true)
        // A newcomer that gets the dead one's number holds nothing of it.
        let newcomer = try scene.relay()
        #expect(try newcomer.due(at: OutboxScene.now, limit: 9).count == 3)
    }

    @Test func mailThatWasTakenBackWhileADeadRelaySentItIsWithdrawn() throws {
        var dead: Outbox? = try scene.relay()
        if let dead { _ = try OutboxScene.attempt(dead, scene.onboarding) }
        try scene.base.run("DELETE FROM mail_queue WHERE kind = 1")
        dead = nil
        _ = try scene.relay()
        #expect(try scene.deliveries == ["1 5 1"])
    }

    @Test func newcomerFreesWhatTheDeadHeld() throws {
        var dead: Outbox? = try scene.relay()
        _ = try dead?.lease([scene.notice, scene.reset], at: OutboxScene.now)
        dead = nil
        let newcomer = try scene.relay()
        #expect(try newcomer.due(at: OutboxScene.now, limit: 9).count == 4)
    }

    @Test func quietIsWhatNobodyElseHasTouched() throws {
        let outbox = try scene.relay()
        #expect(try !outbox.isQuiet())
        #expect(try outbox.isQuiet())
        // What it does itself is no news.
        _ = try outbox.lease([scene.notice], at: OutboxScene.now)
        #expect(try outbox.isQuiet())
        try scene.base.run("UPDATE mail_queue SET due_at = 1")
        #expect(try !outbox.isQuiet())
        #expect(try outbox.isQuiet())
        var other: Outbox? = try scene.relay()
        #expect(try !outbox.isQuiet())
        #expect(try outbox.isQuiet() && other != nil)
        other = nil
        #expect(try !outbox.isQuiet())
    }

    @Test func relaysCommitWithoutWaitingForTheDiskAndLeasesWithIt() throws {
        let directory = try scene.base.folder.open(.command)
        #expect(try directory.setting("synchronous") == "2")
        let outbox = try Outbox(directory)
        #expect(try directory.setting("synchronous") == "1")
        _ = try outbox.lease([scene.notice], at: OutboxScene.now)
        #expect(try directory.setting("synchronous") == "1")
    }
}
