import Testing

/// Byte sequences of utf8tests, valid and invalid, as names of people.
@Suite struct CorpusUTF8Tests {
    struct Sequence {
        let id: String
        let isValid: Bool
        let bytes: [UInt8]
    }

    /// One row of the page: which sequences, and the code by format; an empty code is acceptance.
    private struct Rule {
        let ids: [String]
        let codes: [WrittenFeed.Format: String]

        init(_ row: [String]) {
            ids = row[0].split(separator: ",").map { $0.filter { $0 != " " } }
            let cells = row[2...4].map { $0 == "kept" ? "" : $0 }
            codes = Dictionary(uniqueKeysWithValues: zip([.csv, .jsonLines, .xml], cells))
        }

        func covers(_ sequence: Sequence) -> Bool {
            ids.contains { id in
                id.hasSuffix(".*") ? sequence.id.hasPrefix(id.dropLast()) : sequence.id == id
            }
        }
    }

    @Test(arguments: WrittenFeed.Format.allCases)
    func everySequenceGetsTheVerdictOfThePage(format: WrittenFeed.Format) throws {
        guard let path = Corpus.path("utf8tests/utf8tests.bin", cases: 222) else { return }
        let all = Self.sequences(in: try Corpus.bytes(path))
        #expect(all.count == 222)
        let rows = try Corpus.table(under: "### Sequences and what becomes of them")
        let rules = rows.dropFirst(2).map(Rule.init)
        let usual = [true: Rule(rows[0]), false: Rule(rows[1])]
        let cases = all.map { sequence in
            let rule = rules.first { $0.covers(sequence) } ?? usual[sequence.isValid]
            return (sequence: sequence, code: rule?.codes[format] ?? "a row")
        }.filter { $0.code != "left out" }
        let feed = WrittenFeed(column: "first_name", values: cases.map(\.sequence.bytes))
        let run = try CorpusImport(feed, as: format)
        try #require(run.results.map(\.record) == Array(1...cases.count))
        for (index, (sequence, code)) in cases.enumerated() {
            #expect(run.rejection(index) ?? "" == code, "\(format) \(sequence.id)")
            guard code.isEmpty else { continue }
            let kept = run.held["u\(index + 1)"].map { Array($0.utf8) }
            #expect(kept == sequence.bytes, "\(format) \(sequence.id) is kept byte for byte")
        }
        for rule in rules {
            #expect(all.contains(where: rule.covers), "\(rule.ids) is in no file")
        }
    }

    /// Lines are `id:verdict:bytes`.
    private static func sequences(in bytes: [UInt8]) -> [Sequence] {
        bytes.split(separator: 0x0A).map { line in
            let parts = line.split(separator: 0x3A, maxSplits: 2, omittingEmptySubsequences: false)
            return Sequence(
                id: String(decoding: parts[0], as: UTF8.self),
                isValid: Array(parts[1]) == Array("valid".utf8), bytes: Array(parts[2]))
        }
    }
}
