import FeedFormats
import Foundation
import Glibc
import Provisioning
import Synchronization
import Testing

/// A decoded feed answers whatever a file would: again, at a place, and about itself.
@Suite struct DecodedInputTests {
    private let folder: TemporaryFolder
    private static let text = (0..<60_000).map { "\($0),Zoë 佐藤 🙂\n" }.joined()
    private static let utf16: [UInt8] =
        [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }

    init() throws { folder = try TemporaryFolder() }

    @Test func laterPassesAndPlacesEqualTheFirstPass() throws {
        let expected = Array(Self.text.utf8)
        for room in [999, 131_072, 1 << 20] {
            let file = CompressedBytes.gzip(Self.utf16)
            let feed = try DecodedFeed.open(file, pieces: [10_007])
            #expect(feed.input.encodingName == "UTF-16LE")
            #expect(feed.input.byteCount == nil)
            #expect(try feed.input.rest(room: room) == expected)
            #expect(feed.input.byteCount == UInt64(expected.count))
            #expect(feed.input.byteCountEstimate == UInt64(expected.count))
            #expect(try feed.input.rest(room: room) == [])
            try feed.input.rewind()
            #expect(
                try feed.input.bytes(at: 777_777, count: 5_000)
                    == Array(expected[777_777..<782_777]))
            #expect(try feed.input.bytes(at: expected.count - 3, count: 9).count == 3)
            #expect(try feed.input.rest(room: room) == expected)
        }
    }

    @Test func aPassGivenUpHalfwayIsTakenUpAgain() throws {
        let expected = Array(Self.text.utf8)
        let feed = try DecodedFeed.open(Self.utf16)
        #expect(try feed.input.peek(5_000) == Array(expected[..<5_000]))
        #expect(try feed.input.peek(300_000) == Array(expected[..<300_000]))
        #expect(try feed.input.rest(room: 70_000) == expected)
    }

    @Test func theObserverSeesTheRawBytesOnce() throws {
        for file in [Self.utf16, CompressedBytes.zstandard(Self.utf16)] {
            let raw = try FileInput(path: folder.write(file, to: "users.csv"))
            var observed: [UInt8] = []
            raw.observer = { observed += Array($0) }
            let feed = try FeedDecoding.open(
                raw, path: "users.csv", declaredFormat: nil, profile: FeedProfile(),
                limits: Limits())
            _ = try feed.input.rest(room: 100_000)
            #expect(observed == file)
            try feed.input.rewind()
            _ = try feed.input.rest(room: 100_000)
            #expect(observed == file)
        }
    }

    @Test func plainUTF8HasNoLayer() throws {
        let raw = try FileInput(path: folder.write(Array(Self.text.utf8), to: "users.csv"))
        let feed = try FeedDecoding.open(
            raw, path: "users.csv", declaredFormat: nil, profile: FeedProfile(), limits: Limits())
        #expect(feed.input === raw)
        #expect(feed.input.byteCount == UInt64(Self.text.utf8.count))
        #expect(try feed.input.rest(room: 1 << 20) == Array(Self.text.utf8))
    }

    @Test func theEstimateComesNearWhatIsThere() throws {
        for file in [Self.utf16, CompressedBytes.gzip(Self.utf16)] {
            let feed = try DecodedFeed.open(file)
            _ = try feed.input.peek(400_000)
            let estimate = Double(try #require(feed.input.byteCountEstimate))
            let ratio = estimate / Double(Self.text.utf8.count)
            #expect((0.8...1.25).contains(ratio), "\(ratio)")
        }
    }

    @Test func theFileLimitCountsDecodedBytes() throws {
        let file = CompressedBytes.gzip(Array(Self.text.utf8))
        var limits = Limits()
        limits.fileBytesMax = UInt64(Self.text.utf8.count)
        #expect(try DecodedFeed.bytes(of: file, limits: limits).count == Self.text.utf8.count)
        limits.fileBytesMax -= 1
        let found = halt { _ = try DecodedFeed.bytes(of: file, limits: limits) }
        #expect(found?.code == .feedFileTooLarge)
        #expect(found?.message.contains("\(limits.fileBytesMax)") == true)
    }

    @Test func aHaltStaysAHalt() throws {
        let raw = MemoryInput(Self.utf16)
        raw.failsAt = 1_000_000
        let feed = try FeedDecoding.open(
            raw, path: "-", declaredFormat: nil, profile: FeedProfile(), limits: Limits())
        for _ in 0..<2 {
            #expect(halt { _ = try feed.input.rest(room: 10_000) } == MemoryInput.failure)
            try feed.input.rewind()
        }
    }

    @Test func placesAreReadWhileThePassGoesOn() throws {
        let expected = Array(Self.text.utf8)
        let feed = try DecodedFeed.open(CompressedBytes.zstandard(Self.utf16))
        _ = try feed.input.peek(200_000)
        // Reading at a place is safe beside the pass, which is what makes this true.
        nonisolated(unsafe) let input = feed.input
        let isDone = Atomic<Bool>(false)
        let wrong = Atomic<Int>(0)
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) {
            var offset = 0
            while !isDone.load(ordering: .acquiring) {
                let bytes = try? input.bytes(at: offset, count: 100)
                if bytes != Array(expected[offset..<offset + 100]) {
                    wrong.add(1, ordering: .relaxed)
                }
                offset = (offset + 7_919) % 190_000
            }
        }
        let all = try feed.input.rest(room: 3_000)
        isDone.store(true, ordering: .releasing)
        group.wait()
        #expect(all == expected)
        #expect(wrong.load(ordering: .relaxed) == 0)
    }

    @Test func recordsOfADecodedFeedAreReadAgain() throws {
        let feed = try DecodedFeed.open(
            CompressedBytes.gzip(
                [0xFE, 0xFF]
                    + "id;name\n1;Ada\n2;Zoë\n".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }),
            path: "users.csv.gz")
        let source = CSVSource(input: feed.input, profile: FeedProfile(), limits: Limits())
        #expect(try source.headerTexts() == ["id", "name"])
        let records = try source.seenRecords()
        #expect(records.map(\.texts) == [["1", "Ada"], ["2", "Zoë"]])
        let chunk = FeedChunk(capacity: 64)
        try source.reread(
            offset: records[1].offset, length: records[1].length, number: 2, line: 3, into: chunk)
        #expect(SeenRecord(chunk.records[0], in: chunk).texts == ["2", "Zoë"])
    }
}
