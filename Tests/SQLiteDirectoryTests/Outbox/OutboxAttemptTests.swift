import Provisioning
import SQLiteDirectory
import Testing

/// Attempts to send: their beginning, their end, and what they leave.
@Suite struct OutboxAttemptTests {
    let scene: OutboxScene
    let outbox: Outbox

    init() throws {
        scene = try OutboxScene()
        outbox = try scene.relay()
    }

    @Test func sentMailLeavesTheQueueAndIsNeverQueuedAgain() throws {
        let attempt = try OutboxScene.attempt(outbox, scene.onboarding)
        #expect(attempt.user.username == "ada" && attempt.number == 1)
        #expect(attempt.firstAt == OutboxScene.now)
        #expect(attempt.endsAt == OutboxScene.later(3_600_000))
        try OutboxScene.end(outbox, attempt, .sent)
        #expect(try scene.deliveries == ["1 3 1"])
        #expect(try scene.base.directory.queuedMails(of: scene.ada).count == 3)
        let driver = RunDriver(directory: scene.base.directory)
        try driver.run(RunDriver.plan("again")) { builder in
            builder.change(scene.base.users[0], action: .update, mail: true) { _ in }
        }
        #expect(try scene.base.directory.queuedMails(of: scene.ada).count == 3)
    }

    @Test func deferredMailIsTriedAgainWithTheSameLinkAndLife() throws {
        let first = try OutboxScene.attempt(outbox, scene.reset)
        try OutboxScene.end(outbox, first, .deferred(until: OutboxScene.later(500)), 450)
        #expect(try scene.deliveries == ["2 2 1"])
        #expect(try outbox.lease([scene.reset], at: OutboxScene.later(499)) == [])
        let second = try OutboxScene.attempt(outbox, scene.reset, at: OutboxScene.later(500))
        #expect(second.number == 2 && second.firstAt == first.firstAt)
        #expect(second.endsAt == first.endsAt)
        #expect(try scene.base.numbers("SELECT count(*) FROM links") == [1])
    }

    @Test func oneTransactionEndsAnAttemptAndBeginsTheNext() throws {
        let first = try OutboxScene.attempt(outbox, scene.reset)
        _ = try outbox.lease([scene.notice], at: OutboxScene.now)
        let end = MailAttemptEnd(first, .failed, reply: (550, "RCPT", "unknown"))
        let start = try OutboxScene.begin(outbox, scene.notice, ending: end)
        guard case .begun(let second) = start else { throw OutboxScene.Unexpected() }
        #expect(second.address == "old@example.com" && second.user.email == "ada@example.com")
        #expect(try scene.deliveries == ["2 4 1", "7 1 1"])
        try OutboxScene.end(outbox, second, .sent)
        #expect(try scene.base.numbers("SELECT count(*) FROM mail_recipients") == [0])
    }

    @Test func mailThatWasNotTriedIsAsItWasBefore() throws {
        let attempt = try OutboxScene.attempt(outbox, scene.reset)
        try OutboxScene.end(outbox, attempt, .untried)
        #expect(try scene.deliveries == ["2 2 0"])
        #expect(try scene.base.numbers("SELECT count(*) FROM links") == [0])
        let again = try OutboxScene.attempt(
            outbox, scene.reset, at: OutboxScene.later(7_200_000))
        // The life of its link has begun only now.
        #expect(again.number == 1 && again.endsAt == OutboxScene.later(10_800_000))
    }

    @Test func whatIsTooOldFails() throws {
        let attempt = try OutboxScene.attempt(outbox, scene.reset)
        try OutboxScene.end(outbox, attempt, .deferred(until: OutboxScene.later(1)))
        let late = OutboxScene.later(3_600_000)
        _ = try outbox.lease([scene.reset], at: late)
        #expect(try OutboxScene.begin(outbox, scene.reset, at: late) == .expired)
        #expect(try scene.deliveries == ["2 4 1"])
    }

    /// What ends the reason for a mail while it waits.
    static let endings: [(name: String, sql: String, gone: Set<MailKind>)] = [
        ("nothing", "SELECT 1", []),
        (
            "disabled", "UPDATE users SET disabled_cause = 1",
            [.onboarding, .passwordReset, .passwordExpiring]
        ),
        ("onboarded", "UPDATE users SET onboarded_at = 1", [.onboarding]),
        ("next generation", "UPDATE users SET onboarding_generation = 2", [.onboarding]),
        ("another day", "UPDATE users SET password_expires = '2028-01-01'", [.passwordExpiring]),
        ("no such user", "DELETE FROM users", Set(MailKind.allCases)),
    ]

