import Provisioning
import SQLiteDirectory
import Testing

@Suite struct AccessLoadingTests {
    private let folder: TemporaryFolder
    private let directory: SQLiteDirectory
    private let ada: UserState
    private let grace: UserState

    init() throws {
        folder = try TemporaryFolder()
        directory = try folder.openForRun()
        let users = try RunDriver(directory: directory).create(["ada", "grace"])
        ada = users[0]
        grace = users[1]
    }

    @Test func userWithoutAnythingHasNoAccess() throws {
        #expect(ada.access == AccessState())
        #expect(ada.enrolments.isEmpty)
    }

    @Test func whatATableHoldsIsLoadedForItsUserAlone() throws {
        let id = ada.id.value
        try execute(
            folder.directoryPath,
            """
            INSERT INTO apps(id, name, name_key, requires_second_factor, created_at)
            VALUES (5, 'Wiki', 'wiki', 0, 1), (6, 'Mail', 'mail', 1, 1);
            INSERT INTO user_apps VALUES (\(id), 5), (\(id), 6);
            INSERT INTO app_access VALUES (\(id), 6, 77);
            INSERT INTO enrolments VALUES (\(id), 7, 1, x'01', 9), (\(id), 13, 1, NULL, NULL);
            INSERT INTO backup_codes(user_id, hash, created_at)
            VALUES (\(id), 'h', 1), (\(id), 'i', 1);
            INSERT INTO devices(user_id, device, name, registered_at)
            VALUES (\(id), 'new', 'Phone', 20), (\(id), 'old', NULL, 10), (\(id), 'next', NULL, 20);
            INSERT INTO sessions VALUES ('s-2', \(id), 'old', 30, 35), ('s-1', \(id), NULL, 40, 40);
            INSERT INTO mail_deliveries(
                user_id, kind, occasion, due_at, run_id, record, state, attempts, last_attempt_at)
            VALUES
                (\(id), 1, 1, 1, 1, 1, 3, 1, 50), (\(id), 1, 2, 1, 1, 1, 3, 3, 60),
                (\(id), 1, 3, 1, 1, 1, 2, 1, 70), (\(id), 1, 4, 1, 1, 1, 4, 1, 80), (\(id), 2, 'a', 1, 1, 1, 3, 1, 90);
            UPDATE users SET password_expires = '2027-01-31' WHERE id = \(id);
            """)
        let apps = try directory.apps()
        let loaded = try directory.load([ada.id, grace.id])
        let state = try #require(loaded[ada.id])
        var expected = AccessState()
        expected.devices = [
            RegisteredDevice(device: "old", name: nil, registeredAt: Instant(milliseconds: 10)),
            RegisteredDevice(device: "new", name: "Phone", registeredAt: Instant(milliseconds: 20)),
            RegisteredDevice(device: "next", name: nil, registeredAt: Instant(milliseconds: 20)),
        ]
        expected.sessions = [
            ActiveSession(
                id: "s-2", device: "old", startedAt: Instant(milliseconds: 30),
                lastSeenAt: Instant(milliseconds: 35)),
            ActiveSession(
                id: "s-1", device: nil, startedAt: Instant(milliseconds: 40),
                lastSeenAt: Instant(milliseconds: 40)),
        ]
        expected.apps = [0, 1]
        expected.lastAccess = [try #require(apps.index(of: "MAIL")): Instant(milliseconds: 77)]
        expected.passwordExpires = "2027-01-31"
        expected.backupCodes = 2
        expected.onboardingMailAt = Instant(milliseconds: 60)
        #expect(state.access == expected)
        #expect(state.enrolments == [.totp, .webauthn])
        #expect(loaded[grace.id] == grace)
    }

    @Test func appThatTheRunDoesNotKnowIsLeftOut() throws {
        _ = try directory.apps()
        try execute(
            folder.directoryPath,
            """
            INSERT INTO apps(id, name, name_key, requires_second_factor, created_at)
            VALUES (5, 'Wiki', 'wiki', 0, 1);
            INSERT INTO user_apps VALUES (\(ada.id.value), 5);
            INSERT INTO app_access VALUES (\(ada.id.value), 5, 77);
            """)
        #expect(try directory.load([ada.id])[ada.id] == ada)
        #expect(try directory.apps().entries.map(\.name) == ["Wiki"])
        #expect(try directory.load([ada.id])[ada.id]?.access.apps == [0])
    }

    /// What a chunk is decided on is read with the write lock in hand, so that no other process can
    /// register a device in between.
    @Test func stateIsReadWithinTheTransactionThatWrites() throws {
        let command = try folder.open(.command, wait: .zero)
        try directory.beginChunk()
        #expect(throws: RunHalt.self) { try command.beginChunk() }
        let builder = ChunkBuilder()
        builder.change(ada, outcome: .applied, action: .registerDevice) {
            $0.access.devicesRegistered = [
                RegisteredDevice(device: "d", name: nil, registeredAt: Instant(milliseconds: 1))
            ]
        }
        let run = OpenRun(
            id: 99, name: "r", feed: FeedID(0), firstNewUser: 100, fingerprintBasis: 0,
            actor: "ada", startedAt: Instant(milliseconds: 1))
        _ = try directory.write(builder.chunk, run: run)
        try directory.commitChunk(RunDriver.checkpoint(builder.chunk), run: run)
        try command.beginChunk()
        let seen = try #require(try command.load([ada.id])[ada.id])
        command.rollbackChunk()
        #expect(seen.access.devices.map(\.device) == ["d"])
        #expect(seen.version == ada.version + 1)
    }
}
