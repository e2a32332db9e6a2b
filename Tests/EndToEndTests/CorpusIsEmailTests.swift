import Foundation
import Testing

/// Addresses of isemail: what Muster accepts, and each difference from the corpus' own verdict.
@Suite struct CorpusIsEmailTests {
    struct Address {
        let id: String
        let text: String
        let category: String
        let diagnosis: String

        /// The corpus' own threshold: what one may send to, whatever a name server says.
        var isValid: Bool { ["VALID_CATEGORY", "DNSWARN", "RFC5321"].contains(category) }
    }

    @Test func everyDifferenceIsOnThePage() throws {
        guard let path = Corpus.path("isemail/test/tests.xml", cases: 164) else { return }
        let addresses = try AddressFile(at: path).addresses
        #expect(addresses.count == 164)
        // The column is one that need not be unique and has the same rule as `email`.
        let feed = WrittenFeed(
            column: "alternate_email", values: addresses.map { Array($0.text.utf8) })
        let run = try CorpusImport(feed, as: .csv)
        try #require(run.results.count == addresses.count)
        var differences: [[String]] = []
        for (index, address) in addresses.enumerated() where !address.text.isEmpty {
            let isAccepted = run.rejection(index) == nil
            guard isAccepted != address.isValid else { continue }
            differences.append(
                [address.id, address.diagnosis, isAccepted ? "accepted" : "refused"])
        }
        let listed = try Corpus.table(under: "### Addresses with another verdict")
        #expect(listed.map { Array($0[0...2]) } == differences)
    }

    @Test func countsByCategoryAreThoseOfThePage() throws {
        guard let path = Corpus.path("isemail/test/tests.xml", cases: 164) else { return }
        let addresses = try AddressFile(at: path).addresses
        let feed = WrittenFeed(
            column: "alternate_email", values: addresses.map { Array($0.text.utf8) })
        let run = try CorpusImport(feed, as: .csv)
        try #require(run.results.count == addresses.count)
        var counts: [String: (all: Int, accepted: Int)] = [:]
        for (index, address) in addresses.enumerated() where !address.text.isEmpty {
            counts[address.category, default: (0, 0)].all += 1
            if run.rejection(index) == nil { counts[address.category]?.accepted += 1 }
        }
        let listed = try Corpus.table(under: "### By category")
        #expect(listed.count == counts.count)
        for row in listed {
            let count = try #require(counts[row[0]])
            #expect(row[2] == "\(count.all)" && row[3] == "\(count.accepted)", "\(row[0])")
        }
    }
}

/// The corpus' file: an element `test` for each address.
private struct AddressFile {
    private(set) var addresses: [CorpusIsEmailTests.Address] = []

    init(at path: String) throws {
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for part in text.components(separatedBy: "<test id=\"").dropFirst() {
            addresses.append(
                CorpusIsEmailTests.Address(
                    id: String(part.prefix { $0 != "\"" }),
                    text: Self.resolved(Self.content("address", in: part)),
                    category: Self.word("category", in: part),
                    diagnosis: Self.word("diagnosis", in: part)))
        }
    }

    /// A word without the prefix that all have.
    private static func word(_ name: String, in part: String) -> String {
        content(name, in: part).replacingOccurrences(of: "ISEMAIL_", with: "")
    }

    private static func content(_ name: String, in part: String) -> String {
        guard let open = part.range(of: "<\(name)>"), let close = part.range(of: "</\(name)>")
        else { return "" }
        return String(part[open.upperBound..<close.lowerBound])
    }

    /// Resolves references; the corpus writes control characters as U+2400 and on.
    private static func resolved(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "&"), let end = rest[start...].firstIndex(of: ";") {
            result += rest[..<start]
            let name = rest[rest.index(after: start)..<end]
            rest = rest[rest.index(after: end)...]
            guard name.hasPrefix("#x") else {
                result += ["amp": "&", "lt": "<", "gt": ">", "quot": "\""][name] ?? "?"
                continue
            }
            let value = UInt32(name.dropFirst(2), radix: 16) ?? 0xFFFD
            let isShown = (0x2400...0x2421).contains(value)
            // U+2421 stands for DEL.
            let code = value == 0x2421 ? 0x7F : isShown ? value - 0x2400 : value
            result.unicodeScalars.append(Unicode.Scalar(code) ?? "?")
        }
        return result + rest
    }
}
