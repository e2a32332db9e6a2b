import FeedFormats
import Provisioning
import Testing

/// Properties that hold for every file, on random ones with a printed seed.
@Suite struct CSVPropertyTests {
    private static let seed = UInt64.random(in: 0...UInt64.max)

    /// Bytes that mean something to the reader, and some that do not.
    private static let alphabet: [UInt8] =
        [0x2C, 0x2C, 0x22, 0x22, 0x0A, 0x0A, 0x0D, 0x5C, 0x00, 0x09, 0x1A, 0xC3, 0xA9, 0xFF]
        + Array("abcdefgh ".utf8)

    @Test func anyBytesGiveTheSameRecordsInEveryWayOfReading() throws {
        print("seed \(Self.seed)")
        var random = SeededRandom(seed: Self.seed)
        let again = FeedChunk(capacity: 64)
        for round in 0..<2_000 {
            let count = Int.random(in: 0..<200, using: &random)
            let bytes =
                Array("a,b,c\n".utf8)
                + (0..<count).map { _ in Self.alphabet.randomElement(using: &random) ?? 0 }
            var profile = FeedProfile()
            profile.delimiter = UInt8(ascii: ",")
            profile.quoting = round & 1 == 0 ? .doubled : .backslash
            if round & 2 != 0 { profile.commentPrefix = "a" }
            profile.rowsBeforeHeader = 0
            var limits = Limits()
            if round & 4 != 0 { limits.fieldBytesMax = 12 }
            if round & 8 != 0 { limits.recordBytesMax = 40 }
            if round & 2 != 0 { limits.columnsMax = 3 }
            let header = round & 2 != 0 ? Array("x,y,z\n".utf8) : []
            let source = CSVSource(header + bytes, profile: profile, limits: limits)
            let records = try source.seenRecords()
            try expectOrder(of: records, in: (header + bytes).count)

            limits.chunkBytes = Int.random(in: 1...60, using: &random)
            limits.chunkRecordsMax = Int.random(in: 1...4, using: &random)
            let pieces = [Int.random(in: 1...9, using: &random), 3, 1]
            let other = CSVSource(
                header + bytes, pieces: pieces, profile: profile, limits: limits)
            #expect(try other.seenRecords() == records, "seed \(Self.seed) round \(round)")

            // Reading again never takes the fast lane.
            for record in records {
                try source.reread(
                    offset: record.offset, length: record.length, number: record.number,
                    line: record.line, into: again)
                #expect(
                    again.records.map { SeenRecord($0, in: again) } == [record],
                    "seed \(Self.seed) round \(round)")
            }
        }
    }

    /// Records follow one another without overlap, and are counted one by one.
    private func expectOrder(of records: [SeenRecord], in count: Int) throws {
        var end: UInt64 = 0
        var line: UInt64 = 1
        for (index, record) in records.enumerated() {
            #expect(record.number == UInt32(index + 1))
            #expect(record.offset >= end)
            #expect(record.line > line || index == 0)
            #expect(record.length > 0)
            end = record.offset + UInt64(record.length)
            line = record.line
        }
        #expect(end <= UInt64(count))
    }

    @Test func whatIsWrittenIsReadAsItWas() throws {
        var random = SeededRandom(seed: Self.seed)
        let letters = Array("ab,;|\t\"\n\\ é佐🙂'").map(String.init)
        for round in 0..<500 {
            let columns = Int.random(in: 1...6, using: &random)
            let rows = (0..<Int.random(in: 0...12, using: &random)).map { _ in
                (0..<columns).map { _ in
                    (0..<Int.random(in: 0...9, using: &random))
                        .map { _ in letters.randomElement(using: &random) ?? "" }.joined()
                }
            }
            let delimiter = [",", ";", "\t", "|"].randomElement(using: &random) ?? ","
            let header = (1...columns).map { "column \($0)" }
            let lines = ([header] + rows).map { row in
                row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: delimiter)
            }
            var profile = FeedProfile()
            profile.delimiter = delimiter.utf8.first
            let source = CSVSource(lines.joined(separator: "\n"), profile: profile)
            #expect(try source.headerTexts() == header)
            let records = try source.seenRecords()
            #expect(records.map(\.texts) == rows, "seed \(Self.seed) round \(round)")
            #expect(records.allSatisfy { $0.fault == nil })
        }
    }
}
