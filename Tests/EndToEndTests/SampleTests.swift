import Foundation
import Testing

/// The samples give the results that stand beside them.
@Suite struct SampleTests {
    static let folder =
        URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/samples"

    /// Feeds in the order in which they come, each with its options.
    static let samples: [[(feed: String, words: [String])]] = [
        [("users.csv", []), ("users-changes.csv", [])],
        [("hr/people.csv", ["--config", folder + "/hr/muster.yaml", "--feed", "hr"])],
    ]

    @Test(arguments: samples.indices) func samplesGiveTheirExpectedResults(index: Int) throws {
        let place = try Workplace()
        for sample in Self.samples[index] { try check(sample.feed, sample.words, in: place) }
    }

    private func check(_ feed: String, _ words: [String], in place: Workplace) throws {
        let ending = place.start(
            ["import", Self.folder + "/" + feed, "--results", "r.csv", "--quiet"] + words
        ).end()
        #expect(ending.status == 1, "\(ending.error)")
        let path = Self.folder + "/" + feed.replacing(".csv", with: ".expected.csv")
        let expected = CSVText.records(try String(contentsOfFile: path, encoding: .utf8))
        let results = CSVText.records(try place.read("r.csv"))
        #expect(results.count == expected.count)
        for (result, wanted) in zip(results, expected) {
            for (column, value) in wanted where column != "messages" {
                #expect(result[column] == value, "record \(wanted["record"] ?? "") \(column)")
            }
        }
    }

    @Test func theTemplateIsAcceptedWhole() throws {
        let place = try Workplace()
        try place.write(place.muster("template").output, to: "users.csv")
        let ending = place.muster("import", "users.csv", "--results", "-")
        #expect(ending.status == 0, "\(ending.error)")
        #expect(try ResultLine.all(in: ending.output).allSatisfy { $0.outcome != "rejected" })
    }
}
