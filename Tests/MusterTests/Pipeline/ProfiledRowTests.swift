import Foundation
import Muster
import Provisioning
import Testing

/// What a profile says of rows and words, through a whole import.
@Suite struct ProfiledRowTests {
    private static let yaml = """
        feeds:
          payroll:
            rows_before_header: 1
            skip_rows: [Total]
            skip_repeated_headers: on
            columns: {status: enabled, teams: groups}
            list_separator: ","
            yes_words: [A]
            no_words: [T, L]
            trailer: {mark: T1, includes: [rows_before_header, header, trailer]}
        """

    private static func feed(_ records: [String], count: Int) -> String {
        let rows =
            ["H1;2026-03-01", "username;mail;status;teams"] + records + ["Total;9", "T1;\(count)"]
        return rows.joined(separator: "\r\n") + "\r\n"
    }

    private static let people = [
        "ada;ada@example.com;A;\"staff, R&D\"", "mei;mei@example.com;t;staff",
        "zoe;zoe@example.com;X;staff;ops",
    ]

    private func scenario() throws -> Scenario {
        let scenario = try Scenario()
        try scenario.configure(Self.yaml)
        return scenario
    }

    private func halt(
        _ scenario: Scenario, _ text: String, _ change: (inout ImportOptions) -> Void = { _ in }
    ) -> RunHalt? {
        do {
            try scenario.load(text) {
                $0.feed = "payroll"
                change(&$0)
            }
            return nil
        } catch {
            return error as? RunHalt
        }
    }

    @Test func peopleAreReadAsTheProfileSays() throws {
        let scenario = try scenario()
        let imported = try scenario.load(Self.feed(Self.people, count: 6)) { $0.feed = "payroll" }
        #expect(
            imported.words.map { $0.prefix { $0 != ":" } } == ["created", "created", "rejected"])
        #expect(imported.results.map(\.record) == [1, 2, 3])
        let users = try scenario.export()
        #expect(users.count == 2)
        #expect(users.contains { $0.contains("R&D") })
    }

    @Test func aWrongTrailerChangesNothing() throws {
        let scenario = try scenario()
        try scenario.load(Self.feed([Self.people[0]], count: 4)) { $0.feed = "payroll" }
        let before = try scenario.export()
        for isDryRun in [true, false] {
            for count in [5, 7] {
                let found = halt(scenario, Self.feed(Self.people, count: count)) {
                    $0.isDryRun = isDryRun
                }
                #expect(found?.status == .malformedFile)
                #expect(found?.code == .feedTrailerMismatch)
            }
            let whole = Self.feed(Self.people, count: 6)
            let cut = halt(scenario, String(whole.dropLast(5))) { $0.isDryRun = isDryRun }
            #expect(cut?.code == .feedTrailerMissing)
        }
        #expect(try scenario.export() == before)
    }

    @Test func aWrongTrailerStopsEveryRuleForDuplicates() throws {
        for rule in DuplicateRule.allCases {
            let scenario = try scenario()
            let found = halt(scenario, Self.feed(Self.people, count: 9)) { $0.onDuplicate = rule }
            #expect(found?.code == .feedTrailerMismatch)
            #expect(try scenario.export().isEmpty)
        }
    }

    @Test func aFileWithoutPeopleStillOwesItsTrailer() throws {
        let scenario = try scenario()
        #expect(halt(scenario, Self.feed([], count: 3)) == nil)
        #expect(halt(scenario, Self.feed([], count: 4))?.code == .feedTrailerMismatch)
    }

    @Test func rejectsGoBackThroughTheSameProfile() throws {
        let scenario = try scenario()
        let rejects = scenario.folder.appendingPathComponent("rejects.csv")
        try scenario.load(Self.feed(Self.people, count: 6)) {
            $0.feed = "payroll"
            $0.rejects = rejects.path
        }
        let text = try String(contentsOf: rejects, encoding: .utf8)
        let corrected = text.replacing(";X;staff;", with: ";A;staff;").replacing(";ops", with: "")
        let imported = try scenario.load(corrected) { $0.feed = "payroll" }
        #expect(imported.words.map { $0.prefix { $0 != ":" } } == ["created"])
    }
}
