import Foundation
import Testing

/// Strings that break programs, as names of people.
@Suite struct CorpusNaughtyStringsTests {
    @Test(arguments: WrittenFeed.Format.allCases)
    func everyStringIsKeptUnlessThePageSaysWhyNot(format: WrittenFeed.Format) throws {
        guard let strings = try Self.strings() else { return }
        var listed: [Int: String] = [:]
        for row in try Corpus.table(under: "### Strings that are not kept as they are") {
            for number in row[0].split(separator: ",") {
                let index = try #require(Int(number.filter { $0 != " " }))
                listed[index] = row[1]
            }
        }
        // A document with a character that XML does not have is no document.
        let written = strings.enumerated().filter { format != .xml || Self.isXML($0.element) }
        let feed = WrittenFeed(
            column: "first_name", values: written.map { Array($0.element.utf8) })
        let run = try CorpusImport(feed, as: format)
        try #require(run.results.map(\.record) == Array(1...written.count))
        // Blanks around the text of an element.
        let layout = CharacterSet(charactersIn: " \t\n\r")
        for (index, (number, string)) in written.enumerated() {
            let text = format == .xml ? string.trimmingCharacters(in: layout) : string
            let held = run.held["u\(index + 1)"].map { Array($0.utf8) }
            let isKept = held == Array(text.utf8) && text.isEmpty == string.isEmpty
            let verdict = run.rejection(index) ?? (isKept ? nil : "no value")
            #expect(verdict == listed[number + 1], "\(format) string \(number + 1)")
        }
    }

    /// Whether XML 1.0 has all the characters (section 2.2).
    private static func isXML(_ string: String) -> Bool {
        string.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x9, 0xA, 0xD, 0x20...0xFFFD, 0x10000...: true
            default: false
            }
        }
    }

    /// Whatever a rule makes of a string, it makes the same of it the next time, and of what it
    /// kept.
    @Test(arguments: ["display_name", "phone", "external_id", "language", "attr.note"])
    func aStringOfAnyColumnIsDecidedOnce(column: String) throws {
        guard let strings = try Self.strings() else { return }
        let feed = WrittenFeed(column: column, values: strings.map { Array($0.utf8) })
        let run = try CorpusImport(feed, as: .csv)
        try #require(run.results.map(\.record) == Array(1...strings.count))
        let more = try run.outcomesOfMore(as: .csv)
        let kept = run.results.map { $0.outcome == "rejected" ? "rejected" : "unchanged" }
        #expect(more.again == kept)
        #expect(more.export == kept.filter { $0 == "unchanged" })
    }

    /// nil: the corpus is not here.
    private static func strings() throws -> [String]? {
        guard let path = Corpus.path("naughty-strings/blns.json", cases: 515) else { return nil }
        let strings = try JSONDecoder().decode(
            [String].self, from: Data(contentsOf: URL(filePath: path)))
        #expect(strings.count == 515)
        return strings
    }
}
