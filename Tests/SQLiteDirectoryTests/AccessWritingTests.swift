import Provisioning
import SQLiteDirectory
import Testing

@Suite struct AccessWritingTests {
    private let it: AccessFixture

    init() throws { it = try AccessFixture() }

    @Test func devicesAreRegisteredRenamedAndRemoved() throws {
        let ada = try it.driver.create(["ada"])[0]
        func device(_ id: ByteString, _ name: ByteString?, at: Int64) -> RegisteredDevice {
            RegisteredDevice(device: id, name: name, registeredAt: Instant(milliseconds: at))
        }
        let two = [device("p", "Phone", at: 5), device("t", nil, at: 6)]
        let first = try it.apply(to: ada) { $0.devicesRegistered = two }
        #expect(first.access.devices == two)
        let second = try it.apply(to: first, named: "three") {
            $0.devicesRemoved = ["p"]
            $0.devicesRenamed = [device("t", "Tablet", at: 6)]
            $0.devicesRegistered = [device("w", "Watch", at: 7)]
        }
        #expect(
            second.access.devices == [device("t", "Tablet", at: 6), device("w", "Watch", at: 7)])
        let payload = try it.texts("SELECT payload FROM change_payloads ORDER BY change_id DESC")
            .first
        #expect(
            payload == """
                {"version":2,\
                "devices_registered":[{"device":"w","name":"Watch","registered_at":7}],\
                "devices_removed":[{"device":"p","name":"Phone","registered_at":5}],\
                "devices_renamed":{"t":[null,"Tablet"]}}
                """)
    }

    @Test func appsAreJoinedAndLeftAndADeletedOneIsNot() throws {
        let ada = try it.driver.create(["ada"])[0]
        let first = try it.apply(to: ada) { $0.appsJoined = [0, 1] }
        #expect(first.access.apps == [0, 1])
        try it.execute("DELETE FROM apps WHERE id = 6; DELETE FROM user_apps")
        let second = try it.apply(to: first, named: "three") {
            $0.appsJoined = [1]
            $0.appsLeft = [0]
        }
        #expect(second.access.apps.isEmpty)
        #expect(try it.rows("SELECT count(*) FROM user_apps") == [0])
        let names = try it.texts(
            "SELECT payload ->> '$.apps_left' FROM change_payloads WHERE change_id = 2")
        #expect(names == ["[\"Mail\"]"])
    }

    @Test func sessionsLinksAndGrantsOfOthersStay() throws {
        let users = try it.driver.create(["ada", "grace"])
        let (ada, grace) = (users[0].id.value, users[1].id.value)
        try it.execute(
            """
            INSERT INTO sessions VALUES
                ('s-1', \(ada), NULL, 1, 1), ('s-2', \(ada), NULL, 1, 1),
                ('s-3', \(grace), NULL, 1, 1);
            INSERT INTO links VALUES
                (x'01', \(ada), 1, 1, 1, 9), (x'02', \(ada), 2, 'a', 1, 9),
                (x'03', \(grace), 1, 1, 1, 9);
            INSERT INTO grants(digest, user_id, run_id, record, actor, started_at, expires_at)
            VALUES
                (x'01', \(ada), 1, 1, 'a', 1, 1000), (x'02', \(ada), 1, 1, 'a', 1, 1001),
                (x'03', \(grace), 1, 1, 'a', 1, 2000);
            INSERT INTO mail_queue VALUES
                (\(ada), 1, 1, 1, 1, 1, NULL, NULL), (\(ada), 2, 'a', 1, 1, 1, NULL, NULL),
                (\(ada), 2, 'b', 1, 1, 1, 50, NULL), (\(ada), 4, 'c', 1, 1, 1, NULL, 1),
                (\(ada), 3, 'd', 1, 1, 1, NULL, NULL), (\(ada), 5, 'e', 1, 1, 1, NULL, NULL),
                (\(grace), 1, 1, 1, 1, 1, NULL, NULL);
            INSERT INTO mail_deliveries(
                user_id, kind, occasion, due_at, run_id, record, state, attempts, last_attempt_at)
            VALUES
                (\(ada), 2, 'b', 1, 1, 1, 2, 1, 9), (\(ada), 4, 'c', 1, 1, 1, 1, 1, 9),
                (\(ada), 2, 'z', 1, 1, 1, 3, 1, 9), (\(grace), 1, 1, 1, 1, 1, 2, 1, 9);
            """)
        let after = try it.apply(to: it.state(users[0].id), action: .endSessions) {
            $0.sessionsEnded = ["s-1", "s-3"]
            $0.killsLinks = true
            $0.endsGrants = true
        }
        #expect(after.access.sessions.map(\.id) == ["s-2"])
        #expect(try it.texts("SELECT id FROM sessions") == ["s-2", "s-3"])
        #expect(try it.texts("SELECT hex(digest) FROM links") == ["03"])
        #expect(try it.texts("SELECT hex(digest) FROM grants WHERE ended_at = 1000") == ["02"])
        #expect(
            try it.texts("SELECT occasion FROM mail_queue WHERE user_id = \(ada) ORDER BY 1")
                == ["d", "e"])
        // Of those that were tried, one is withdrawn, one is being sent, and one was sent before.
        #expect(
            try it.texts("SELECT occasion || state FROM mail_deliveries ORDER BY user_id, 1")
                == ["b5", "c1", "z3", "12"])
        #expect(try it.rows("SELECT count(*) FROM mail_queue WHERE user_id = \(grace)") == [1])
    }

    @Test func grantSaysWhoAskedForItAndWhy() throws {
        let ada = try it.driver.create(["ada"])[0]
        var cells = Person("ada")
        cells.reason = "ticket 7"
        let until = Instant(milliseconds: 901_000)
        let after = try it.apply(
            to: ada, action: .impersonate, person: cells, issued: { $0.grant = ([0xAB], until) }
        ) { $0.secret = .impersonation(until: until) }
        #expect(after.version == ada.version + 1)
        let grant = try it.texts(
            """
            SELECT printf('%s %s %d %s %s %d %d %d %d', hex(digest), runs.name, record,
                grants.actor, grants.reason, grants.started_at, expires_at, uses, ended_at IS NULL)
            FROM grants JOIN runs ON runs.id = run_id
            """)
        #expect(grant == ["AB two 1 ada ticket 7 1000 901000 0 1"])
    }

    @Test func newExpiryTakesThePlaceOfTheMailAboutTheOld() throws {
        let ada = try it.driver.create(["ada"])[0]
        func expire(_ user: UserState, _ day: ByteString?, _ run: String) throws -> UserState {
            try it.apply(to: user, named: run, action: .setPasswordExpiry) {
                $0.passwordExpires = .some(day)
                guard let day else { return }
                $0.mails = [
                    OwedMail(.passwordExpiring, dueAt: Instant(milliseconds: 7), occasion: day)
                ]
            }
        }
        let first = try expire(ada, "2027-01-01", "two")
        let second = try expire(first, "2027-02-01", "three")
        #expect(try it.texts("SELECT occasion FROM mail_queue") == ["2027-02-01"])
        let third = try expire(second, "2027-03-01", "four")
        let never = try expire(third, nil, "five")
        #expect(never.access.passwordExpires == nil)
        #expect(try it.texts("SELECT occasion FROM mail_queue") == [])
    }

    @Test func mailWithoutAnOccasionIsOwedOncePerRunAndRecord() throws {
        let ada = try it.driver.create(["ada"])[0]
        try it.driver.run(RunDriver.plan("two")) { builder in
            for _ in 0..<2 {
                builder.change(ada, action: .resetPassword) {
                    $0.access.mails = [OwedMail(.passwordReset), OwedMail(.passwordReset)]
                }
            }
        }
        #expect(try it.texts("SELECT occasion FROM mail_queue") == ["two:1", "two:2"])
    }

    @Test func viewLeavesALogLineAndNothingElse() throws {
        let run = try it.driver.run(RunDriver.plan("one")) {
            $0.create(0, Person("ada"), fingerprint: 5)
        }
        let ada = try it.state(UserID(run.firstNewUser))
        try it.driver.run(RunDriver.plan("two", basis: 0)) {
            $0.change(ada, outcome: .viewed, action: .viewApps) { $0.isView = true }
        }
        #expect(try it.state(ada.id) == ada)
        #expect(try it.rows("SELECT action FROM changes") == [Int(Action.viewApps.rawValue)])
        #expect(try it.rows("SELECT count(*) FROM change_payloads") == [0])
        #expect(try it.driver.fingerprints(of: run.feed) == [ada.id: 5])
        // Nobody can look at a user who is gone.
        try it.driver.run(RunDriver.plan("three")) {
            $0.change(ada, outcome: .deleted, action: .delete) { $0.deletes = true }
        }
        let builder = ChunkBuilder()
        builder.change(ada, outcome: .viewed, action: .viewApps) { $0.isView = true }
        let last = try it.directory.openRun(RunDriver.plan("four"))
        #expect(try it.driver.write(builder.chunk, run: last).map(\.code) == [.directoryUserMoved])
    }

    @Test func deletionLeavesNoAccessBehind() throws {
        let users = try it.driver.create(["ada", "grace"])
        for user in users.map(\.id.value) {
            try it.execute(
                """
                UPDATE users SET password_hash = '$argon2id$canary', onboarded_at = 1;
                INSERT INTO user_apps VALUES (\(user), 5);
                INSERT INTO app_access VALUES (\(user), 5, 1);
                INSERT INTO enrolments VALUES (\(user), 7, 1, x'01', NULL);
                INSERT INTO backup_codes(user_id, hash, created_at) VALUES (\(user), 'canary', 1);
                INSERT INTO devices(user_id, device, registered_at) VALUES (\(user), 'd', 3);
                INSERT INTO sessions VALUES ('s-\(user)', \(user), 'd', 1, 1);
                INSERT INTO links VALUES (randomblob(32), \(user), 1, 1, 1, 9);
                INSERT INTO grants(digest, user_id, run_id, record, actor, started_at, expires_at)
                VALUES (randomblob(32), \(user), 1, 1, 'a', 1, 9);
                """)
        }
        let ada = try it.state(users[0].id)
        try it.driver.run(RunDriver.plan("two")) {
            $0.change(ada, outcome: .deleted, action: .delete) { $0.deletes = true }
        }
        let tables = [
            "user_apps", "app_access", "enrolments", "backup_codes", "devices", "sessions", "links",
            "grants",
        ]
        for table in tables {
            #expect(
                try it.rows("SELECT user_id FROM \(table)") == [Int(users[1].id.value)], "\(table)")
        }
        #expect(try it.texts("SELECT payload FROM change_payloads").isEmpty)
    }

    @Test func positionOfTheSecretsIsKeptWithTheCheckpoint() throws {
        let run = try it.directory.openRun(RunDriver.plan("one", creates: 1))
        let builder = ChunkBuilder()
        builder.create(0, Person("ada"))
        try it.directory.beginChunk()
        _ = try it.directory.write(builder.chunk, run: run)
        let positions = ResultPositions(results: 3, rejects: 4, secrets: 5)
        try it.directory.commitChunk(
            RunCheckpoint(chunk: 0, record: 1, positions: positions, outcomes: [.created]), run: run
        )
        #expect(try it.directory.interruptedRun(of: "hr")?.positions == positions)
    }
}
