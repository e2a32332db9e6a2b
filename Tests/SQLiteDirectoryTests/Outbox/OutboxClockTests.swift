import Provisioning
import SQLiteDirectory
import Testing

/// What a clock that was ahead has put off is sent all the same, and nothing else before its time.
@Suite struct OutboxClockTests {
    static let year: Int64 = 366 * 86_400_000
    let scene: OutboxScene

    init() throws { scene = try OutboxScene() }

    /// A run of the time `at`, and a mail of it that is due then or later.
    private func mail(_ run: Int, at time: Int64, due: Int64, notBefore: Int64? = nil) throws {
        try scene.base.run(
            """
            INSERT INTO runs(id, name, feed, feed_id, command, actor, file, file_hash,
                configuration_hash, options_hash, fingerprint_basis, first_new_user, creates,
                defers_indexes, started_at, state)
            SELECT \(run), 'run\(run)', feed, feed_id, command, actor, file, file_hash,
                configuration_hash, options_hash, fingerprint_basis, first_new_user, creates,
                defers_indexes, \(time), state FROM runs LIMIT 1;
            INSERT INTO mail_queue(
                user_id, kind, occasion, due_at, run_id, record, not_before)
            VALUES (\(scene.ada.value), 2, 'run:\(run)', \(due), \(run), 1,
                \(notBefore.map { "\($0)" } ?? "NULL"));
            """)
    }

    private func dueRuns(_ outbox: Outbox) throws -> [String] {
        try outbox.due(at: OutboxScene.now, limit: 99).map { "\($0.occasion)" }
    }

    @Test func mailOfARunThatHasNotBegunYetIsDue() throws {
        let now = OutboxScene.now.milliseconds
        try scene.base.run("DELETE FROM mail_queue")
        let ahead = now + Self.year
        try mail(70, at: ahead, due: ahead)
        // On the first day of somebody who starts later: whatever the clock says, that day is theirs.
        try mail(71, at: ahead, due: ahead + Self.year)
        try mail(72, at: now - 1, due: now + 86_400_000)
        try mail(73, at: now - 1, due: now - 1, notBefore: ahead)
        // A wait as long as there are.
        try mail(74, at: now - 1, due: now - 1, notBefore: now + 9 * 3_600_000)
        // Clocks of two machines.
        try mail(75, at: now + 60_000, due: now + 60_000)
        let outbox = try scene.relay()
        #expect(try dueRuns(outbox).isEmpty)
        #expect(try outbox.bringForward(at: OutboxScene.now) == 2)
        #expect(
            try scene.base.numbers(
                "SELECT run_id FROM mail_queue WHERE coalesce(not_before, due_at) <= \(now) "
                    + "ORDER BY 1") == [70, 73])
        #expect(try outbox.bringForward(at: OutboxScene.now) == 0)
    }
}
