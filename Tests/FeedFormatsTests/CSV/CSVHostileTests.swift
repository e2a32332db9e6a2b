import FeedFormats
import Provisioning
import Testing

/// Shapes that would cost a naive reader its memory or its time; a quadratic one would not end.
@Suite struct CSVHostileTests {
    /// Reads to the end and counts, which makes no values.
    private func count(_ source: CSVSource) throws -> (records: Int, faults: Int) {
        let chunk = FeedChunk(capacity: 64)
        var counts = (records: 0, faults: 0)
        while try source.read(into: chunk) {
            counts.records += chunk.records.count
            counts.faults += chunk.faults.count
        }
        return counts
    }

    @Test func aLineWithoutEndIsSkippedInBoundedMemory() throws {
        let length = 1 << 20
        let source = CSVSource(
            Array("a,b\n1,2\n".utf8) + HostileBytes.repeated("x", bytes: length)
                + Array("\r\n3,4\n".utf8),
            limits: Limits.small)
        let chunk = FeedChunk(capacity: 64)
        var seen: [SeenRecord] = []
        while try source.read(into: chunk) {
            seen += chunk.records.map { SeenRecord($0, in: chunk) }
        }
        #expect(chunk.capacity <= 128 << 10)
        #expect(seen.map(\.fault) == [nil, .csvRecordTooLong, nil])
        #expect(seen.map(\.line) == [2, 3, 4])
        #expect(seen.dropFirst().first?.length == UInt32(length + 2))
        #expect(seen.last?.texts == ["3", "4"])
        #expect(seen.last?.offset == UInt64(length + 10))
    }

    @Test func aCommentWithoutEndIsSkipped() throws {
        var profile = FeedProfile()
        profile.commentPrefix = "#"
        let source = CSVSource(
            Array("a,b\n#".utf8) + HostileBytes.repeated("x", bytes: 1 << 18)
                + Array("\n3,4\n#".utf8)
                + HostileBytes.repeated("y", bytes: 1 << 18),
            profile: profile, limits: Limits.small)
        let records = try source.seenRecords()
        #expect(records.map(\.texts) == [["3", "4"]])
        #expect(records.first?.line == 3)
    }

    @Test func anUnclosedQuoteBeforeMegabytesCostsOneRecord() throws {
        let lines = HostileBytes.repeated("1,2\n", bytes: 1 << 20)
        let counts = try count(CSVSource(Array("a,b\n1,\"2\n".utf8) + lines))
        #expect(counts.records == 1 + (1 << 18))
        #expect(counts.faults == 1)
    }

    @Test(arguments: [
        "\"x\n", "1,\"2\n", "\"\"x\"\"\n", "a\",\"\n", "\"\n\n\"\"x", "\",\n", "\\\"\n",
    ])
    func quotesInEveryLineCostLinearTime(line: String) throws {
        for quoting in QuoteStyle.allCases {
            var profile = FeedProfile()
            profile.quoting = quoting
            profile.delimiter = UInt8(ascii: ",")
            let bytes = Array("a,b\n".utf8) + HostileBytes.repeated(line, bytes: 1 << 18)
            #expect(try count(CSVSource(bytes, profile: profile)).records > 0)
        }
    }

    @Test func aHundredThousandColumnsAreARejectedRecord() throws {
        let columns = HostileBytes.repeated("x,", bytes: 200_000)
        let records = try CSVSource(
            Array("a,b\n".utf8) + columns + Array("\n1,2\n".utf8)
        ).seenRecords()
        #expect(records.map(\.fault) == [.csvFieldsTooMany, nil])
        #expect(records.first?.values.count == 256)
        #expect(records.first?.finding?.contains("100001 fields") == true)
        let found = halt { _ = try CSVSource(columns).header() }
        #expect(found?.code == .feedHeaderTooManyColumns)
    }

    @Test func megabytesOfBlankLinesAreNothing() throws {
        let blank = HostileBytes.repeated("\r\n", bytes: 1 << 20)
        let records = try CSVSource(
            blank + Array("a,b".utf8) + blank + Array("1,2".utf8) + blank
        ).seenRecords()
        #expect(records.map(\.texts) == [["1", "2"]])
        #expect(records.first?.line == UInt64(1 << 20) + 1)
    }

    @Test func truncationAtEveryByteIsReadToItsEnd() throws {
        for count in 0..<HardFile.bytes.count {
            let cut = Array(HardFile.bytes.prefix(count))
            _ = halt {
                let source = CSVSource(cut)
                let records = try source.seenRecords()
                #expect(records.count <= HardFile.records)
                try source.rewind()
                #expect(try source.seenRecords() == records)
            }
        }
    }

    @Test func aFlippedBitInEveryByteIsReadToItsEnd() throws {
        for index in HardFile.bytes.indices {
            for bit in 0..<8 {
                var flipped = HardFile.bytes
                flipped[index] ^= 1 << bit
                _ = halt { _ = try CSVSource(flipped).seenRecords() }
            }
        }
    }
}
