import Provisioning
import SQLiteDirectory
import Testing

/// Mails that records owe, as they stand in the queue: to whom, when they are due, what takes them back.
@Suite struct OwedMailWritingTests {
    private let it: AccessFixture

    init() throws { it = try AccessFixture() }

    private static let day: Int64 = 86_400_000

    /// The queue, such as `ada onboarding 1 due 5`.
    private var queue: [String] {
        get throws {
            try it.texts(
                """
                SELECT username_key || ' ' || kind || ' ' || occasion || ' due ' || due_at
                FROM mail_queue JOIN users ON users.id = user_id ORDER BY 1
                """)
        }
    }

    /// Puts mails of these kinds into ada's queue: one that nobody has touched, and one that was
    /// tried and waits for its next time.
    private func fill(_ user: UserState, _ kinds: MailKind...) throws {
        for kind in kinds {
            try it.execute(
                """
                INSERT INTO mail_queue(user_id, kind, occasion, due_at, run_id, record, not_before)
                VALUES (\(user.id.value), \(kind.rawValue), 'new', 1, 1, 1, NULL),
                    (\(user.id.value), \(kind.rawValue), 'tried', 1, 1, 1, 50);
                INSERT INTO mail_deliveries(
                    user_id, kind, occasion, due_at, run_id, record, state, attempts,
                    first_attempt_at, last_attempt_at)
                VALUES (\(user.id.value), \(kind.rawValue), 'tried', 1, 1, 1,
                        \(MailState.deferred.rawValue), 1, 2, 2),
                    (\(user.id.value), \(kind.rawValue), 'sent', 1, 1, 1,
                        \(MailState.sent.rawValue), 1, 2, 2);
                """)
        }
    }

    /// Kinds that are queued, and kinds whose tried mail is still to be tried again.
    private func left() throws -> (queued: [Int], deferred: [Int]) {
        (
            try it.rows("SELECT DISTINCT kind FROM mail_queue ORDER BY kind"),
            try it.rows(
                """
                SELECT kind FROM mail_deliveries WHERE state = \(MailState.deferred.rawValue)
                ORDER BY kind
                """)
        )
    }

