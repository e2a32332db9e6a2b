import FeedFormats
import Foundation
import Provisioning
import Testing

/// The same bytes give the same records and chunks, however they arrive and are cut.
@Suite struct XMLFragmentationTests {
    private let bytes = HardDocument.bytes

    private func limits(chunkBytes: Int, records: Int = 8_192) -> Limits {
        var limits = Limits()
        limits.chunkBytes = chunkBytes
        limits.chunkRecordsMax = records
        return limits
    }

    @Test func theHardDocumentReadsAsItShould() throws {
        let source = try XMLSource(bytes)
        let records = try source.seenRecords()
        #expect(records.count == HardDocument.records)
        #expect(records[0].values == ["@action=add", "username=ada", "note=a & b"])
        #expect(records[0].spans == ["@action=add", "username=ada", "note=a &amp; b"])
        #expect(records[1].values.prefix(2) == ["@action=\"&&", "username=Zoë 佐藤 🙂"])
        #expect(records[1].values.suffix(2) == ["name.first=Z", "name.last="])
        #expect(records[2].values == ["note=<user>]]&gt;", "groups.group=a;b"])
        #expect(records[2].spans.last == "groups.group=a</group><group>b")
        #expect(
            records.map(\.fault) == [
                nil, nil, nil, .xmlTextInvalidUTF8, nil, nil, .xmlTextMisplaced,
            ])
        #expect(records[4].values.isEmpty)
        #expect(records[5].raw == "<user/>")
        #expect(records[6].values == ["note=12🙂\n3"])
        #expect(records.map(\.line) == [4, 5, 9, 10, 11, 12, 12])
        #expect(source.notices.map(\.code) == [.xmlElementSkipped])
    }

    @Test(arguments: [1, 2, 3, 7, 31, 4_095])
    func pipesOfAnyPieceSizeGiveTheSameChunks(piece: Int) throws {
        for chunkBytes in [16, 64, 1 << 20] {
            let limits = limits(chunkBytes: chunkBytes)
            let whole = try XMLSource(bytes, limits: limits).seenChunks()
            let pieces = try XMLSource(bytes, pieces: [piece], limits: limits)
            #expect(try pieces.seenChunks() == whole)
        }
    }

    @Test func everySplitGivesTheSameChunks() throws {
        let limits = limits(chunkBytes: 40)
        let whole = try XMLSource(bytes, limits: limits).seenChunks()
        for split in 1..<bytes.count {
            let source = try XMLSource(bytes, pieces: [split, bytes.count], limits: limits)
            #expect(try source.seenChunks() == whole, "split at \(split)")
        }
    }

    @Test func everyChunkSizeGivesTheSameRecords() throws {
        let whole = try XMLSource(bytes).seenRecords()
        let notices = try read(bytes, Limits())
        for chunkBytes in 1...bytes.count + 2 {
            let source = try XMLSource(bytes, limits: limits(chunkBytes: chunkBytes))
            #expect(try source.seenRecords() == whole, "chunks of \(chunkBytes) bytes")
            #expect(source.notices == notices)
        }
        for records in 1...HardDocument.records {
            let source = try XMLSource(
                bytes, limits: limits(chunkBytes: 1 << 20, records: records))
            let chunks = try source.seenChunks()
            #expect(chunks.flatMap { $0 } == whole)
            #expect(chunks.dropLast().allSatisfy { $0.count == records })
        }
    }

    private func read(_ bytes: [UInt8], _ limits: Limits) throws -> [RecordIssue] {
        let source = try XMLSource(bytes, limits: limits)
        _ = try source.seenRecords()
        return source.notices
    }

    @Test func rewindingGivesTheSameChunksAgain() throws {
        let source = try XMLSource(bytes, pieces: [5, 1, 9], limits: limits(chunkBytes: 50))
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
        for chunkBytes in [16, 1 << 20] {
            let source = try XMLSource(bytes, limits: limits(chunkBytes: chunkBytes))
            let chunk = FeedChunk(capacity: 64)
            let records = try source.seenRecords()
            for record in records + records.reversed() {
                try source.reread(
                    offset: record.offset, length: record.length, number: record.number,
                    line: record.line, into: chunk)
                var seen = chunk.records.map { SeenXMLRecord($0, in: chunk) }
                // Fields are numbered as their names come, which is another order here.
                seen[0].values.sort()
                seen[0].spans.sort()
                var expected = record
                expected.values.sort()
                expected.spans.sort()
                #expect(seen == [expected])
            }
        }
    }

    @Test func rereadingIsSafeBesideReadingOnAnotherThread() throws {
        let text =
            "<users>"
            + (0..<5_000).map { "<user><username>u\($0)</username><note>&#65;</note></user>\n" }
            .joined() + "</users>"
        nonisolated(unsafe) let source = try XMLSource(text, limits: limits(chunkBytes: 4_096))
        let records = try source.seenRecords()
        try source.rewind()
        let done = DispatchSemaphore(value: 0)
        nonisolated(unsafe) var second: [SeenXMLRecord]?
        Thread {
            second = try? source.seenRecords()
            done.signal()
        }.start()
        let chunk = FeedChunk(capacity: 64)
        for record in records.shuffled().prefix(1_000) {
            try source.reread(
                offset: record.offset, length: record.length, number: record.number,
                line: record.line, into: chunk)
            #expect(chunk.records.map { SeenXMLRecord($0, in: chunk) } == [record])
        }
        done.wait()
        #expect(second == records)
    }

    @Test func aFailureOfTheInputHaltsWhereverItHappens() throws {
        let limits = limits(chunkBytes: 40)
        for failsAt in 0...bytes.count {
            let input = MemoryInput(bytes, pieces: [5])
            let source = try XMLSource(input: input, limits: limits)
            if failsAt & 1 == 1 { _ = try source.header() }
            input.failsAt = failsAt
            #expect(halt { _ = try source.seenRecords() } == MemoryInput.failure)
        }
    }

    @Test func aFileThatChangedUnderARereadHaltsTheRun() throws {
        let source = try XMLSource(bytes)
        let chunk = FeedChunk(capacity: 64)
        _ = try source.header()
        let places = [(0, 20), (bytes.count - 2, 10), (bytes.count + 5, 3), (120, 30)]
        for (offset, length) in places {
            let found = halt {
                try source.reread(
                    offset: UInt64(offset), length: UInt32(length), number: 1, line: 1, into: chunk)
            }
            #expect(found?.code == .feedFileChanged)
        }
    }
}
