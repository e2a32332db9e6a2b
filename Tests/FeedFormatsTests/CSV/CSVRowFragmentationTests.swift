import FeedFormats
import Provisioning
import Testing

/// Rows that are no records are found alike however the bytes arrive and chunks are cut.
@Suite struct CSVRowFragmentationTests {
    private static let seed = UInt64.random(in: 0...UInt64.max)

    /// A file with such rows in front of, between and behind its records.
    private static let text = #"""
        \#u{FEFF}100;settings;"two
        lines"\#r
        id;name;note\#r
        Total;;\#r
        1;"Lovelace; Ada";"says ""Total"""\#r
        id;name;note\#r
        \#u{FEFF}id;"name";NOTE\#r
        "100"\#r
        2;"two\#r
        TRL;lines";Total\#n
        ;;\#r
        total;"a";"b";"c"\#r
        100;"unclosed\#r
        3;not "enough\#r
        "4";last;TRL\#r
        "TRL";0014\#r
        \#r
        ;;\#r\#n\#u{1A}
        """#
    private static let bytes = Array(text.utf8)

    private static var profile: FeedProfile {
        var profile = FeedProfile()
        profile.skippedRows = ["100", "Total"]
        profile.skipsRepeatedHeaders = true
        profile.trailer = TrailerRule(
            mark: "TRL", includes: [.header, .skipped, .trailer])
        profile.delimiter = UInt8(ascii: ";")
        return profile
    }

    private func source(
        _ bytes: [UInt8] = bytes, pieces: [Int] = [], chunkBytes: Int, records: Int = 8_192
    ) -> CSVSource {
        var limits = Limits()
        limits.chunkBytes = chunkBytes
        limits.chunkRecordsMax = records
        return CSVSource(bytes, pieces: pieces, profile: Self.profile, limits: limits)
    }

    @Test func theFileReadsAsItShould() throws {
        let records = try source(chunkBytes: 1 << 20).seenRecords()
        #expect(
            records.map(\.texts) == [
                ["1", "Lovelace; Ada", "says \"Total\""], ["2", "two\r\nTRL;lines", "Total"],
                ["", "", ""], ["3", "not \"enough"], ["4", "last", "TRL"],
            ])
        #expect(records.map(\.number) == [1, 2, 3, 4, 5])
    }

    @Test func everySplitAndPieceGivesTheSameChunks() throws {
        for chunkBytes in [8, 40, 1 << 20] {
            let whole = try source(chunkBytes: chunkBytes).seenChunks()
            for split in 1..<Self.bytes.count {
                let pieces = [split, Self.bytes.count]
                let chunks = try source(pieces: pieces, chunkBytes: chunkBytes).seenChunks()
                #expect(chunks == whole, "split at \(split)")
            }
            for piece in [1, 2, 3, 7, 31] {
                let chunks = try source(pieces: [piece], chunkBytes: chunkBytes).seenChunks()
                #expect(chunks == whole, "pieces of \(piece)")
            }
        }
    }

    @Test func everyChunkSizeGivesTheSameRecords() throws {
        let whole = try source(chunkBytes: 1 << 20).seenRecords()
        for chunkBytes in 1...Self.bytes.count + 2 {
            let source = source(chunkBytes: chunkBytes)
            #expect(try source.seenRecords() == whole, "chunks of \(chunkBytes) bytes")
            try source.rewind()
            #expect(try source.seenRecords() == whole, "rewound")
        }
        for records in 1...6 {
            let chunks = try source(chunkBytes: 1 << 20, records: records).seenChunks()
            #expect(chunks.flatMap { $0 } == whole)
        }
    }

    @Test func aRecordIsReadAgainWithoutTheRowsBehindIt() throws {
        let source = source(chunkBytes: 30)
        let records = try source.seenRecords()
        let chunk = FeedChunk(capacity: 64)
        for (index, record) in records.enumerated() {
            let next =
                index + 1 < records.count
                ? records[index + 1].offset : UInt64(Self.bytes.count - 1)
            for length in [record.length, UInt32(next - record.offset)] {
                try source.reread(
                    offset: record.offset, length: length, number: record.number,
                    line: record.line, into: chunk)
                #expect(
                    chunk.records.map { SeenRecord($0, in: chunk).values } == [record.values])
            }
        }
    }

    @Test func rowsPutInAnywhereChangeNoRecord() throws {
        print("seed \(Self.seed)")
        var random = SeededRandom(seed: Self.seed)
        let strange = ["Total;9", "100", "\"total\";\"x\ny\"", "id;name;note", "100;;;;;;", ""]
        for round in 0..<300 {
            var text = "id;name;note\n"
            var expected: [[String]] = []
            var rows = 2
            for number in 0..<Int.random(in: 0...8, using: &random) {
                if Bool.random(using: &random) {
                    let row = strange.randomElement(using: &random) ?? ""
                    text += row + "\n"
                    rows += row.isEmpty ? 0 : 1
                }
                let name = ["Ada", "x\ny", "T", "1\"0", ""].randomElement(using: &random) ?? ""
                expected.append(["\(number)", name, "TRL"])
                text += "\(number);\"\(name.replacing("\"", with: "\"\""))\";TRL\n"
                rows += 1
            }
            text += "TRL;\(rows)\n"
            let source = source(
                Array(text.utf8), pieces: [Int.random(in: 1...20, using: &random)],
                chunkBytes: Int.random(in: 1...60, using: &random),
                records: Int.random(in: 1...4, using: &random))
            let records = try source.seenRecords()
            #expect(records.map(\.texts) == expected, "seed \(Self.seed) round \(round)")
        }
    }
}
