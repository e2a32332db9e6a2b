import Foundation
import Testing

/// The ready-made profiles read the feeds that stand beside them, and give what stands there, too.
@Suite struct SampleProfileTests {
    static let folder = SampleTests.folder + "/profiles"

    private static let files =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()

    /// Names of the profiles: `okta` for `okta.yaml`.
    static let names = files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }

    /// The deliveries of a feed in the order in which they come: `okta.csv`, `okta.next.csv`.
    private static func deliveries(of name: String) -> [String] {
        ["\(name).", "\(name).next."].flatMap { start in
            ["csv", "jsonl", "json", "xml"].map { start + $0 }.filter(files.contains)
        }
    }

    @Test func everyProfileHasAFeed() {
        #expect(!Self.names.isEmpty)
        for name in Self.names {
            #expect(!Self.deliveries(of: name).isEmpty, "there is no feed for \(name).yaml")
        }
    }

    @Test(arguments: names) func feedsGiveTheirExpectedResults(name: String) throws {
        let place = try Workplace(isOptimised: true)
        for feed in Self.deliveries(of: name) {
            let first = try results(of: feed, by: name, in: place)
            let stem = feed.split(separator: ".").dropLast().joined(separator: ".")
            #expect(Difference(first, try Self.text("\(stem).expected.csv")) == nil, "\(feed)")
            try expectNothingMore(CSVText.records(first), from: feed, by: name, in: place)
        }
        let held = place.muster("users", "export").output
        #expect(Difference(held, try Self.text("\(name).directory.csv")) == nil)

        // It is a feed, too, which makes the same directory elsewhere.
        place.muster("import", "-", "--directory", "other.sqlite", "--quiet", input: held)
        let copy = place.muster("users", "export", "--directory", "other.sqlite").output
        #expect(Difference(copy, held) == nil)
    }

    /// What was rejected comes back as a feed that the same profile reads: imported as it is, each
    /// record has the same fault, unless the first of two is no longer in the way.
    @Test(arguments: names) func rejectsAreAFeedForTheSameProfile(name: String) throws {
        let place = try Workplace(isOptimised: true)
        let feed = try #require(Self.deliveries(of: name).first)
        let rejects = "rejects." + (feed.split(separator: ".").last ?? "")
        let words = ["--rejects", rejects]
        let first = CSVText.records(try results(of: feed, by: name, words, in: place))
            .filter { $0["outcome"] == "rejected" }
        try FileManager.default.moveItem(
            atPath: place.path(rejects), toPath: place.path("again-" + rejects))
        let second = CSVText.records(
            try results(of: place.path("again-" + rejects), by: name, in: place))
        try #require(second.count == first.count)
        for (before, after) in zip(first, second) {
            let codes = before["codes"] ?? ""
            if codes.hasPrefix("duplicate.") { continue }
            #expect(after["outcome"] == "rejected", "\(feed) record \(before["record"] ?? "")")
            // What is no record at all comes back as one that holds its text.
            if !codes.contains(".malformed") || codes.hasPrefix("field.") {
                #expect(after["codes"] == codes, "\(feed) record \(before["record"] ?? "")")
            }
        }
    }

    @Test func aFileThatLostARecordOnItsWayChangesNothing() throws {
        let place = try Workplace(isOptimised: true)
        let whole = try Data(contentsOf: URL(filePath: "\(Self.folder)/payroll.csv"))
        var lines = Array(whole).split(separator: 0x0A, omittingEmptySubsequences: false)
        lines.remove(at: 3)
        try place.write(Array(lines.joined(separator: [0x0A])), to: "payroll.csv")
        let ending = place.muster(
            "import", "payroll.csv", "--config", "\(Self.folder)/payroll.yaml", "--feed",
            "payroll")
        #expect(ending.status == 65)
        #expect(ending.error.contains("[feed.trailer.mismatch]"), "\(ending.error)")
        #expect(CSVText.records(place.muster("users", "export").output).isEmpty)
    }

    /// A delivery that comes a second time changes nobody.
    private func expectNothingMore(
        _ first: [[String: String]], from feed: String, by name: String, in place: Workplace
    ) throws {
        let second = CSVText.records(try results(of: feed, by: name, in: place))
        #expect(second.count == first.count)
        for (before, after) in zip(first, second) {
            let kept = ["rejected", "skipped"].first { $0 == before["outcome"] } ?? "unchanged"
            #expect(after["outcome"] == kept, "\(feed) record \(before["record"] ?? "")")
        }
    }

    /// The results of an import, as the file has them.
    private func results(
        of feed: String, by name: String, _ words: [String] = [], in place: Workplace
    ) throws -> String {
        let path = feed.hasPrefix("/") ? feed : "\(Self.folder)/\(feed)"
        let ending = place.start(
            [
                "import", path, "--config", "\(Self.folder)/\(name).yaml", "--feed", name,
                "--results", "results.csv", "--quiet",
            ] + words
        ).end()
        let text = try place.read("results.csv")
        let hasRejects = CSVText.records(text).contains { $0["outcome"] == "rejected" }
        #expect(ending.status == (hasRejects ? 1 : 0), "\(feed): \(ending.error)")
        return text
    }

    private static func text(_ file: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
    }
}
