import Provisioning
import SQLiteDirectory
import Testing

@Suite struct DirectoryQueryTests {
    private let folder: TemporaryFolder
    private let directory: SQLiteDirectory
    private let driver: RunDriver

    init() throws {
        folder = try TemporaryFolder()
        directory = try folder.openForRun()
        driver = RunDriver(directory: directory)
        let groups = try directory.groups()
        let staff = groups.add(GroupEntry(name: "Staff"))
        let admins = groups.add(GroupEntry(name: "admins"))
        try driver.run(RunDriver.plan("made")) { builder in
            var grace = Person("grace", externalID: "E7")
            grace.firstName = "Grace"
            builder.create(0, grace, groups: [staff, admins])
            builder.create(1, Person("Ada"), groups: [staff])
            builder.create(2, Person("alan")) { $0.isEnabled = false }
        }
    }

    private func list(_ configure: (inout UserFilter) -> Void) throws -> [String] {
        var filter = UserFilter()
        configure(&filter)
        var names: [String] = []
        try directory.listUsers(filter) { names.append($0.username.text) }
        return names
    }

    @Test func listIsOrderedAndFiltered() throws {
        #expect(try list { _ in } == ["Ada", "alan", "grace"])
        #expect(try list { $0.isEnabled = true } == ["Ada", "grace"])
        #expect(try list { $0.isEnabled = false } == ["alan"])
        #expect(try list { $0.group = "STAFF" } == ["Ada", "grace"])
        #expect(try list { $0.group = "nobody" } == [])
        #expect(try list { $0.feed = "hr" } == ["Ada", "alan", "grace"])
        #expect(try list { $0.feed = "payroll" } == [])
        #expect(try list { $0.limit = 1 } == ["Ada"])
        #expect(try list { $0.after = "ada" } == ["alan", "grace"])
        #expect(try list { $0.isOnboarded = true } == [])
        #expect(try list { ($0.group, $0.feed, $0.isEnabled) = ("staff", "hr", true) }.count == 2)
    }

    @Test func searchShowsExactKeysFirst() throws {
        try driver.create(["ada.lovelace", "x-ada"], plan: RunDriver.plan("more"))
        func search(_ text: ByteString) throws -> [String] {
            try directory.searchUsers(text, limit: 10).map(\.username.text)
        }
        #expect(try search("ada") == ["Ada", "ada.lovelace", "x-ada"])
        #expect(try search("E7") == ["grace"])
        #expect(try search("GRACE") == ["grace"])
        #expect(try search("100%_").isEmpty)
    }

    @Test func countsAddUp() throws {
        let counts = try directory.userCounts()
        #expect(counts.all == 3)
        #expect(counts.active == 2)
        #expect(counts.disabled == 1)
        #expect(counts.notOnboarded == 2)
    }

    @Test func exportHoldsEveryUserWithSortedGroups() throws {
        let users = try driver.export()
        #expect(users.map(\.username) == ["Ada", "alan", "grace"])
        #expect(users.map(\.groups) == [["Staff"], [], ["Staff", "admins"]])
        #expect(users.map(\.isEnabled) == [true, false, true])
        #expect(users[2].externalID == "E7")
        #expect(users[2].profile[1] == "Grace")
    }

    @Test func exportsOfTheSameUsersAreEqualHoweverTheyCame() throws {
        let other = try SQLiteDirectory.inMemory(seal: PlainSeal())
        let otherDriver = RunDriver(directory: other)
        let groups = try other.groups()
        let admins = groups.add(GroupEntry(name: "admins"))
        let staff = groups.add(GroupEntry(name: "Staff"))
        try otherDriver.run(RunDriver.plan("x", feed: "elsewhere")) { builder in
            builder.create(0, Person("alan")) { $0.isEnabled = false }
            builder.create(1, Person("Ada"), groups: [staff])
            var grace = Person("grace", externalID: "E7")
            grace.firstName = "Grace"
            builder.create(2, grace, groups: [admins, staff])
        }
        #expect(try otherDriver.export() == driver.export())
    }

