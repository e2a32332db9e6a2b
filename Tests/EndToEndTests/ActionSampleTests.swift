import Foundation
import Provisioning
import Testing

/// The sample of actions: as a feed, and each row as a command, with the same results.
@Suite struct ActionSampleTests {
    private static let feed = SampleTests.folder + "/actions.csv"
    private static let config = ["--config", SampleTests.folder + "/actions.yaml"]

    /// What stands in a result whichever way the record came.
    private struct Told: Equatable {
        var outcome: String
        var codes: [String]
        var detail: String
    }

    private struct CommandResult: Decodable {
        struct Finding: Decodable { var code: String }
        var outcome: String
        var issues: [Finding]
        var detail: String
    }

    /// A directory with the users of the first sample.
    private func place() throws -> Workplace {
        let place = try Workplace()
        place.muster("import", SampleTests.folder + "/users.csv", "--quiet", "--results", "r.csv")
        return place
    }

    private func rows() throws -> [[String: String]] {
        CSVText.records(try String(contentsOfFile: Self.feed, encoding: .utf8))
    }

    /// The words by which a row is typed as a command.
    private func words(of row: [String: String], in place: Workplace) throws -> [String] {
        let named = ["user", "username", "email"].first { row[$0]?.isEmpty == false } ?? "user"
        var words = ["user", row["action"] ?? "", row[named] ?? ""]
        for (column, value) in row.sorted(by: { $0.key < $1.key })
        where !value.isEmpty && column != "action" && column != named {
            if UserColumn(name: column)?.isSecret == true {
                try place.write(value + "\n", to: column)
                words += ["--\(column)-file", column]
            } else {
                words += ["--" + column.replacing("_", with: "-"), value]
            }
        }
        return words
    }

    @Test func everyActionIsInTheSample() throws {
        let shown = Set(try rows().map { $0["action"] ?? "" })
        #expect(shown == Set(Action.allCases.map(\.word)))
    }

    @Test func sampleGivesItsExpectedResults() throws {
        let place = try place()
        let ending = place.start(
            ["import", Self.feed, "--secrets", "s.csv", "--results", "r.csv", "--quiet"]
                + Self.config
        ).end()
        #expect(ending.status == 1, "\(ending.error)")
        let expected = CSVText.records(
            try String(
                contentsOfFile: SampleTests.folder + "/actions.expected.csv", encoding: .utf8))
        let results = CSVText.records(try place.read("r.csv"))
        #expect(results.count == expected.count)
        for (result, wanted) in zip(results, expected) {
            for (column, value) in wanted where column != "messages" {
                #expect(result[column] == value, "record \(wanted["record"] ?? "") \(column)")
            }
        }
        #expect(CSVText.records(try place.read("s.csv")).count == 4)
        #expect(place.mode(of: "s.csv") == 0o600)
    }

    @Test func eachRowGivesTheSameAsACommand() throws {
        let byFeed = try place()
        let byCommand = try place()
        let import_ = byFeed.start(
            ["import", Self.feed, "--secrets", "s.csv", "--results", "-", "--quiet"]
                + Self.config
        ).end()
        let results = try ResultLine.all(in: import_.output)
        let rows = try rows()
        #expect(results.count == rows.count)
        for (row, result) in zip(rows, results) {
            let ending = byCommand.start(
                try words(of: row, in: byCommand) + ["--format", "json"] + Self.config
            ).end()
            let told = try JSONDecoder().decode(
                CommandResult.self, from: Data(ending.output.utf8))
            let typed = Told(
                outcome: told.outcome, codes: told.issues.map(\.code), detail: told.detail)
            let fed = Told(
                outcome: result.outcome, codes: result.codes, detail: result.detail ?? "")
            #expect(typed == fed, "record \(result.record)")
            #expect((ending.status == 1) == (result.outcome == "rejected"))
        }
        #expect(
            byFeed.muster("users", "export").output == byCommand.muster("users", "export").output)
    }

    @Test func theSameFileAgainDoesNothingTwiceUnlessAsked() throws {
        let place = try place()
        let words = ["import", Self.feed, "--results", "-", "--quiet"] + Self.config
        let first = place.start(words + ["--secrets", "1.csv"]).end()
        let second = place.start(words + ["--secrets", "2.csv"]).end()
        let accepted = try ResultLine.all(in: first.output).filter {
            $0.outcome != "rejected" && $0.outcome != "skipped"
        }.map(\.record)
        for line in try ResultLine.all(in: second.output) where accepted.contains(line.record) {
            let isView = line.action?.hasPrefix("view-") == true
            #expect(
                line.outcome == "unchanged" || isView, "record \(line.record): \(line.outcome)")
        }
        #expect(!place.names.contains("2.csv"))
    }
}
