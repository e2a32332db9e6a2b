import Foundation
import Muster
import Provisioning
import Testing

/// Who is deleted in the midst of a file and comes again in it does so also when the run dies in between.
@Suite struct KilledReturnTests {
    static let header = "action,username,email,external_id,first_name\n"

    /// Files whose records meet users that earlier ones of them added and deleted.
    static let feeds = [
        ["add,x,x@example.com,,One", "delete,x,x@example.com,,", "add,x,x@example.com,,Two"],
        // The one who came last is there, and is named.
        [
            "add,x,x@example.com,,One", "delete,x,x@example.com,,", "add,x,x@example.com,,Two",
            "add,x,x@example.com,,Three", "delete,x,x@example.com,,", "add,x,x@example.com,,Four",
            "add,x,x@example.com,,Five",
        ],
        // By the external id alone, and by another key of whom was deleted.
        [
            ",ada,ada@example.com,E1,", "delete,ada,ada@example.com,,", ",bob,bob@example.com,E1,",
            ",ada,cyd@example.com,E2,", ",dan,ada@example.com,E3,",
        ],
        // Who is there already, unchanged.
        [
            ",old,old@example.com,O1,Old", "delete,old,old@example.com,,",
            ",old,old@example.com,O2,New", ",old,old@example.com,O1,Again",
        ],
    ]

    static func before(_ records: [String]) throws -> Scenario {
        let scenario = try Scenario()
        try scenario.configure(
            "limits: {chunk_records: 1}\nfeeds:\n"
                + "  default: {guards: {removals: none, rejects: none}}\n")
        try scenario.load(header + ",old,old@example.com,O1,Old\n")
        return scenario
    }

    static func deliver(
        _ records: [String], to scenario: Scenario, dyingAt place: Int = 0
    ) throws -> Bool {
        let file = scenario.folder.appendingPathComponent("returning.csv")
        try Data((header + records.joined(separator: "\n")).utf8).write(to: file)
        var options = ImportOptions(file: file.path, actor: "tester")
        options.results = scenario.folder.appendingPathComponent("results.jsonl").path
        let job = ImportJob(options, into: scenario.place)
        return try job.run(dyingAt: place)
    }

    @Test(arguments: feeds) func whoReturnsInAFileReturnsAfterADeath(records: [String]) throws {
        let model = try Self.before(records)
        #expect(try !Self.deliver(records, to: model))
        let export = try model.export()
        let results = try KilledRunTests.results(model)
        var place = 1
        var resumed = 0
        while true {
            let scenario = try Self.before(records)
            guard try Self.deliver(records, to: scenario, dyingAt: place) else { break }
            if let run = try KilledRunTests.interrupted(scenario) {
                _ = try ResumeJob(run, in: scenario.place).run()
                resumed += 1
                #expect(try KilledRunTests.results(scenario) == results, "place \(place)")
                #expect(try scenario.export() == export, "place \(place)")
            }
            // A record is some six writes; it matters which of them were done.
            place += 4
        }
        #expect(resumed >= records.count, "\(resumed) of \(place) places")
    }
}
