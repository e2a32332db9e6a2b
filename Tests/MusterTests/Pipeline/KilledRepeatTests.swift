import Foundation
import Muster
import Provisioning
import SQLiteDirectory
import Testing

/// A file that was imported before, and whose run dies at any of its writes, is carried on to the
/// same end as one that comes for the first time: nothing happens again that has happened.
@Suite struct KilledRepeatTests {
    /// When the run that dies reads the file.
    enum Delivery: CaseIterable { case first, second }

    static let header = "action,user,username,email,first_name,device_limit,reason,count\n"

    static let people =
        header
        + ["ada", "bob", "eve", "gus", "hal", "ida"]
        .map { ",,\($0),\($0)@example.com,\($0),,,\n" }.joined()

    /// Records that happen, that undo one another far apart, and that meet whom others delete.
    static let records = [
        "disable,bob,,,,,,", "reset-mfa,ada,,,,,lost,", "enable,bob,,,,,,",
        "set-device-limit,eve,,,,2,,", "generate-backup-code,ada,,,,,,1",
        "add,,tmp,tmp@example.com,Tmp,,,", "set-device-limit,eve,,,,5,,", "disable,tmp,,,,,,",
        "update,gus,gustav,,,,,", "delete,,tmp,tmp@example.com,,,,",
        "delete,,hal,hal@example.com,,,,", "disable,hal,,,,,,",
        "add,,hal,hal@example.com,Hal,,,", "upsert,,kim,kim@example.com,Kim,,,",
        "reset-password,bob,,,,,,", "disable,kim,,,,,,", "set-device-limit,ida,,,,4,,",
        "enable,kim,,,,,,", "set-device-limit,ida,,,,8,,", "reset-password,kim,,,,,,",
        "set-device-limit,ida,,,,4,,", "disable,nobody,,,,,,",
    ]

    /// Every third record is about a user whom somebody changes between two deliveries, so that
    /// there are checkpoints between the others.
    static let feed =
        header
        + records.enumerated().map { index, record in
            let name = "extra\(index / 2)"
            return record
                + (index % 2 == 0 ? "\n" : "\nupsert,,\(name),\(name)@example.com,\(name),,,\n")
        }.joined()

    struct State: Equatable {
        var export: [String]
        /// Users by name with the number of their changes.
        var versions: [String]
        var mails: [String]

        init(_ scenario: Scenario) throws {
            export = try scenario.export()
            let directory = try scenario.place.openForReading()
            let highest = try directory.highestUser()
            versions = try directory.load((1...max(highest, 1)).map { UserID($0) }).values
                .map { "\($0.username) \($0.version)" }.sorted()
            var filter = MailFilter()
            filter.limit = 1_000
            mails = try directory.listMails(filter)
                .map { "\($0.username) \($0.entry.kind) \($0.stage)" }.sorted()
        }
    }

    /// The directory as the run finds it.
    static func before(_ delivery: Delivery) throws -> Scenario {
        let scenario = try Scenario()
        try scenario.configure(
            "\(ActionCase.on)limits:\n  chunk_records: 3\nfeeds:\n"
                + "  default: {guards: {removals: none, rejects: none}}\n")
        try scenario.load(people)
        _ = try scenario.act(["action": "generate-backup-code", "user": "ada", "count": "1"])
        guard delivery == .second else { return scenario }
        try deliver(to: scenario)
        for index in 0..<records.count / 2 {
            _ = try scenario.act(
                ["action": "update", "user": "extra\(index)", "first_name": "Other"])
        }
        _ = try scenario.act(["action": "set-device-limit", "user": "ida", "device_limit": "7"])
        _ = try scenario.act(
            ["action": "delete", "username": "kim", "email": "kim@example.com"])
        return scenario
    }

    static func copy(_ scenario: Scenario) throws -> Scenario {
        let copy = try Scenario()
        let files = FileManager.default
        for name in try files.contentsOfDirectory(atPath: scenario.folder.path) {
            try files.copyItem(
                at: scenario.folder.appendingPathComponent(name),
                to: copy.folder.appendingPathComponent(name))
        }
        return copy
    }

    /// Imports the file until the process would die at a place; says whether it did.
    @discardableResult
    static func deliver(to scenario: Scenario, dyingAt place: Int = 0) throws -> Bool {
        let file = scenario.folder.appendingPathComponent("feed.csv")
        try Data(feed.utf8).write(to: file)
        var options = ImportOptions(file: file.path, actor: "tester")
        options.results = scenario.folder.appendingPathComponent("results.jsonl").path
        let secrets = scenario.folder.appendingPathComponent("secrets.csv")
        if try runs(scenario, .interrupted).isEmpty {
            try? FileManager.default.removeItem(at: secrets)
        }
        options.secrets = secrets.path
        options.mail = true
        let job = ImportJob(options, into: scenario.place)
        return try job.run(dyingAt: place)
    }

    static func runs(_ scenario: Scenario, _ state: RunState) throws -> [String] {
        try scenario.place.openForReading().listRuns(RunFilter(limit: 1_000))
            .filter { $0.state == state }.map { $0.plan.name }
    }

    static func words(_ scenario: Scenario) throws -> [String] {
        let text = try KilledRunTests.results(scenario)
        return try text.split(separator: "\n").map { line in
            let result = try ResultLine(json: String(line))
            return "\(result.record) \(result.username) \(result.outcome) \(result.codes)"
        }
    }

    @Test(arguments: Delivery.allCases)
    func aDeliveryThatDiesAtAnyWriteIsResumed(delivery: Delivery) throws {
        let before = try Self.before(delivery)
        let finished = try Self.runs(before, .finished).count
        let model = try Self.copy(before)
        try Self.deliver(to: model)
        let state = try State(model)
        let words = try Self.words(model)
        let settled = words.filter { $0.contains("run.record.already-applied") }.count
        #expect((settled > 10) == (delivery == .second), "\(words)")
        var place = 1
        var resumed = 0
        while true {
            let scenario = try Self.copy(before)
            guard try Self.deliver(to: scenario, dyingAt: place) else { break }
            let isFinished = try Self.runs(scenario, .finished).count > finished
            if let run = try Self.runs(scenario, .interrupted).first {
                _ = try ResumeJob(run, in: scenario.place).run()
                resumed += 1
            } else {
                try Self.deliver(to: scenario)
            }
            #expect(try State(scenario) == state, "place \(place)")
            if !isFinished { #expect(try Self.words(scenario) == words, "place \(place)") }
            place += 1
        }
        #expect(resumed > 20, "\(resumed) of \(place) places")
    }

    @Test func aSecondDeliveryThatDiesAgainAndAgainComesToItsEnd() throws {
        let scenario = try Self.before(.second)
        let model = try Self.copy(scenario)
        try Self.deliver(to: model)
        var deaths = 0
        while try Self.deliver(to: scenario, dyingAt: 5 + deaths % 17) {
            deaths += 1
            if deaths > 60 { break }
        }
        #expect(deaths > 3 && deaths <= 60)
        #expect(try State(scenario) == State(model))
        #expect(try Self.words(scenario) == Self.words(model))
    }
}
