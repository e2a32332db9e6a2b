import Foundation
import Muster
import Provisioning
import SQLiteDirectory
import Testing

/// A run that dies at any of its writes is carried on to the same end.
@Suite struct KilledRunTests {
    /// Four chunks: creates, updates, a reject, actions, memberships, mails.
    static let feed = """
        action,user,username,email,first_name,groups
        ,,ada,ada@example.com,Ada,staff
        ,,bob,bob@example.com,Bob,staff;sales
        ,,cyd,nonsense,Cyd,
        disable,bob,,,,
        ,,dan,dan@example.com,Dan,
        ,,eve,eve@example.com,Eve,support
        add-to-groups,ada,,,,support
        enable,bob,,,,
        remove-from-groups,bob,,,,sales
        """

    struct Model {
        var export: [String]
        var results: String
    }

    static func scenario() throws -> Scenario {
        let scenario = try Scenario()
        try scenario.configure("limits:\n  chunk_records: 2\n")
        return scenario
    }

    static func model(isAtomic: Bool) throws -> Model {
        let scenario = try scenario()
        try scenario.load(isAtomic ? good : feed) { wish(&$0, isAtomic) }
        return Model(export: try scenario.export(), results: try results(scenario))
    }

    static func wish(_ options: inout ImportOptions, _ isAtomic: Bool) {
        options.isAtomic = isAtomic
        options.mail = true
    }

    static var good: String { feed.replacingOccurrences(of: "nonsense", with: "cyd@example.com") }

    static func results(_ scenario: Scenario) throws -> String {
        try String(
            contentsOf: scenario.folder.appendingPathComponent("results.jsonl"), encoding: .utf8)
    }

    /// Imports until the process would die at a place; says whether it did.
    static func killed(
        _ scenario: Scenario, at place: Int, isAtomic: Bool
    ) throws -> Bool {
        let file = scenario.folder.appendingPathComponent("feed.csv")
        try Data((isAtomic ? good : feed).utf8).write(to: file)
        var options = ImportOptions(file: file.path, actor: "tester")
        options.results = scenario.folder.appendingPathComponent("results.jsonl").path
        wish(&options, isAtomic)
        let job = ImportJob(options, into: scenario.place)
        let fault = FaultPoint(at: place)
        job.configure = {
            $0.directory = FaultyDirectory($0.directory, fault)
            $0.sink = FaultySink($0.sink, fault)
        }
        do {
            _ = try job.run()
        } catch {
            #expect(error.message.hasPrefix("killed at place"))
        }
        return fault.isDead
    }

    static func interrupted(_ scenario: Scenario) throws -> String? {
        guard scenario.place.exists else { return nil }
        return try scenario.place.openForReading().listRuns(RunFilter(limit: 5))
            .first { $0.state == .interrupted }?.plan.name
    }

    @Test(arguments: [false, true]) func aRunThatDiesAtAnyWriteIsResumed(isAtomic: Bool) throws {
        let model = try Self.model(isAtomic: isAtomic)
        var place = 1
        var resumed = 0
        while true {
            let scenario = try Self.scenario()
            guard try Self.killed(scenario, at: place, isAtomic: isAtomic) else { break }
            let run = try Self.interrupted(scenario)
            if isAtomic, let run {
                let written = try scenario.place.openForReading().interruptedRun(of: "default")
                let done = written?.outcomes.count ?? 0
                #expect(done == 0 || done == 9, "place \(place)")
                if done == 0 { #expect(try scenario.export().isEmpty, "place \(place)") }
                #expect(run == written?.run.name)
            }
            if let run {
                let ending = try ResumeJob(run, in: scenario.place).run()
                #expect(ending.report.run == run)
                #expect(ending.report.resumedAfter != nil)
                resumed += 1
            } else {
                try scenario.load(isAtomic ? Self.good : Self.feed) { Self.wish(&$0, isAtomic) }
            }
            #expect(try scenario.export() == model.export, "place \(place)")
            let isRepeated = try run == nil && Self.results(scenario).contains("unchanged")
            if !isRepeated {
                #expect(try Self.results(scenario) == model.results, "place \(place)")
            }
            place += 1
        }
        #expect(resumed > 10, "\(resumed) of \(place) places")
    }

    @Test func aRunThatDiesAgainAndAgainComesToItsEnd() throws {
        let model = try Self.model(isAtomic: false)
        let scenario = try Self.scenario()
        var deaths = 0
        var place = 3
        while try Self.killed(scenario, at: place, isAtomic: false) {
            deaths += 1
            // Far enough that some attempts get past a chunk, with all that is written for one.
            place = 3 + deaths % 17
            if deaths > 60 { break }
        }
        #expect(deaths > 3 && deaths <= 60)
        #expect(try scenario.export() == model.export)
        #expect(try Self.results(scenario) == model.results)
    }
}
