import Provisioning
import SQLiteDirectory
import Testing

/// Who belongs to a feed, who is missing from it, and which of its files count.
@Suite struct FeedMemberTests {
    private let folder: TemporaryFolder
    private let directory: SQLiteDirectory
    private let driver: RunDriver

    init() throws {
        folder = try TemporaryFolder()
        directory = try folder.openForRun()
        driver = RunDriver(directory: directory)
    }

    private func plan(_ name: String, _ mode: FeedMode = .full, hash: String) -> RunPlan {
        var plan = RunDriver.plan(name)
        plan.mode = mode
        plan.fileHash = hash
        return plan
    }

    private func absence(_ files: UInt32, leftAt: Int64? = nil) -> FeedAbsence {
        FeedAbsence(
            files: files, since: Instant(milliseconds: 1),
            leftAt: leftAt.map { Instant(milliseconds: $0) })
    }

    private func members(_ feed: FeedID, except: Set<UInt32> = []) throws -> [UInt32] {
        try directory.members(
            of: feed, from: UserID(1), through: UserID(100), except: { except.contains($0.value) }
        ).map(\.value)
    }

    private func feed(_ name: String) throws -> FeedID {
        try #require(try directory.feed(named: name))
    }

    @Test func membersAreThoseOfTheFeedWhoAreNotExcepted() throws {
        try driver.create(["ada", "bob", "eve"])
        let others = try driver.create(["zoe"], plan: RunDriver.plan("other", feed: "payroll"))
        let payroll = try feed("payroll")
        try driver.run(RunDriver.plan("claims", feed: "payroll")) {
            $0.change(try #require(try directory.load([UserID(2)])[UserID(2)])) {
                $0.joinsFeed = payroll
            }
        }
        #expect(try members(try feed("hr")) == [1, 2, 3])
        #expect(try members(try feed("hr"), except: [1, 3]) == [2])
        #expect(try members(payroll) == [2, others[0].id.value])
    }

    @Test func whomAFeedLetGoOfAndWhoIsDisabledIsNoMember() throws {
        let users = try driver.create(["ada", "bob", "eve"])
        let hr = try feed("hr")
        try driver.run(plan("left", hash: "a")) {
            for (user, disables) in [(users[0], true), (users[1], false)] {
                $0.change(user) {
                    $0.absence = AbsenceChange(
                        feed: hr, before: nil, after: absence(1, leftAt: 9))
                    if disables {
                        $0.isEnabled = false
                        $0.disabledCause = .leaver
                    }
                }
            }
        }
        #expect(try members(hr) == [2, 3])
        let ada = try #require(try directory.load([users[0].id])[users[0].id])
        #expect(ada.absences == [hr: absence(1, leftAt: 9)])
        #expect(ada.hasLeft(hr))
    }

    @Test func aFileThatNamesThemEndsTheirWaiting() throws {
        let users = try driver.create(["ada", "bob"])
        let hr = try feed("hr")
        let missed = AbsenceChange(feed: hr, before: nil, after: absence(1))
        try driver.run(plan("one", hash: "a")) { $0.change(users[0]) { $0.absence = missed } }
        func adasAbsence() throws -> FeedAbsence? {
            try directory.load([users[0].id])[users[0].id]?.absences[hr]
        }
        // The same bytes, and a file of changes, say nothing about who is missing.
        try driver.run(plan("again", hash: "a")) { $0.change(users[1]) { _ in } }
        try driver.run(plan("delta", .delta, hash: "b")) { $0.change(users[1]) { _ in } }
        #expect(try adasAbsence() == absence(1))
        #expect(try directory.lastFullFile(of: hr) == "a")
        try driver.run(plan("two", hash: "c")) { $0.change(users[1]) { _ in } }
        #expect(try adasAbsence() == nil)
        #expect(try directory.lastFullFile(of: hr) == "c")
    }

    @Test(arguments: [RunState.superseded, .stopped, .interrupted])
    func aRunThatDoesNotFinishAcceptsNoFile(state: RunState) throws {
        let users = try driver.create(["ada", "bob"])
        let hr = try feed("hr")
        try driver.run(plan("one", hash: "a")) {
            $0.change(users[0]) {
                $0.absence = AbsenceChange(feed: hr, before: nil, after: absence(1))
            }
        }
        let run = try directory.openRun(plan("two", hash: "b"))
        let builder = ChunkBuilder()
        builder.change(users[0]) {
            $0.absence = AbsenceChange(feed: hr, before: absence(1), after: absence(2))
        }
        builder.change(users[1]) {
            $0.absence = AbsenceChange(feed: hr, before: nil, after: absence(1))
        }
        try driver.write(builder.chunk, run: run)
        try directory.closeRun(run, state: state, summary: RunSummary())
        #expect(try directory.lastFullFile(of: hr) == "a")
        let loaded = try directory.load(users.map(\.id))
        let found = users.map { loaded[$0.id]?.absences[hr]?.files }
        // One that can be carried on keeps what it has counted.
        #expect(found == (state == .superseded ? [1, nil] : [2, 1]))
    }
}
