import FeedFormats
import Foundation
import Provisioning
import Testing

/// The same bytes give the same records and chunks, however they arrive and are cut.
@Suite struct CSVFragmentationTests {
    private let bytes = HardFile.bytes

    private func limits(chunkBytes: Int, records: Int = 8_192) -> Limits {
        var limits = Limits()
        limits.chunkBytes = chunkBytes
        limits.chunkRecordsMax = records
        return limits
    }

    @Test func theHardFileReadsAsItShould() throws {
        let records = try CSVSource(bytes).seenRecords()
        #expect(records.count == HardFile.records)
        #expect(records[0].texts == ["1", "Lovelace; Ada", "says \"hi\""])
        #expect(records[1].texts == ["2", "Zoë 佐藤 🙂", "two\r\nlines"])
        #expect(records[8].texts == ["", "", ""])
        #expect(records[9].texts == ["9", "last", "\""])
        #expect(
            records.map(\.fault) == [
                nil, nil, .csvQuoteUnclosed, .csvQuoteMisplaced, .csvTextInvalidUTF8, .csvByteNUL,
                .csvFieldsTooFew, .csvFieldsTooMany, nil, nil,
            ])
        #expect(records.map(\.line) == [2, 3, 6, 7, 8, 9, 10, 11, 12, 14])
    }

    @Test(arguments: [1, 2, 3, 7, 31, 4_095])
    func pipesOfAnyPieceSizeGiveTheSameChunks(piece: Int) throws {
        for chunkBytes in [16, 64, 1 << 20] {
            let limits = limits(chunkBytes: chunkBytes)
            let whole = try CSVSource(bytes, limits: limits).seenChunks()
            let pieces = CSVSource(bytes, pieces: [piece], limits: limits)
            #expect(try pieces.seenChunks() == whole)
        }
    }

    @Test func everySplitGivesTheSameChunks() throws {
        let limits = limits(chunkBytes: 40)
        let whole = try CSVSource(bytes, limits: limits).seenChunks()
        for split in 1..<bytes.count {
            let source = CSVSource(bytes, pieces: [split, bytes.count], limits: limits)
            #expect(try source.seenChunks() == whole, "split at \(split)")
        }
    }

    @Test func everyChunkSizeGivesTheSameRecords() throws {
        let whole = try CSVSource(bytes).seenRecords()
        for chunkBytes in 1...bytes.count + 2 {
            let source = CSVSource(bytes, limits: limits(chunkBytes: chunkBytes))
            #expect(try source.seenRecords() == whole, "chunks of \(chunkBytes) bytes")
        }
        for records in 1...HardFile.records {
            let source = CSVSource(bytes, limits: limits(chunkBytes: 1 << 20, records: records))
            let chunks = try source.seenChunks()
            #expect(chunks.flatMap { $0 } == whole)
            #expect(chunks.dropLast().allSatisfy { $0.count == records })
        }
    }

    @Test func rewindingGivesTheSameChunksAgain() throws {
        let source = CSVSource(bytes, pieces: [5, 1, 9], limits: limits(chunkBytes: 50))
        let first = try source.seenChunks()
        #expect(first.count > 2)
        try source.rewind()
        #expect(try source.seenChunks() == first)
        try source.rewind()
        let chunk = FeedChunk(capacity: 64)
        _ = try source.read(into: chunk)
        #expect(chunk.index == 0)
        try source.rewind()
        #expect(try source.seenChunks() == first)
    }

    @Test func rereadingARecordGivesTheSameRecord() throws {
        let source = CSVSource(bytes)
        let chunk = FeedChunk(capacity: 64)
        for record in try source.seenRecords() {
            try source.reread(
                offset: record.offset, length: record.length, number: record.number,
                line: record.line, into: chunk)
            #expect(chunk.records.map { SeenRecord($0, in: chunk) } == [record])
        }
    }

    @Test func rereadingIsSafeBesideReadingOnAnotherThread() throws {
        let text = "a,b\n" + (0..<20_000).map { "\($0),\"x\"\"\($0)\"\n" }.joined()
        nonisolated(unsafe) let source = CSVSource(text, limits: limits(chunkBytes: 4_096))
        let records = try source.seenRecords()
        try source.rewind()
        let done = DispatchSemaphore(value: 0)
        nonisolated(unsafe) var second: [SeenRecord]?
        Thread {
            second = try? source.seenRecords()
            done.signal()
        }.start()
        let chunk = FeedChunk(capacity: 64)
        for record in records.shuffled().prefix(5_000) {
            try source.reread(
                offset: record.offset, length: record.length, number: record.number,
                line: record.line, into: chunk)
            #expect(chunk.records.map { SeenRecord($0, in: chunk) } == [record])
        }
        done.wait()
        #expect(second == records)
    }

    @Test func aFailureOfTheInputHaltsWhereverItHappens() throws {
        let limits = limits(chunkBytes: 40)
        for failsAt in 0...bytes.count {
            let input = MemoryInput(bytes, pieces: [5])
            let source = CSVSource(input: input, profile: FeedProfile(), limits: limits)
            if failsAt & 1 == 1 { _ = try source.header() }
            input.failsAt = failsAt
            #expect(halt { _ = try source.seenRecords() } == MemoryInput.failure)
        }
    }

    @Test func aFileThatChangedUnderARereadHaltsTheRun() throws {
        let source = CSVSource(bytes)
        let chunk = FeedChunk(capacity: 64)
        _ = try source.header()
        let places = [(bytes.count - 2, 10), (bytes.count + 5, 3)]
        for (offset, length) in places {
            let found = halt {
                try source.reread(
                    offset: UInt64(offset), length: UInt32(length), number: 1, line: 1, into: chunk)
            }
            #expect(found?.code == .feedFileChanged)
        }
    }

    @Test func chunksHoldNothingBehindTheirLastRecord() throws {
        let source = CSVSource("a,b\n1,2\n3,\"4\"\"\"\n\n", limits: limits(chunkBytes: 7))
        let chunk = FeedChunk(capacity: 64)
        var isRewritten: [Bool] = []
        while try source.read(into: chunk) {
            let last = try #require(chunk.records.last)
            #expect(chunk.count >= Int(last.start + last.byteLength))
            isRewritten += chunk.records.map(\.isRewritten)
        }
        #expect(isRewritten == [false, true])
    }
}
