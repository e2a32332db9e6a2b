import Provisioning
import SQLiteDirectory
import Testing

@Suite struct ChunkWritingTests {
    private let folder: TemporaryFolder
    private let directory: SQLiteDirectory
    private let driver: RunDriver

    init() throws {
        folder = try TemporaryFolder()
        directory = try folder.openForRun()
        driver = RunDriver(directory: directory)
    }

    @Test func newUserIsLoadedAsItWasWritten() throws {
        let groups = try directory.groups()
        let staff = groups.add(GroupEntry(name: "Staff"))
        let london = groups.add(GroupEntry(name: "London", deviceLimit: 5))
        let builder = ChunkBuilder(attributes: ["costCenter"])
        var ada = Person("Ada", externalID: "E1")
        ada.firstName = "Zoë"
        ada.attributes = ["costCenter": "007"]
        builder.create(0, ada, groups: [london, staff], mail: true) {
            $0.deviceLimit = 4
            $0.secondFactor = .totp
            $0.isEnabled = false
        }
        let run = try directory.openRun(RunDriver.plan("r", creates: 1))
        try driver.write(builder.chunk, run: run)

        let id = UserID(run.firstNewUser)
        let state = try #require(try directory.load([id])[id])
        #expect(state.username == "Ada")
        #expect(state.usernameKey == "ada")
        #expect(state.email == "Ada@example.com")
        #expect(state.emailKey == "ada@example.com")
        #expect(state.externalID == "E1")
        #expect(state.profile == [.firstName: "Zoë"])
        #expect(state.attributes == ["costCenter": "007"])
        #expect(state.deviceLimit == 4)
        #expect(state.secondFactor == .totp)
        #expect(!state.isEnabled)
        #expect(state.disabledCause == .order)
        #expect(state.groups == [staff, london].sorted())
        #expect(state.feeds == [run.feed])
        #expect(state.version == 1)
        #expect(!state.isOnboarded)
        #expect(groups.entries.allSatisfy { $0.id != nil })
        #expect(
            try directory.mailQueueCounts(at: Instant(milliseconds: 0)).queued == [.onboarding: 1])
        let words = try strings(
            folder.directoryPath, "SELECT username || ' ' || second_factor FROM user_directory")
        #expect(words == ["Ada totp"])
    }

    @Test(arguments: [
        (Person("ADA", externalID: "E9"), IssueCode.directoryUsernameTaken, UserColumn.username),
        (Person("ada", externalID: "E9"), .directoryUsernameTaken, .username),
        (Person(username: "new", email: "ADA@example.com"), .directoryEmailTaken, .email),
        (Person("new", externalID: "E1"), .directoryExternalIDTaken, .externalID),
    ])
    func takenKeyRejectsOnlyItsRecord(
        person: Person, code: IssueCode, column: UserColumn
    ) throws {
        let groups = try directory.groups()
        let staff = groups.add(GroupEntry(name: "staff"))
        try driver.run(RunDriver.plan("one")) { $0.create(0, Person("ada", externalID: "E1")) }
        let builder = ChunkBuilder()
        builder.create(0, Person("before"), groups: [staff], mail: true)
        builder.create(1, person, groups: [staff], mail: true, fingerprint: 5)
        builder.create(2, Person("after"), groups: [staff], mail: true)
        let run = try directory.openRun(RunDriver.plan("two", creates: 3))
        let violations = try driver.write(builder.chunk, run: run)

        #expect(violations == [ConstraintViolation(record: 1, code: code, column: column)])
        #expect(try driver.export().map(\.username) == ["ada", "after", "before"])
        #expect(
            try directory.mailQueueCounts(at: Instant(milliseconds: 0)).queued == [.onboarding: 2])
        #expect(try directory.listGroups().map(\.members) == [2])
        #expect(try driver.fingerprints(of: run.feed).isEmpty)
    }

    @Test func changeIsWrittenWithItsBeforeImage() throws {
        let groups = try directory.groups()
        let old = groups.add(GroupEntry(name: "old"))
        let new = groups.add(GroupEntry(name: "new"))
        let made = try driver.run(RunDriver.plan("one")) {
            var ada = Person("Ada", externalID: "E1")
            ada.department = "Sales"
            $0.create(0, ada, groups: [old], mail: true)
        }
        let id = UserID(made.firstNewUser)
        let before = try #require(try directory.load([id])[id])
        try driver.run(RunDriver.plan("two")) {
            $0.change(before) { changes in
                changes.columns = [
                    (.username, ValueChange(before: "Ada", after: "Countess")),
                    (.department, ValueChange(before: "Sales", after: nil)),
                ]
                changes.usernameKey = "countess"
                changes.attributes = [("desk", ValueChange(before: nil, after: "7\"\n"))]
                changes.groupsJoined = [new]
                changes.groupsLeft = [old]
                changes.deviceLimit = .some(9)
                changes.isEnabled = false
                changes.disabledCause = .leaver
            }
        }
        let after = try #require(try directory.load([id])[id])
        #expect(after.username == "Countess")
        #expect(after.usernameKey == "countess")
        #expect(after.email == before.email)
        #expect(after.profile.isEmpty)
        #expect(after.attributes == ["desk": "7\"\n"])
        #expect(after.groups == [new])
        #expect(after.deviceLimit == 9)
        #expect(after.disabledCause == .leaver)
        #expect(after.version == 2)
        #expect(try directory.mailQueueCounts(at: Instant(milliseconds: 0)).queued.isEmpty)
        let payloads = try strings(
            folder.directoryPath,
            "SELECT payload ->> '$.columns.department[0]' FROM change_payloads")
        #expect(payloads == ["Sales"])
        let logged = try integers(
            folder.directoryPath, "SELECT user_id FROM changes")
        #expect(logged == [Int(id.value)])
    }

    @Test func takenKeyOfAChangeLeavesTheUserAsItWas() throws {
        let users = try driver.create(["ada", "grace"])
        let builder = ChunkBuilder()
        builder.change(users[0]) { changes in
            changes.columns = [(.email, ValueChange(before: nil, after: "grace@example.com"))]
            changes.emailKey = "grace@example.com"
            changes.attributes = [("a", ValueChange(before: nil, after: "b"))]
            changes.isEnabled = false
        }
        let run = try directory.openRun(RunDriver.plan("two"))
        let violations = try driver.write(builder.chunk, run: run)
        #expect(violations.map(\.code) == [.directoryEmailTaken])
        #expect(try directory.load([users[0].id])[users[0].id] == users[0])
        #expect(try integers(folder.directoryPath, "SELECT count(*) FROM changes") == [0])
    }

    @Test func deletionLeavesNothingButItsLogLine() throws {
        let groups = try directory.groups()
        let staff = groups.add(GroupEntry(name: "staff"))
        let made = try driver.run(RunDriver.plan("one")) {
            $0.create(0, Person("ada"), groups: [staff], mail: true)
        }
        let id = UserID(made.firstNewUser)
        let state = try #require(try directory.load([id])[id])
        try driver.run(RunDriver.plan("changed")) {
            $0.change(state) { $0.isEnabled = false }
        }
        try driver.run(RunDriver.plan("two")) {
            $0.change(state, outcome: .deleted, action: .delete) { $0.deletes = true }
        }
        for table in ["users", "memberships", "mail_queue", "user_attributes", "feed_claims"] {
            #expect(try integers(folder.directoryPath, "SELECT count(*) FROM \(table)") == [0])
        }
        #expect(try integers(folder.directoryPath, "SELECT count(*) FROM change_payloads") == [0])
        // A number is never given again.
        let again = try driver.create(["ada"], plan: RunDriver.plan("three"))
        #expect(again[0].id > id)
    }

    @Test func changeOfAUserWhoIsGoneIsRefused() throws {
        let users = try driver.create(["ada"])
        try driver.run(RunDriver.plan("two")) {
            $0.change(users[0], outcome: .deleted, action: .delete) { $0.deletes = true }
        }
        let builder = ChunkBuilder()
        builder.change(users[0]) {
            $0.columns = [(.department, ValueChange(before: nil, after: "Sales"))]
        }
        let run = try directory.openRun(RunDriver.plan("three"))
        #expect(
            try driver.write(builder.chunk, run: run).map(\.code) == [.directoryUserMoved])
    }

    @Test func laterRecordChangesAUserOfTheSameChunk() throws {
        let run = try driver.run(RunDriver.plan("one")) { builder in
            builder.create(0, Person("ada"))
            let provisional = UserState(
                id: .provisional(0), username: "ada", usernameKey: "ada",
                email: "ada@example.com", emailKey: "ada@example.com")
            builder.change(provisional, target: .newUser(0)) {
                $0.columns = [(.department, ValueChange(before: nil, after: "Sales"))]
            }
        }
        let id = UserID(run.firstNewUser)
        #expect(try directory.load([id])[id]?.profile == [.department: "Sales"])
    }

    @Test func secondFeedIsAddedToTheFirst() throws {
        let users = try driver.create(["ada"])
        let other = try directory.openRun(RunDriver.plan("two", feed: "payroll"))
        let builder = ChunkBuilder()
        builder.change(users[0], outcome: .unchanged) { $0.joinsFeed = other.feed }
        try driver.write(builder.chunk, run: other)
        let state = try #require(try directory.load([users[0].id])[users[0].id])
        #expect(state.feeds == users[0].feeds.union([other.feed]))
        #expect(state.version == users[0].version)
    }

    @Test func rolledBackChunkLeavesNothing() throws {
        let groups = try directory.groups()
        let staff = groups.add(GroupEntry(name: "staff"))
        let run = try directory.openRun(RunDriver.plan("one", creates: 1))
        let builder = ChunkBuilder(attributes: ["desk"])
        var ada = Person("ada")
        ada.attributes = ["desk": "7"]
        builder.create(0, ada, groups: [staff], mail: true, fingerprint: 3)
        try directory.beginChunk()
        _ = try directory.write(builder.chunk, run: run)
        directory.rollbackChunk()
        #expect(try directory.userCount() == 0)
        #expect(groups.entries[0].id == nil)
        #expect(try driver.fingerprints(of: run.feed).isEmpty)

        // The same chunk again finds its group and attribute names anew.
        try driver.write(builder.chunk, run: run)
        let exported = try driver.export()
        #expect(exported.map(\.groups) == [["staff"]])
        #expect(exported.first?.attributes.map(\.value) == ["7"])
        #expect(groups.entries[0].id != nil)
    }

    @Test func recordsBeforeTheFirstAreNotWritten() throws {
        let builder = ChunkBuilder()
        builder.create(0, Person("done"))
        builder.create(1, Person("new"))
        builder.chunk.firstRecord = 1
        let run = try directory.openRun(RunDriver.plan("one", creates: 2))
        try driver.write(builder.chunk, run: run)
        #expect(try driver.export().map(\.username) == ["new"])
    }
}

extension Person {
    fileprivate init(username: ByteString, email: ByteString) {
        self.init("someone")
        self.username = username
        self.email = email
    }
}
