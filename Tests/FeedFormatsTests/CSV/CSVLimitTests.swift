import FeedFormats
import Provisioning
import Testing

/// Every limit bites at n + 1 and not at n, and costs no more than a window of memory.
@Suite struct CSVLimitTests {
    private func faults(_ text: String, _ limits: Limits) throws -> [IssueCode?] {
        try CSVSource(text, limits: limits).seenRecords().map(\.fault)
    }

    @Test func fieldsMayHaveTheirLimitAndNoMore() throws {
        var limits = Limits()
        limits.fieldBytesMax = 10
        let full = String(repeating: "x", count: 10)
        #expect(try faults("a,b\n\(full),1\n2,3\n", limits) == [nil, nil])
        #expect(try faults("a,b\n\(full)x,1\n2,3\n", limits) == [.csvFieldTooLong, nil])
        #expect(try faults("a,b\n1,\"\(full)\"\n2,3\n", limits) == [nil, nil])
        #expect(try faults("a,b\n1,\"\(full)x\"\n2,3\n", limits) == [.csvFieldTooLong, nil])
        // Escapes do not count, and a field of several lines ends with its first one.
        #expect(try faults("a,b\n1,\"12345678\"\"\n\"\n2,3\n", limits) == [nil, nil])
        #expect(
            try faults("a,b\n1,\"123456789\"\"\n\"\n2,3\n", limits).first == .csvQuoteUnclosed)
    }

    @Test func recordsMayHaveTheirLimitAndNoMore() throws {
        var limits = Limits()
        limits.recordBytesMax = 20
        let full = String(repeating: "x", count: 18)
        for lineEnd in ["\n", "\r\n", "\r"] {
            for chunkBytes in [1, 20, 21, 22, 23, 24, 1 << 20] {
                limits.chunkBytes = chunkBytes
                let good = ["a,b", "\(full),1", "2,3", ""].joined(separator: lineEnd)
                #expect(try faults(good, limits) == [nil, nil])
                let bad = ["a,b", "\(full)x,1", "2,3", ""].joined(separator: lineEnd)
                let records = try CSVSource(bad, limits: limits).seenRecords()
                #expect(records.map(\.fault) == [.csvRecordTooLong, nil])
                #expect(records.map(\.line) == [2, 3])
                #expect(records.first?.length == UInt32(21 + lineEnd.utf8.count))
                #expect(records.last?.offset == UInt64(24 + 2 * lineEnd.utf8.count))
            }
        }
    }

    @Test func aRecordTooLongInQuotesEndsWithTheLineOfTheLimit() throws {
        var limits = Limits()
        limits.recordBytesMax = 20
        let text = "a,b\n\"1\r\n\",\"2\n\",\"3\n\",\"4\n56789012345\",6\n7,8\n"
        for chunkBytes in 1...60 {
            limits.chunkBytes = chunkBytes
            let records = try CSVSource(text, limits: limits).seenRecords()
            #expect(records.map(\.fault) == [.csvRecordTooLong, nil])
            #expect(records.last?.line == 7)
            #expect(records.last?.texts == ["7", "8"])
        }
    }

    @Test func headersMayHaveTheLimitOfColumnsAndNoMore() throws {
        var limits = Limits()
        limits.columnsMax = 3
        #expect(try CSVSource("a,b,c\n", limits: limits).header().count == 3)
        let found = halt { _ = try CSVSource("a,b,c,d\n", limits: limits).header() }
        #expect(found?.code == .feedHeaderTooManyColumns)
        #expect(found?.status == .malformedFile)
        let records = try CSVSource("a,b,c\n1,2,3,4,5\n", limits: limits).seenRecords()
        #expect(records.first?.finding?.contains("5 fields") == true)
        #expect(records.first?.texts == ["1", "2", "3"])
    }

    @Test func filesMayHaveTheirLimitAndNoMore() throws {
        let text = "a,b\n1,2\n"
        var limits = Limits()
        limits.fileBytesMax = 8
        #expect(try faults(text, limits) == [nil])
        limits.fileBytesMax = 7
        let known = halt { _ = try CSVSource(text, limits: limits).seenRecords() }
        #expect(known?.code == .feedFileTooLarge)
        #expect(known?.status == .malformedFile)
        for (bytes, isTooLarge) in [(7, true), (8, false)] {
            limits.fileBytesMax = UInt64(bytes)
            let input = MemoryInput(Array(text.utf8), pieces: [3])
            input.knowsLength = false
            let source = CSVSource(input: input, profile: FeedProfile(), limits: limits)
            let found = halt { _ = try source.seenRecords() }
            #expect(found?.code == (isTooLarge ? .feedFileTooLarge : nil))
        }
    }

    @Test func feedsMayHaveTheLimitOfRecordsAndNoMore() throws {
        var limits = Limits()
        limits.recordsMax = 3
        for chunkRecords in [1, 2, 3, 10] {
            limits.chunkRecordsMax = chunkRecords
            #expect(try faults("a\n1\n2\n3\n\n", limits).count == 3)
            let found = halt { _ = try CSVSource("a\n1\n2\n3\n4", limits: limits).seenRecords() }
            #expect(found?.code == .feedRecordsTooMany)
        }
    }
}
