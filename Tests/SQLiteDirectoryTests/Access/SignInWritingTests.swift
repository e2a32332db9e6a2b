import Provisioning
import SQLiteDirectory
import Testing

/// What a successful sign-in leaves behind.
@Suite struct SignInWritingTests {
    @Test func usersAreFoundByEveryName() throws {
        let scene = try SignInScene(["ada", "grace"])
        let rules = ColumnRules(profile: FeedProfile(), limits: Limits())
        func find(_ name: String) throws -> UserID? {
            try scene.directory.user(NamedUser(ByteString(name), rules: rules))
        }
        for name in ["ada", "ADA", "ada@example.com", "id:\(scene.ada.value)"] {
            #expect(try find(name) == scene.ada, "\(name)")
        }
        for name in ["nobody", "id:99", "ext:E-1", "id:x", ""] {
            #expect(try find(name) == nil, "\(name)")
        }
    }

    @Test func aStepOfTOTPIsAcceptedOnce() throws {
        let scene = try SignInScene()
        try scene.run(
            "INSERT INTO enrolments(user_id, method, enrolled_at, secret) "
                + "VALUES (\(scene.ada.value), 7, 0, x'0102')")
        #expect(try scene.record()?.totp == StoredTOTP(sealedSecret: [1, 2], lastStep: nil))
        #expect(try scene.change { try $0.acceptTOTP(step: 50, of: scene.ada) })
        #expect(try scene.record()?.totp?.lastStep == 50)
        for step in [49, 50] as [Int64] {
            #expect(try !scene.change { try $0.acceptTOTP(step: step, of: scene.ada) })
        }
        #expect(try scene.change { try $0.acceptTOTP(step: 51, of: scene.ada) })
    }

    @Test func aBackupCodeIsSpentOnce() throws {
        let scene = try SignInScene(["ada", "grace"])
        try scene.run(
            "INSERT INTO backup_codes(user_id, hash, created_at) "
                + "VALUES (\(scene.ada.value), 'one', 0), (\(scene.ada.value), 'two', 0)")
        let code = try #require(try scene.record()?.backupCodes.first)
        #expect(code.hash == "one")
        #expect(try !scene.change { try $0.spend(code, of: scene.users[1].id) })
        #expect(try scene.change { try $0.spend(code, of: scene.ada) })
        #expect(try !scene.change { try $0.spend(code, of: scene.ada) })
        #expect(try scene.record()?.backupCodes.map(\.hash) == ["two"])
        #expect(try scene.record()?.user.version == 2)
        #expect(try scene.events == ["backup-code.used"])
    }

    @Test func devicesAndTheirSessionsMakeRoom() throws {
        let scene = try SignInScene()
        try scene.change { access in
            for device in ["first", "second"] as [ByteString] {
                try access.register(device, name: nil, droppingOldest: [], of: scene.ada)
                _ = try access.startSession(
                    ByteString("s-\(device)"), of: scene.ada, device: device, app: nil)
            }
        }
        try scene.change {
            try $0.register("third", name: "Phone", droppingOldest: ["first"], of: scene.ada)
        }
        let access = try #require(try scene.record()?.user.access)
        #expect(access.devices.map(\.device) == ["second", "third"])
        #expect(access.devices.last?.name == "Phone")
        #expect(access.sessions.map(\.id) == ["s-second"])
        #expect(
            try scene.events == [
                "device.registered", "session.started", "device.registered", "session.started",
                "device.removed", "device.registered",
            ])
    }

    @Test func aDeviceHasOneSessionThatGoesOn() throws {
        let scene = try SignInScene()
        let later = Instant(milliseconds: 2_000_000)
        try scene.change {
            try $0.register("laptop", name: nil, droppingOldest: [], of: scene.ada)
        }
        let first = try scene.change {
            try $0.startSession("s-1", of: scene.ada, device: "laptop", app: nil)
        }
        let second = try scene.change(at: later) {
            try $0.startSession("s-2", of: scene.ada, device: "laptop", app: "wiki")
        }
        #expect(first == "s-1" && second == "s-1")
        let session = try #require(try scene.record()?.user.access.sessions.first)
        #expect(session.startedAt == SignInScene.now && session.lastSeenAt == later)
        #expect(try scene.numbers("SELECT last_seen_at FROM devices") == [2_000_000])
        let others = try ["s-3", "s-4"].map { id in
            try scene.change {
                try $0.startSession(ByteString(id), of: scene.ada, device: nil, app: nil)
            }
        }
        #expect(others == ["s-3", "s-4"])
    }

    @Test func theLastAccessOfAnApplicationOnlyMovesForward() throws {
        let scene = try SignInScene()
        try scene.directory.createApp("wiki", requiresSecondFactor: false, at: SignInScene.now)
        for time in [2_000, 3_000, 1_000] as [Int64] {
            try scene.change(at: Instant(milliseconds: time)) {
                try $0.noteAccess(to: 1, by: scene.ada)
            }
        }
        _ = try scene.directory.apps()
        #expect(try scene.record()?.user.access.lastAccess == [0: Instant(milliseconds: 3_000)])
    }

    @Test func whatFailsLeavesNothing() throws {
        struct Refusal: Error {}
        let scene = try SignInScene()
        let before = try scene.events
        #expect(throws: RunHalt.self) {
            try scene.change { access in
                try access.register("laptop", name: nil, droppingOldest: [], of: scene.ada)
                throw Refusal()
            }
        }
        #expect(try scene.record()?.user.access.devices == [])
        #expect(try scene.events == before)
    }

    @Test func anUpgradedHashIsTheSamePassword() throws {
        let scene = try SignInScene()
        try scene.run("UPDATE users SET password_hash = 'old', onboarded_at = 1")
        try scene.change { try $0.upgradePasswordHash("new", of: scene.ada) }
        #expect(try scene.record()?.passwordHash == "new")
        #expect(try scene.record()?.user.version == 1)
        #expect(try scene.events == ["password-hash.upgraded"])
    }
}