    @Test func noticeOfANewAddressGoesToTheFormerOne() throws {
        let ada = try it.driver.create(["ada"])[0]
        try it.driver.run(RunDriver.plan("two")) { builder in
            builder.change(ada) {
                $0.columns = [
                    (.email, ValueChange(before: ada.email, after: "ada@new.example"))
                ]
                $0.emailKey = "ada@new.example"
                $0.access.mails = [
                    OwedMail(.secondFactorChanged), OwedMail(.emailChanged, recipient: ada.email),
                ]
            }
        }
        #expect(try queue == ["ada 5 two:1 due 1000", "ada 7 two:1 due 1000"])
        #expect(
            try it.texts("SELECT kind || ' ' || occasion || ' ' || address FROM mail_recipients")
                == ["7 two:1 ada@example.com"])
    }

    @Test func recipientIsKeptForAQueuedMailAlone() throws {
        let ada = try it.driver.create(["ada"])[0]
        try it.execute(
            """
            INSERT INTO mail_deliveries(
                user_id, kind, occasion, due_at, run_id, record, state, attempts, last_attempt_at)
            VALUES (\(ada.id.value), 7, 'two:1', 1, 1, 1, \(MailState.sent.rawValue), 1, 2)
            """)
        _ = try it.apply(to: ada) { $0.mails = [OwedMail(.emailChanged, recipient: "a@b.example")] }
        #expect(try queue == [])
        #expect(try it.rows("SELECT count(*) FROM mail_recipients") == [0])
    }

    @Test func newUsersMailIsDueInItsWave() throws {
        var access = AccessChanges()
        access.mails = [OwedMail(.onboarding, dueAt: Instant(milliseconds: 5 * Self.day))]
        try it.driver.run(RunDriver.plan("one")) { builder in
            builder.create(0, Person("ada"), access: access)
            builder.create(1, Person("bob"), mail: true)
        }
        #expect(try queue == ["ada 1 1 due \(5 * Self.day)", "bob 1 1 due 1000"])
        #expect(try it.texts("SELECT DISTINCT typeof(occasion) FROM mail_queue") == ["integer"])
    }

    @Test func mailThatNobodyTouchedFollowsTheStart() throws {
        let users = try it.driver.create(["ada", "bob", "cyd", "dan", "eve"])
        for user in users {
            try it.execute(
                """
                INSERT INTO mail_queue(user_id, kind, occasion, due_at, run_id, record)
                VALUES (\(user.id.value), 1, 1, 7, 1, 1), (\(user.id.value), 2, 'a', 7, 1, 1)
                """)
        }
        // Bob's was postponed, a relay has cyd's, and dan's was taken and given back.
        try it.execute(
            """
            UPDATE mail_queue SET not_before = 9 WHERE user_id = \(users[1].id.value);
            UPDATE mail_queue SET lease = 2 WHERE user_id = \(users[2].id.value);
            INSERT INTO mail_deliveries(
                user_id, kind, occasion, due_at, run_id, record, state, attempts, last_attempt_at)
            VALUES (\(users[3].id.value), 1, 1, 7, 1, 1, \(MailState.deferred.rawValue), 0, 8);
            """)
        for (index, user) in users.dropLast().enumerated() {
            _ = try it.apply(to: user, named: "move \(index)") {
                $0.onboardingMailDue = Instant(milliseconds: 5 * Self.day)
            }
        }
        let onboarding = try queue.filter { $0.contains(" 1 1 ") }
        #expect(
            onboarding == [
                "ada 1 1 due \(5 * Self.day)", "bob 1 1 due 7", "cyd 1 1 due 7", "dan 1 1 due 7",
                "eve 1 1 due 7",
            ])
        #expect(try it.rows("SELECT DISTINCT due_at FROM mail_queue WHERE kind = 2") == [7])
    }

    @Test func disablingTakesBackMailsWithLinksAndLeavesTheOthers() throws {
        let ada = try it.driver.create(["ada"])[0]
        try fill(
            ada, .onboarding, .passwordReset, .passwordExpiring, .reminder, .secondFactorChanged,
            .emailChanged)
        try it.driver.run(RunDriver.plan("two")) { builder in
            builder.change(ada, outcome: .disabled, action: .disable) {
                $0.isEnabled = false
                $0.disabledCause = .order
                $0.access.killsLinks = true
            }
        }
        let left = try left()
        #expect(left.queued == [3, 5, 7])
        #expect(left.deferred == [3, 5, 7])
        // What was sent stays so.
        #expect(
            try it.rows(
                "SELECT count(*) FROM mail_deliveries WHERE state = \(MailState.sent.rawValue)")
                == [6])
    }

    @Test func enablingTakesBackTheNoticeOfBeingDisabled() throws {
        let ada = try it.driver.create(["ada"])[0]
        try it.driver.run(RunDriver.plan("two")) { builder in
            builder.change(ada, outcome: .disabled, action: .disable) {
                $0.isEnabled = false
                $0.access.mails = [OwedMail(.accountDisabled)]
            }
        }
        #expect(try queue == ["ada 8 two:1 due 1000"])
        try fill(ada, .accountDisabled, .emailChanged)
        try it.driver.run(RunDriver.plan("three")) { builder in
            builder.change(try it.state(ada.id), outcome: .enabled, action: .enable) {
                $0.isEnabled = true
            }
        }
        let left = try left()
        #expect(left.queued == [7])
        #expect(left.deferred == [7])
    }

    @Test func deletedUserIsOwedNothing() throws {
        let users = try it.driver.create(["ada", "bob"])
        for user in users {
            try fill(
                user, .onboarding, .passwordReset, .passwordExpiring, .reminder, .emailChanged)
            try it.execute(
                "INSERT INTO mail_recipients VALUES (\(user.id.value), 7, 'new', 'a@b.example')")
        }
        try it.driver.run(RunDriver.plan("two")) { builder in
            builder.change(users[0], outcome: .deleted, action: .delete) { $0.deletes = true }
        }
        for table in ["mail_queue", "mail_deliveries", "mail_recipients"] {
            #expect(
                try it.rows("SELECT DISTINCT user_id FROM \(table)") == [Int(users[1].id.value)])
        }
    }
}
