import Provisioning
import SQLiteDirectory
import Testing

@Suite struct FingerprintTests {
    private let folder: TemporaryFolder
    private let directory: SQLiteDirectory
    private let driver: RunDriver

    init() throws {
        folder = try TemporaryFolder()
        directory = try folder.openForRun()
        driver = RunDriver(directory: directory)
    }

    /// A directory of two users with fingerprints 1 and 2 from feed `hr`.
    private func fill() throws -> (run: OpenRun, users: [UserState]) {
        let run = try driver.run(RunDriver.plan("first")) {
            $0.create(0, Person("ada"), fingerprint: 1)
            $0.create(1, Person("grace"), fingerprint: 2)
        }
        let users = [UserID(run.firstNewUser), UserID(run.firstNewUser + 1)]
        let states = try directory.load(users)
        return (run, users.compactMap { states[$0] })
    }

    private func moves(_ changes: inout UserChanges) {
        changes.columns = [(.department, ValueChange(before: nil, after: "Sales"))]
    }

    @Test func newestEntryOfAUserHolds() throws {
        let (run, users) = try fill()
        try driver.run(RunDriver.plan("second")) {
            $0.change(users[0], fingerprint: 11, moves)
            $0.confirm(users[1].id, fingerprint: 2)
        }
        #expect(
            try driver.fingerprints(of: run.feed) == [users[0].id: 11, users[1].id: 2])
    }

    @Test func entriesOfAnotherBasisDoNotHold() throws {
        let (run, users) = try fill()
        #expect(try driver.fingerprints(of: run.feed, basis: 8).isEmpty)
        try driver.run(RunDriver.plan("second", basis: 8)) {
            $0.confirm(users[0].id, fingerprint: 21)
        }
        #expect(try driver.fingerprints(of: run.feed, basis: 8) == [users[0].id: 21])
        // What the newer basis says about a user outweighs the older one's.
        #expect(try driver.fingerprints(of: run.feed) == [users[1].id: 2])
    }

    @Test func changeByACommandMakesTheRowStale() throws {
        let (run, users) = try fill()
        try driver.run(RunDriver.plan("second", feed: "", basis: 0)) {
            $0.change(users[0], moves)
        }
        #expect(try driver.fingerprints(of: run.feed) == [users[1].id: 2])
    }

    @Test func changeByAnotherFeedMakesTheRowStaleForTheFirstOnly() throws {
        let (run, users) = try fill()
        let other = try driver.run(RunDriver.plan("second", feed: "payroll")) {
            $0.change(users[0], fingerprint: 31, moves)
        }
        #expect(try driver.fingerprints(of: run.feed) == [users[1].id: 2])
        #expect(try driver.fingerprints(of: other.feed) == [users[0].id: 31])
    }

    @Test func ownChangeWithoutAFingerprintMakesTheRowStale() throws {
        let (run, users) = try fill()
        try driver.run(RunDriver.plan("second")) {
            $0.change(users[0], outcome: .disabled, action: .disable) { $0.isEnabled = false }
        }
        #expect(try driver.fingerprints(of: run.feed) == [users[1].id: 2])
    }

    @Test func laterRecordOfTheChunkMakesAnEarlierOneStale() throws {
        let run = try driver.run(RunDriver.plan("first")) { builder in
            builder.create(0, Person("ada"), fingerprint: 1)
            builder.create(1, Person("grace"), fingerprint: 2)
            let provisional = UserState(
                id: .provisional(0), username: "ada", usernameKey: "ada", email: "a@b.c",
                emailKey: "a@b.c")
            builder.change(
                provisional, target: .newUser(0), outcome: .disabled, action: .disable
            ) { $0.isEnabled = false }
        }
        #expect(
            try driver.fingerprints(of: run.feed) == [UserID(run.firstNewUser + 1): 2])
    }

    @Test func commandLeavesNoTombstoneWhereNothingCanBeStale() throws {
        let users = try driver.create(["ada"], plan: RunDriver.plan("first", basis: 0))
        try driver.run(RunDriver.plan("second", feed: "", basis: 0)) {
            $0.change(users[0], moves)
        }
        #expect(
            try integers(folder.directoryPath, "SELECT count(*) FROM row_fingerprints") == [0])
    }

    @Test func compactionKeepsWhatHolds() throws {
        let count: UInt32 = 3_000
        let run = try driver.run(RunDriver.plan("first")) {
            for ordinal in 0..<count {
                $0.create(ordinal, Person("u\(ordinal)"), fingerprint: UInt64(ordinal))
            }
        }
        let users = (0..<count).map { UserID(run.firstNewUser + $0) }
        let states = try directory.load(users)
        try driver.run(RunDriver.plan("command", feed: "", basis: 0)) {
            if let state = states[users[5]] { $0.change(state, moves) }
        }
        for night in 1...2 {
            _ = try driver.fingerprints(of: run.feed)
            try driver.run(RunDriver.plan("night \(night)")) {
                for user in users.dropFirst(10) {
                    $0.confirm(user, fingerprint: UInt64(night * 10_000) + UInt64(user.value))
                }
            }
        }
        let bytes = try integers(
            folder.directoryPath, "SELECT sum(length(entries)) FROM row_fingerprints")
        let found = try driver.fingerprints(of: run.feed)
        #expect(bytes == [found.count * 20])
        #expect(found.count == Int(count) - 1)
        #expect(found[users[4]] == 4)
        #expect(found[users[5]] == nil)
        #expect(found[users[20]] == 20_000 + UInt64(users[20].value))
    }
}