    @Test func groupsAreCreatedChangedAndDeleted() throws {
        let instant = Instant(milliseconds: 5)
        #expect(try directory.listGroups().map(\.name) == ["admins", "Staff"])
        #expect(try directory.listGroups().map(\.members) == [1, 2])
        try directory.createGroup(GroupEntry(name: "new"), at: instant)
        let exists = try #require(throws: RunHalt.self) {
            try directory.createGroup(GroupEntry(name: "NEW"), at: instant)
        }
        #expect(exists.code == .directoryGroupExists)
        try directory.setGroupPolicy("new", deviceLimit: 4, secondFactor: .push)
        let listed = try #require(try directory.listGroups().first { $0.name == "new" })
        #expect(listed.deviceLimit == 4)
        #expect(listed.secondFactor == .push)
        #expect(try directory.deleteGroup("new", force: false) == 0)
        #expect(try directory.deleteGroup("staff", force: false) == 2)
        #expect(try directory.listGroups().count == 2)
        #expect(try directory.deleteGroup("staff", force: true) == 2)
        #expect(try directory.listGroups().map(\.name) == ["admins"])
        #expect(try driver.export().map(\.groups) == [[], [], ["admins"]])
        let unknown = try #require(throws: RunHalt.self) {
            try directory.deleteGroup("staff", force: true)
        }
        #expect(unknown.code == .directoryGroupNotFound)
    }

    @Test func historyTellsNewestFirstWithItsSummary() throws {
        var plan = RunDriver.plan("second", feed: "payroll")
        plan.reason = "yearly \"check\""
        plan.fileHash = "ab"
        let run = try directory.openRun(plan)
        var summary = RunSummary()
        summary.records = 9
        summary.outcomes = [.created: 4, .rejected: 5]
        summary.issues = [.fieldEmailMalformed: 5]
        summary.firstPlaces = [.fieldEmailMalformed: "users.csv:41 (record 38)"]
        summary.mailsQueued = 3
        summary.groupsCreated = 2
        summary.notices = [RecordIssue(.feedColumnUnknown, column: "Büro", finding: "is new")]
        try directory.closeRun(run, state: .finished, summary: summary)

        let runs = try directory.listRuns(RunFilter(limit: 10))
        #expect(runs.map(\.plan.name) == ["second", "made"])
        #expect(runs[0].summary == summary)
        #expect(runs[0].plan == plan)
        #expect(runs[0].state == .finished)
        #expect(
            try directory.listRuns(RunFilter(feed: "hr", limit: 10)).map(\.plan.name) == ["made"])
        #expect(try directory.listRuns(RunFilter(limit: 1)).count == 1)
        #expect(try directory.run(named: "second")?.id == run.id)
        #expect(try directory.run(named: "third") == nil)
    }

    @Test func theHighestNumberIsThatOfTheNewestUser() throws {
        let folder = try TemporaryFolder()
        let directory = try folder.openForRun()
        #expect(try directory.highestUser() == 0)
        let users = try RunDriver(directory: directory).create(["ada", "bob"])
        #expect(try directory.highestUser() == users.map(\.id.value).max())
    }

    @Test func runOfADeadProcessShowsAsInterrupted() throws {
        let folder = try TemporaryFolder()
        do {
            let directory = try folder.openForRun()
            _ = try directory.openRun(RunDriver.plan("dead"))
            let reader = try folder.open(.reading)
            #expect(try reader.run(named: "dead")?.state == .running)
            #expect(try reader.interruptedRun(of: "hr") == nil)
        }
        let reader = try folder.open(.reading)
        #expect(try reader.run(named: "dead")?.state == .interrupted)
        #expect(try reader.interruptedRun(of: "hr")?.plan.name == "dead")
    }
}
