import FeedFormats
import Provisioning
import Testing

/// Rules for rows take records away, and change nothing about the others, on random files with a
/// printed seed.
@Suite struct CSVRowPropertyTests {
    private static let seed = UInt64.random(in: 0...UInt64.max)

    /// Pieces of text that mean something to the rules, and some that do not.
    private static let pieces = [
        "t", "T", "\"t\"", " t ", "t,1", "tt", "x,y,z\n", "X,\"y\", z\n", ",", ",,\n", ",", "\n",
        "\n", "\r\n", "\r", "\"", "a", "9", "1", "\u{0}", "\u{FEFF}x,y,z\n", "\u{A0}", "é",
        "e,1\n", "e,2", "\"e\",0,\n", "long long long long long text", " ",
    ]

    /// What is read: all records, or why not.
    private enum Reading: Equatable {
        case records([SeenRecord])
        case halt(RunHalt)
    }

    private func read(
        _ text: String, _ profile: FeedProfile, _ limits: Limits, pieces: [Int] = []
    ) -> Reading {
        do throws(RunHalt) {
            return .records(
                try CSVSource(Array(text.utf8), pieces: pieces, profile: profile, limits: limits)
                    .seenRecords())
        } catch {
            return .halt(error)
        }
    }

    private func text(_ round: Int, using random: inout SeededRandom) -> String {
        "x,y,z\n"
            + (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                Self.pieces.randomElement(using: &random) ?? ""
            }.joined()
    }

    private func limits(_ round: Int) -> Limits {
        var limits = Limits()
        if round & 1 != 0 { limits.recordBytesMax = 24 }
        if round & 2 != 0 { limits.fieldBytesMax = 9 }
        return limits
    }

    private func folded(_ value: ByteString) -> String {
        let marks: Set<Unicode.Scalar> = ["\u{A0}", " ", "\t", "\r", "\n", "\u{0}"]
        let scalars = Array(value.text.unicodeScalars)
        let start = scalars.firstIndex { !marks.contains($0) } ?? scalars.count
        let end = (scalars.lastIndex { !marks.contains($0) } ?? start - 1) + 1
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[start..<max(start, end)])
        return String(text).lowercased()
    }

    @Test func theOtherRecordsAreTheSameAsWithoutRules() throws {
        print("seed \(Self.seed)")
        var random = SeededRandom(seed: Self.seed)
        var profile = FeedProfile()
        profile.delimiter = UInt8(ascii: ",")
        var plain = profile
        plain.trailer = nil
        for round in 0..<3_000 {
            profile.skippedRows = round & 4 != 0 ? ["T"] : []
            profile.skipsRepeatedHeaders = round & 8 != 0
            profile.skipsBlankRows = round & 16 != 0
            let text = text(round, using: &random)
            let limits = limits(round)
            guard case .records(var expected) = read(text, plain, limits) else {
                Issue.record("seed \(Self.seed) round \(round)")
                continue
            }
            expected.removeAll { record in
                let cells = record.values.map(folded)
                let first = record.values.first.map { value -> String in
                    let mark = "\u{FEFF}".utf8
                    return value.bytes.starts(with: mark)
                        ? folded(ByteString(value.bytes.dropFirst(mark.count))) : folded(value)
                }
                let repeats = cells.count == 3 && first == "x" && cells[1...] == ["y", "z"]
                return !profile.skippedRows.isEmpty && cells.first == "t"
                    || profile.skipsRepeatedHeaders && repeats
                    || profile.skipsBlankRows && !cells.isEmpty && cells.allSatisfy(\.isEmpty)
            }
            for index in expected.indices { expected[index].number = UInt32(index + 1) }
            #expect(
                read(text, profile, limits) == .records(expected),
                "seed \(Self.seed) round \(round)")
        }
    }

    @Test func rulesAnswerAlikeHoweverBytesArrive() {
        print("seed \(Self.seed)")
        var random = SeededRandom(seed: Self.seed)
        var profile = FeedProfile()
        profile.delimiter = UInt8(ascii: ",")
        var halts = 0
        for round in 0..<2_000 {
            profile.skippedRows = round & 4 != 0 ? ["t", "é"] : []
            profile.skipsRepeatedHeaders = round & 8 != 0
            profile.skipsBlankRows = round & 16 != 0
            profile.trailer = TrailerRule(mark: "E", includes: [.skipped])
            let records = Int.random(in: 0...3, using: &random)
            let text = text(round, using: &random) + (round & 32 != 0 ? "\ne,\(records)\n" : "")
            var limits = limits(round)
            let whole = read(text, profile, limits)
            if case .halt = whole { halts += 1 }
            limits.chunkBytes = Int.random(in: 1...60, using: &random)
            limits.chunkRecordsMax = Int.random(in: 1...4, using: &random)
            let pieces = [Int.random(in: 1...9, using: &random), 1, 4]
            #expect(
                read(text, profile, limits, pieces: pieces) == whole,
                "seed \(Self.seed) round \(round)")
        }
        #expect(halts > 100)
    }
}
