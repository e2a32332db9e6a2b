import Provisioning
import SQLiteDirectory
import Testing

@Suite struct PasswordWritingTests {
    private let it: AccessFixture

    init() throws { it = try AccessFixture() }

    @Test func newUserIsLoadedWithTheAccessThatWasWritten() throws {
        var access = AccessChanges()
        access.password = .cell
        access.passwordExpires = .some("2027-06-30")
        access.takesTOTPSecret = true
        access.appsJoined = [1, 0]
        access.mails = [OwedMail(.passwordExpiring, dueAt: Instant(milliseconds: 9), occasion: "x")]
        let run = try it.driver.run(RunDriver.plan("one")) { builder in
            builder.create(0, Person("before"))
            builder.create(1, Person("ada"), access: access)
            builder.issue {
                $0.passwordHash = "$argon2id$made"
                $0.totpSecret = [1, 2, 3]
            }
            builder.create(2, Person("after"))
        }
        let user = try it.state(UserID(run.firstNewUser + 1))
        #expect(user.hasPassword)
        #expect(user.isOnboarded)
        #expect(user.version == 1)
        #expect(user.enrolments == [.totp])
        #expect(user.access.apps == [0, 1])
        #expect(user.access.passwordExpires == "2027-06-30")
        #expect(
            try it.rows("SELECT password_set_at FROM users WHERE password_hash LIKE '$a%'") == [
                1_000
            ])
        #expect(try it.texts("SELECT hex(secret) FROM enrolments") == ["010203"])
        #expect(try it.rows("SELECT due_at FROM mail_queue WHERE occasion = 'x'") == [9])
        let others = try it.driver.export().map(\.username)
        #expect(others == ["ada", "after", "before"])
        #expect(try it.rows("SELECT count(*) FROM users WHERE onboarded_at IS NULL") == [2])
    }

    @Test func importedHashIsKeptAsTheRecordHasIt() throws {
        var access = AccessChanges()
        access.password = .importedHash
        var ada = Person("ada")
        ada.passwordHash = "$2b$12$theirs"
        try it.driver.run(RunDriver.plan("one")) { $0.create(0, ada, access: access) }
        #expect(try it.texts("SELECT password_hash FROM users") == ["$2b$12$theirs"])
    }

    @Test func secretThatWasNotMadeStopsTheChunk() throws {
        let ada = try it.driver.create(["ada"])[0]
        let edits: [(inout AccessChanges) -> Void] = [
            { $0.password = .cell }, { $0.password = .importedHash }, { $0.enrols = .totp },
            { $0.secret = .backupCodes(3) },
            { $0.secret = .impersonation(until: Instant(milliseconds: 5)) },
        ]
        let run = try it.directory.openRun(RunDriver.plan("two"))
        for edit in edits {
            let builder = ChunkBuilder()
            builder.change(ada) { edit(&$0.access) }
            try it.directory.beginChunk()
            #expect(throws: RunHalt.self) { try it.directory.write(builder.chunk, run: run) }
            it.directory.rollbackChunk()
        }
        #expect(try it.state(ada.id) == ada)
    }

    @Test func firstPasswordOnboardsAndTheNextKeepsThatTime() throws {
        let ada = try it.driver.create(["ada"])[0]
        let first = try it.apply(to: ada, issued: { $0.passwordHash = "h1" }) {
            $0.password = .cell
            $0.passwordExpires = .some("2027-01-01")
        }
        #expect(first.isOnboarded && first.hasPassword)
        #expect(first.access.passwordExpires == "2027-01-01")
        #expect(first.version == ada.version + 1)
        try it.execute("UPDATE users SET onboarded_at = 5")
        let second = try it.apply(to: first, named: "three", issued: { $0.passwordHash = "h2" }) {
            $0.password = .cell
            $0.passwordExpires = .some(nil)
        }
        #expect(second.access.passwordExpires == nil)
        #expect(try it.rows("SELECT onboarded_at FROM users") == [5])
        #expect(try it.texts("SELECT password_hash FROM users") == ["h2"])
    }

    @Test func removedIdentityBeginsOnboardingAnew() throws {
        let ada = try it.driver.create(["ada"])[0]
        let id = ada.id.value
        try it.execute(
            """
            UPDATE users SET password_hash = 'h', password_set_at = 1, onboarded_at = 1;
            INSERT INTO enrolments VALUES (\(id), 7, 1, x'01', 9);
            INSERT INTO backup_codes(user_id, hash, created_at) VALUES (\(id), 'h', 1);
            INSERT INTO mail_queue VALUES (\(id), 1, 1, 1, 1, 1, 50, NULL);
            """)
        let before = try it.state(ada.id)
        let after = try it.apply(to: before, action: .removeIdentity, mail: true) {
            $0.password = .removed
            $0.removesEnrolments = true
            $0.restartsOnboarding = true
        }
        #expect(!after.hasPassword && !after.isOnboarded)
        #expect(after.enrolments.isEmpty)
        #expect(after.access.backupCodes == 0)
        #expect(after.onboardingGeneration == 2)
        #expect(after.version == before.version + 1)
        #expect(try it.rows("SELECT onboarding_since FROM users") == [1_000])
        #expect(try it.rows("SELECT password_set_at IS NULL FROM users") == [1])
        #expect(try it.rows("SELECT occasion FROM mail_queue ORDER BY occasion") == [2])
        let payload = try it.texts("SELECT payload FROM change_payloads")
        #expect(
            payload == [
                """
                {"version":1,"password":"removed","had_password":1,"onboarded":[1,0],\
                "onboarding_generation":[1,2],"enrolments_removed":["totp"],"backup_codes":[1,0]}
                """
            ])
    }

    @Test func renewedOnboardingTakesBackTheMailThatNobodySent() throws {
        let run = try it.driver.run(RunDriver.plan("one")) {
            $0.create(0, Person("ada"), mail: true)
        }
        let ada = try it.state(UserID(run.firstNewUser))
        let after = try it.apply(to: ada, action: .resendOnboarding) {
            $0.renewsOnboarding = true
            $0.mails = [OwedMail(.onboarding)]
        }
        #expect(after.onboardingGeneration == 2)
        #expect(try it.rows("SELECT occasion FROM mail_queue") == [2])
        #expect(try it.texts("SELECT typeof(occasion) FROM mail_queue") == ["integer"])
    }

    @Test func newEnrolmentForgetsTheCodesThatWereUsed() throws {
        let ada = try it.driver.create(["ada"])[0]
        try it.execute("INSERT INTO enrolments VALUES (\(ada.id.value), 7, 1, x'01', 9)")
        let after = try it.apply(
            to: it.state(ada.id), action: .enrolSecondFactor, issued: { $0.totpSecret = [7] }
        ) {
            $0.enrols = .totp
            $0.secret = .totp(isGiven: false)
        }
        #expect(after.enrolments == [.totp])
        #expect(
            try it.texts("SELECT hex(secret) FROM enrolments WHERE last_step IS NULL") == ["07"])
        let more = try it.apply(to: after, named: "three", action: .enrolSecondFactor) {
            $0.enrols = .push
        }
        #expect(more.enrolments == [.totp, .push])
    }

    @Test func newBackupCodesTakeThePlaceOfTheOld() throws {
        let ada = try it.driver.create(["ada"])[0]
        let first = try it.apply(to: ada, issued: { $0.backupCodes = ["a", "b", "c"] }) {
            $0.secret = .backupCodes(3)
        }
        #expect(first.access.backupCodes == 3)
        let second = try it.apply(to: first, named: "three", issued: { $0.backupCodes = ["d"] }) {
            $0.secret = .backupCodes(1)
        }
        #expect(second.access.backupCodes == 1)
        #expect(try it.texts("SELECT hash FROM backup_codes") == ["d"])
        let payloads = try it.texts("SELECT payload ->> '$.backup_codes' FROM change_payloads")
        #expect(payloads == ["[0,3]", "[3,1]"])
    }
}
