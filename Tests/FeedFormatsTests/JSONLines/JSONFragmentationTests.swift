import Dispatch
import FeedFormats
import Provisioning
import Testing

/// The same bytes give the same records and chunks, however they arrive and are cut.
@Suite struct JSONFragmentationTests {
    static let feeds = [HardJSON.lines, HardJSON.array]

    private func limits(chunkBytes: Int, records: Int = 8_192) -> Limits {
        var limits = Limits()
        limits.chunkBytes = chunkBytes
        limits.chunkRecordsMax = records
        return limits
    }

    @Test func theHardLinesReadAsTheyShould() throws {
        let records = try JSONLinesSource(HardJSON.lines).seenRecords()
        #expect(records.count == HardJSON.lineRecords)
        #expect(
            records[0].texts == ["username": "ada", "name.givenName": "Ada", "n": "-1.5e+3"])
        #expect(records[1].texts == ["username": "zoë", "note": "🙂\n"])
        #expect(records[2].texts == ["username": "佐藤", "groups": "a;b", "phone": "(clear)"])
        #expect(
            records.map(\.fault) == [
                nil, nil, nil, .jsonRecordNotObject, .jsonRecordMalformed, .jsonRecordMalformed,
                .jsonKeyRepeated, .jsonTextInvalidUTF8, nil, nil,
            ])
        #expect(records.map(\.line) == [1, 4, 5, 6, 7, 8, 9, 10, 11, 13])
        #expect(records[4].texts == ["username": "x"])
        #expect(records[8].texts["emails[type eq \"work\"].value"] == "w@x")
        #expect(records[9].texts == ["c": "true", "d": ""])
    }

    @Test func theHardArrayReadsAsItShould() throws {
        let records = try JSONLinesSource(HardJSON.array).seenRecords()
        #expect(records.count == HardJSON.arrayRecords)
        #expect(records[0].texts == ["username": "ada", "note": "]}, \"quoted\" {["])
        #expect(
            records[1].texts == ["username": "zoë", "name.givenName": "Zoë", "groups": "a;b"])
        #expect(
            records.map(\.fault) == [
                nil, nil, .jsonRecordMalformed, .jsonRecordNotObject, .jsonRecordNotObject, nil,
                .jsonRecordNotObject, .jsonRecordMalformed, nil,
            ])
        #expect(records.map(\.line) == [2, 3, 11, 11, 11, 11, 12, 13, 16])
        #expect(records[7].finding?.contains("line 15, column 5") == true)
    }

    @Test(arguments: [1, 2, 3, 7, 31, 4_095])
    func pipesOfAnyPieceSizeGiveTheSameChunks(piece: Int) throws {
        for bytes in Self.feeds {
            for chunkBytes in [16, 64, 1 << 20] {
                let limits = limits(chunkBytes: chunkBytes)
                let whole = try JSONLinesSource(bytes, limits: limits).seenChunks()
                let pieces = try JSONLinesSource(
                    bytes, pieces: [piece], limits: limits, isReadAgain: false)
                #expect(try pieces.seenChunks() == whole)
            }
        }
    }

    @Test func everySplitGivesTheSameChunks() throws {
        let limits = limits(chunkBytes: 40)
        for bytes in Self.feeds {
            let whole = try JSONLinesSource(bytes, limits: limits).seenChunks()
            for split in 1..<bytes.count {
                let source = try JSONLinesSource(
                    bytes, pieces: [split, bytes.count], limits: limits, isReadAgain: false)
                #expect(try source.seenChunks() == whole, "split at \(split)")
            }
        }
    }

    @Test func everyChunkSizeGivesTheSameRecords() throws {
        for bytes in Self.feeds {
            let whole = try JSONLinesSource(bytes).seenRecords()
            for chunkBytes in 1...bytes.count + 2 {
                let source = try JSONLinesSource(
                    bytes, limits: limits(chunkBytes: chunkBytes), isReadAgain: false)
                #expect(try source.seenRecords() == whole, "chunks of \(chunkBytes) bytes")
            }
            for records in 1...10 {
                let limits = limits(chunkBytes: 1 << 20, records: records)
                let chunks = try JSONLinesSource(bytes, limits: limits).seenChunks()
                #expect(chunks.flatMap { $0 } == whole)
                #expect(chunks.dropLast().allSatisfy { $0.count == records })
            }
        }
    }

    @Test func aSecondPassGivesTheSameChunks() throws {
        for bytes in Self.feeds {
            let source = try JSONLinesSource(bytes, limits: limits(chunkBytes: 50))
            let first = try source.seenChunks()
            try source.rewind()
            #expect(try source.seenChunks() == first)
        }
    }

    @Test func recordsReadAgainAreTheSame() throws {
        for bytes in Self.feeds {
            let source = try JSONLinesSource(bytes)
            let records = try source.seenRecords()
            for (index, record) in records.enumerated().reversed() {
                #expect(try source.seenAgain(record) == record)
                let next = index + 1 < records.count ? Int(records[index + 1].offset) : bytes.count
                let upToNext = try source.seenAgain(
                    record, length: UInt32(next - Int(record.offset)))
                #expect(upToNext.values == record.values)
                #expect(upToNext.finding == record.finding)
            }
        }
    }

    @Test func readingAgainBesideReadingDisturbsNothing() throws {
        let bytes = Array(repeating: HardJSON.lines.dropFirst(3).dropLast() + [0x0A], count: 50)
            .flatMap { $0 }
        let source = try JSONLinesSource(bytes, limits: limits(chunkBytes: 200))
        let records = try source.seenRecords()
        try source.rewind()
        nonisolated(unsafe) let shared = source
        nonisolated(unsafe) var again: [SeenJSONRecord] = []
        nonisolated(unsafe) var second: [SeenJSONRecord] = []
        DispatchQueue.concurrentPerform(iterations: 2) { thread in
            if thread == 0 {
                second = (try? shared.seenRecords()) ?? []
            } else {
                again = records.compactMap { try? shared.seenAgain($0) }
            }
        }
        #expect(second == records)
        #expect(again == records)
    }

    @Test func aPlaceWithoutARecordIsRefused() throws {
        let source = try JSONLinesSource("{\"a\":1}\n\n{\"a\":2}\n")
        let records = try source.seenRecords()
        for (offset, length) in [(8, 1), (16, 10), (90, 3)] {
            var place = records[0]
            place.offset = UInt64(offset)
            let found = halt { _ = try source.seenAgain(place, length: UInt32(length)) }
            #expect(found?.code == .feedFileChanged)
        }
    }

    @Test func rawBytesStandUnchangedInTheChunk() throws {
        for bytes in Self.feeds {
            for record in try JSONLinesSource(bytes, limits: limits(chunkBytes: 30)).seenRecords() {
                let first = Int(record.offset)
                #expect(record.raw == ByteString(bytes[first..<first + Int(record.length)]))
            }
        }
    }

    @Test func writtenValuesAreThoseOfTheFeed() throws {
        let records = try JSONLinesSource(HardJSON.lines).seenRecords()
        #expect(records[1].written["note"] == "\"\\ud83d\\ude42\\n\"")
        #expect(records[2].written["groups"] == "[\"a\",null,\"b\"]")
        #expect(records[2].written["phone"] == "null")
        #expect(records[0].written["n"] == "-1.5e+3")
        #expect(records[8].written["emails[type eq \"work\"].value"] == "\"w@x\"")
    }
}
