import Foundation
import Testing

/// The same people come out of every format, encoding and compression.
@Suite struct FormatEquivalenceTests {
    /// One way in which a text becomes the bytes of a file.
    enum Variant: String, CaseIterable {
        case plain, crlf, gzip, utf16LittleEndian, utf16BigEndian

        var lineEnd: String { self == .crlf ? "\r\n" : "\n" }
        var suffix: String { self == .gzip ? ".gz" : "" }
        var encodingName: String {
            switch self {
            case .utf16LittleEndian, .utf16BigEndian: "UTF-16"
            default: "UTF-8"
            }
        }
    }

    /// What came of an import: every result without its line, and the directory.
    struct Outcome {
        var status: Int32
        var results: [ResultLine]
        var export: String
        var groups: String
    }

    @Test func tenThousandUsersAreTheSameInEveryFormat() throws {
        let population = Population(count: 10_000, seed: 20_261_124)
        var expected: Outcome?
        for variant in Variant.allCases {
            for format in ["csv", "jsonl", "xml"] {
                let found = try Self.outcome(of: population, format, variant)
                guard let first = expected else {
                    #expect(found.status == 1)
                    #expect(found.results.count == 10_000)
                    #expect(found.results.contains { $0.outcome == "created" })
                    expected = found
                    continue
                }
                let label = "\(format) \(variant.rawValue)"
                #expect(found.status == first.status, "\(label)")
                let difference = zip(found.results, first.results).first { $0 != $1 }
                #expect(difference == nil, "\(label): \(String(describing: difference))")
                #expect(found.results.count == first.results.count, "\(label)")
                #expect(Difference(found.export, first.export) == nil, "\(label)")
                #expect(Difference(found.groups, first.groups) == nil, "\(label)")
            }
        }
    }

    private static func outcome(
        of population: Population, _ format: String, _ variant: Variant
    ) throws -> Outcome {
        let text =
            switch format {
            case "csv": population.csv(lineEnd: variant.lineEnd)
            case "jsonl": try population.jsonLines(lineEnd: variant.lineEnd)
            default:
                population.xml(lineEnd: variant.lineEnd, encoding: variant.encodingName)
            }
        let place = try Workplace(isOptimised: true)
        let name = "users.\(format)"
        let bytes = Self.bytes(of: text, variant)
        try place.write(bytes, to: name)
        if variant == .gzip { place.gzip(name) }
        let ending = place.muster(
            "import", name + variant.suffix, "--results", "results.jsonl", "--max-rejects", "none",
            "--quiet")
        let lines = try ResultLine.all(in: place.read("results.jsonl"))
        let results = lines.map { line in
            var result = line
            result.line = 0
            return result
        }
        return Outcome(
            status: ending.status, results: results,
            export: place.muster("users", "export").output,
            groups: place.muster("groups", "list", "--format", "json").output)
    }

    private static func bytes(of text: String, _ variant: Variant) -> [UInt8] {
        switch variant {
        case .plain, .crlf, .gzip: Array(text.utf8)
        case .utf16LittleEndian:
            [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16BigEndian:
            [0xFE, 0xFF] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        }
    }

    /// What a record says depends on what the elements around it declare.
    @Test(arguments: [
        ("xmlns:xsi='urn:other'", "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"),
        ("", "xml:space='preserve'"),
    ])
    func aRecordIsKnownAgainOnlyInTheSameSurroundings(before: String, after: String) throws {
        let place = try Workplace(isOptimised: true)
        let clearing = before.isEmpty ? "" : " xsi:nil='true'"
        let text = before.isEmpty ? " Sales " : ""
        func feed(_ declaration: String) -> String {
            "<users \(declaration)><user><username>ada</username><email>ada@example.com</email>"
                + "<department\(clearing)>\(text)</department></user></users>"
        }
        place.muster(
            "import", "-", "--quiet",
            input: "username,email,department\nada,ada@example.com,Sales\n")
        for _ in 0..<2 {
            let first = place.muster("import", "-", "--results", "-", input: feed(before))
            #expect(first.output.contains("\"unchanged\""), "\(first.output) \(first.error)")
        }
        let second = place.muster("import", "-", "--results", "-", input: feed(after))
        #expect(second.output.contains("\"updated\""), "\(second.output) \(second.error)")
    }
}