    @Test(arguments: endings)
    func mailThatIsNoLongerOwedIsWithdrawn(
        name: String, sql: String, gone: Set<MailKind>
    ) throws {
        try scene.base.run(sql)
        for entry in [scene.onboarding, scene.reset, scene.expiring, scene.notice] {
            _ = try outbox.lease([entry], at: OutboxScene.now)
            let start = try OutboxScene.begin(outbox, entry)
            #expect((start == .withdrawn) == gone.contains(entry.kind), "\(name) \(entry.kind)")
        }
        #expect(
            try scene.base.numbers("SELECT count(*) FROM mail_queue") == [4 - min(gone.count, 4)])
    }

    @Test func aPausedAddressGetsNoAttemptNoLinkAndNoPermit() throws {
        outbox.allowance = MailAllowance(mails: 1, span: .seconds(60))
        _ = try outbox.lease([scene.reset], at: OutboxScene.now)
        let request = MailAttemptRequest(
            entry: scene.reset, digest: [2], life: OutboxScene.hour)
        let start = try outbox.advance(ending: nil, beginning: request, at: OutboxScene.now) {
            $0 == "ada@example.com" ? OutboxScene.later(5) : nil
        }
        #expect(start == .postponed)
        #expect(try scene.deliveries == [])
        #expect(try scene.base.numbers("SELECT count(*) FROM links") == [0])
        #expect(try scene.base.numbers("SELECT count(*) FROM mail_permits") == [0])
        #expect(try outbox.lease([scene.reset], at: OutboxScene.later(4)) == [])
        #expect(try outbox.lease([scene.reset], at: OutboxScene.later(5)) == [scene.reset])
    }

    @Test func anExpiryMailGetsItsLinkAnewWhereAnotherActionTookIt() throws {
        func begin(at now: Instant) throws -> MailAttempt {
            let request = MailAttemptRequest(
                entry: scene.expiring, digest: [3], life: OutboxScene.hour)
            _ = try outbox.lease([scene.expiring], at: now)
            guard
                case .begun(let attempt) = try outbox.advance(
                    ending: nil, beginning: request, at: now)
            else { throw OutboxScene.Unexpected() }
            return attempt
        }
        let first = try begin(at: OutboxScene.now)
        try OutboxScene.end(outbox, first, .deferred(until: OutboxScene.later(1)), 450)
        try scene.base.run("DELETE FROM links")
        let second = try begin(at: OutboxScene.later(1))
        #expect(second.endsAt == first.endsAt)
        #expect(try scene.base.directory.link(digest: [3]) != nil)
    }

    @Test func refusedMailIsReopenedUnlessSomebodyDecidedElse() throws {
        let first = try OutboxScene.attempt(outbox, scene.reset)
        try OutboxScene.end(outbox, first, .failed, 550)
        let second = try OutboxScene.attempt(outbox, scene.onboarding)
        try OutboxScene.end(outbox, second, .failed, 550)
        try scene.base.run("UPDATE mail_deliveries SET state = 5 WHERE kind = 1")
        try outbox.reopen([
            (attempt: first, until: OutboxScene.later(9)),
            (attempt: second, until: OutboxScene.later(9)),
        ])
        #expect(try scene.deliveries == ["1 5 1", "2 2 1"])
        let again = try OutboxScene.attempt(outbox, scene.reset, at: OutboxScene.later(9))
        #expect(again.number == 2 && again.endsAt == first.endsAt)
    }

    @Test func mailWhoseLinkWasUsedIsWithdrawn() throws {
        let first = try OutboxScene.attempt(outbox, scene.reset)
        try OutboxScene.end(outbox, first, .deferred(until: OutboxScene.later(1)))
        try scene.base.run("DELETE FROM links")
        _ = try outbox.lease([scene.reset], at: OutboxScene.later(1))
        #expect(try OutboxScene.begin(outbox, scene.reset, at: OutboxScene.later(1)) == .withdrawn)
    }

    @Test func mailTakenBackWhileItIsSentIsNotTriedAgain() throws {
        let attempt = try OutboxScene.attempt(outbox, scene.onboarding)
        try scene.base.run("DELETE FROM mail_queue WHERE kind = 1")
        try OutboxScene.end(outbox, attempt, .deferred(until: OutboxScene.later(1)))
        #expect(try scene.deliveries == ["1 5 1"])
    }

    @Test func mailTakenBackBeforeItWasTriedIsWithdrawn() throws {
        let attempt = try OutboxScene.attempt(outbox, scene.onboarding)
        try scene.base.run("DELETE FROM mail_queue WHERE kind = 1")
        try OutboxScene.end(outbox, attempt, .untried)
        #expect(try scene.deliveries == ["1 5 0"])
        let counts = try scene.base.directory.mailQueueCounts(at: OutboxScene.now)
        #expect(counts.count(.withdrawn) == 1)
    }

    @Test func retryMakesDueAndBeginsTheLifeOfWhatFailedAnew() throws {
        let failed = try OutboxScene.attempt(outbox, scene.reset)
        try OutboxScene.end(outbox, failed, .failed, 550)
        let deferred = try OutboxScene.attempt(outbox, scene.notice)
        try OutboxScene.end(outbox, deferred, .deferred(until: OutboxScene.later(900)), 450)
        let later = OutboxScene.later(100)
        let counts = try scene.base.directory.retryMails(MailRetryFilter(), at: later)
        #expect(counts == (1, 1))
        #expect(try outbox.due(at: later, limit: 9).count == 4)
        let again = try OutboxScene.attempt(outbox, scene.reset, at: later)
        #expect(again.number == 2 && again.endsAt == OutboxScene.later(3_600_100))
    }

    @Test func noticeOfANewAddressStaysWithTheFormerOneWhenItIsRetried() throws {
        let attempt = try OutboxScene.attempt(outbox, scene.notice)
        _ = try outbox.advance(
            ending: MailAttemptEnd(attempt, .failed), beginning: nil, at: OutboxScene.now)
        _ = try scene.base.directory.retryMails(MailRetryFilter(), at: OutboxScene.now)
        #expect(try OutboxScene.attempt(outbox, scene.notice).address == "old@example.com")
    }

    /// A reset that was refused, or seemed to be, must not come to life when another one was used.
    @Test func completingClosesMailsThatFailed() throws {
        let failed = try OutboxScene.attempt(outbox, scene.reset)
        try OutboxScene.end(outbox, failed, .failed, 550)
        _ = try OutboxScene.attempt(outbox, scene.onboarding)
        let link = try #require(try scene.base.directory.link(digest: [1, 1]))
        let user = try #require(try scene.base.record()?.user)
        try scene.base.change {
            try $0.completeOnboarding(
                of: user, by: link, passwordHash: "hash", owesNotice: false)
        }
        #expect(
            try scene.base.directory.retryMails(MailRetryFilter(), at: OutboxScene.now).failed == 0)
        #expect(try scene.deliveries.contains("2 5 1"))
    }

    @Test func retryTakesWhatItIsAskedFor() throws {
        let failed = try OutboxScene.attempt(outbox, scene.reset)
        try OutboxScene.end(outbox, failed, .failed, 550)
        var filter = MailRetryFilter()
        filter.kind = .onboarding
        #expect(try scene.base.directory.retryMails(filter, at: OutboxScene.now) == (0, 0))
        filter.kind = .passwordReset
        filter.takesFailed = false
        #expect(try scene.base.directory.retryMails(filter, at: OutboxScene.now) == (0, 0))
        filter.takesFailed = true
        filter.user = UserID(99)
        #expect(try scene.base.directory.retryMails(filter, at: OutboxScene.now) == (0, 0))
        filter.user = scene.ada
        #expect(try scene.base.directory.retryMails(filter, at: OutboxScene.now) == (0, 1))
    }

    @Test func aNewerLinkKillsThoseOfItsKindAlone() throws {
        try scene.base.run(
            """
            INSERT INTO links VALUES (x'AA', \(scene.ada.value), 1, 9, 0, 9000000),
                (x'BB', \(scene.ada.value), 2, 'x', 0, 9000000)
            """)
        _ = try OutboxScene.attempt(outbox, scene.onboarding)
        #expect(try scene.base.texts("SELECT hex(digest) FROM links WHERE kind = 1") == ["0101"])
        #expect(try scene.base.directory.link(digest: [0xBB])?.kind == .passwordReset)
    }
}
