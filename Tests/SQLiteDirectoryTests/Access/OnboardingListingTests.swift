import Provisioning
import SQLiteDirectory
import Testing

/// Who has not finished onboarding, and since when.
@Suite struct OnboardingListingTests {
    static func list(_ scene: SignInScene) throws -> [OnboardingListing] {
        var users: [OnboardingListing] = []
        try scene.directory.listOnboarding { users.append($0) }
        return users
    }

    @Test func whoBeganFirstComesFirst() throws {
        let scene = try SignInScene(["ada", "bob", "cyd", "dan"])
        try scene.run(
            """
            UPDATE users SET onboarding_since = 10 WHERE username_key = 'cyd';
            UPDATE users SET onboarded_at = 1 WHERE username_key = 'bob';
            UPDATE users SET disabled_cause = 1 WHERE username_key = 'dan';
            """)
        let users = try Self.list(scene)
        #expect(users.map(\.username) == ["cyd", "ada"])
        // Without a beginning of its own, an onboarding began with the run that made the user.
        #expect(users.map(\.since.milliseconds) == [10, 1_000])
        #expect(users.allSatisfy { $0.lastMail == nil && $0.queuedFor == nil })
    }

    @Test func mailsAndLinksStandBesideTheUser() throws {
        let scene = try SignInScene(["ada", "bob"])
        try scene.run(
            """
            INSERT INTO mail_queue(user_id, kind, occasion, due_at, run_id, record) VALUES
                (2, 1, 1, 60, 1, 1), (2, 5, 'n', 90, 1, 1);
            INSERT INTO mail_deliveries(
                user_id, kind, occasion, due_at, run_id, record, state, attempts, last_attempt_at,
                reply_code, reply) VALUES
                (1, 1, 1, 20, 1, 1, 3, 1, 30, 250, 'ok'),
                (1, 4, '1.1', 40, 1, 1, 4, 1, 50, 550, 'unknown'),
                (1, 2, 'p', 90, 1, 1, 3, 1, 95, 250, 'ok');
            INSERT INTO links VALUES (x'01', 1, 1, 1, 30, 500), (x'02', 1, 2, 'p', 95, 900);
            """)
        let users = try Self.list(scene)
        #expect(
            users.map(\.lastMail) == [
                LastMail(
                    state: .failed, at: Instant(milliseconds: 50), reply: "550 unknown"), nil,
            ])
        #expect(users.map { $0.queuedFor?.milliseconds } == [nil, 60])
        #expect(users.map { $0.linkEndsAt?.milliseconds } == [500, nil])
    }
}
