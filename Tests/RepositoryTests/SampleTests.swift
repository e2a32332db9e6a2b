import Provisioning
import Testing

/// Samples stay importable, and what they are expected to give is spelled in words that exist.
@Suite struct SampleTests {
    static let resultColumns =
        "record,line,action,outcome,username,email,external_id,codes,messages,detail"

    /// Results that samples are expected to give.
    static let expected = Repository.files(in: "samples", ending: ".expected.csv")

    @Test func columnsOfTheMainSampleAreKnown() {
        let header = Repository.lines("samples/users.csv").first ?? ""
        for name in header.split(separator: ",") {
            #expect(UserColumn(name: String(name)) != nil, "unknown column \(name)")
        }
    }

    @Test func everySampleFeedHasItsExpectedResults() {
        let feeds = Repository.files(in: "samples", ending: ".csv")
            .filter { !$0.hasSuffix(".expected.csv") && !$0.hasSuffix(".directory.csv") }
        #expect(!feeds.isEmpty)
        for feed in feeds {
            #expect(Repository.exists(feed.dropLast(".csv".count) + ".expected.csv"), "\(feed)")
        }
    }

    @Test(arguments: expected) func expectedResultsUseWordsThatExist(file: String) throws {
        let rows = Repository.lines(file).filter { !$0.isEmpty }.map(Self.fields)
        #expect(rows.first?.joined(separator: ",") == Self.resultColumns)
        for (index, row) in rows.dropFirst().enumerated() {
            try #require(row.count == 10, "\(file) record \(index + 1)")
            #expect(row[0] == "\(index + 1)", "records are numbered from 1")
            let outcome = try #require(
                Outcome.allCases.first { $0.word == row[3] }, "\(row[3]) is no outcome")
            let codes = try row[7].split(separator: ";").map { word in
                try #require(IssueCode(rawValue: String(word)), "\(word) is no code")
            }
            let isRejected = codes.contains { $0.severity == .error }
            #expect(isRejected == (outcome == .rejected), "\(file) record \(row[0])")
        }
    }

    /// Addresses and numbers that nobody has: RFC 2606 domains, and ranges kept for fiction.
    @Test func samplesNameNobody() {
        for file in Repository.files(in: "samples") {
            let text = Repository.text(file)
            for match in text.matches(of: /@([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]+)/) {
                let domain = match.output.1.lowercased()
                #expect(
                    domain.hasSuffix("example.com") || domain.hasSuffix(".example")
                        || domain.hasSuffix("example.org"), "\(file): \(domain)")
            }
        }
    }

    /// Fields of one line; a quoted field has no line break in these files.
    static func fields(_ line: Substring) -> [String] {
        var fields = [""]
        var isQuoted = false
        for character in line {
            if character == "\"" { isQuoted.toggle() }
            if character == "," && !isQuoted {
                fields.append("")
            } else {
                fields[fields.count - 1].append(character)
            }
        }
        return fields
    }
}
