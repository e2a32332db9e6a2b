import FeedFormats
import Provisioning
import Testing

/// Compressed feeds give what was compressed, or halt the run.
@Suite struct InflationTests {
    private static let text = Array("id,name\n1,Ada\n2,Zoë\n".utf8)
    /// Some that compresses and some that does not, longer than the buffers.
    private static let long: [UInt8] = {
        var random = SeededRandom(seed: 7)
        return (0..<20_000).flatMap { Array("\($0),user\($0 % 9),\(random.next())\n".utf8) }
    }()

    @Test(arguments: Compression.allCases, [[], [1], [2], [3], [7], [4_095], [1, 65_536]])
    func whatWasCompressedComesOut(compression: Compression, pieces: [Int]) throws {
        for bytes in [Self.text, Self.long] where bytes.count < 100 || pieces.first != 1 {
            let file = CompressedBytes.make(bytes, by: compression)
            let feed = try DecodedFeed.open(file, pieces: pieces, path: "users.csv")
            #expect(feed.format == .csv)
            #expect(feed.reading.compression == compression.title)
            #expect(feed.reading.encoding == "UTF-8")
            #expect(feed.input.encodingName == nil)
            #expect(try feed.input.rest(room: 50_000) == bytes)
        }
    }

    @Test(arguments: Compression.allCases, [1, 7, 5_000])
    func severalPartsInflateLikeOne(compression: Compression, piece: Int) throws {
        let parts = [Self.text, [], Self.long, [0x61]]
        let file = parts.flatMap { CompressedBytes.make($0, by: compression) }
        #expect(
            try DecodedFeed.bytes(of: file, pieces: [piece]) == parts.flatMap { $0 })
    }

    @Test func skippableFramesGiveNothing() throws {
        let skippable: [UInt8] = [0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
        let frame = CompressedBytes.zstandard(Self.text)
        for file in [skippable + frame, frame + skippable, frame + skippable + skippable] {
            for piece in [1, 4, 1_000] {
                #expect(try DecodedFeed.bytes(of: file, pieces: [piece]) == Self.text)
            }
        }
        #expect(try DecodedFeed.bytes(of: skippable) == [])
    }

    @Test func paddingBehindGzipIsNothingAndAnythingElseIsDamage() throws {
        let file = CompressedBytes.gzip(Self.text)
        for count in [1, 511, 70_000] {
            let padded = file + [UInt8](repeating: 0, count: count)
            #expect(try DecodedFeed.bytes(of: padded, pieces: [3_000]) == Self.text)
        }
        for rest in [[0x41], [0, 0, 0x41], [0, 0x1F, 0x8B], [0x1F], [0x1F, 0x8B, 8]] as [[UInt8]] {
            let found = halt { _ = try DecodedFeed.bytes(of: file + rest) }
            #expect(found?.code == .feedCompressionMalformed)
        }
        let found = halt { _ = try DecodedFeed.bytes(of: CompressedBytes.zstandard([1]) + [0]) }
        #expect(found?.code == .feedCompressionMalformed)
    }

    @Test(arguments: Compression.allCases)
    func aFileCutAnywhereIsRefused(compression: Compression) {
        let file = CompressedBytes.make(Self.text, by: compression)
        // Fewer than four bytes are no mark.
        for count in 4..<file.count {
            let found = halt { _ = try DecodedFeed.bytes(of: Array(file[..<count])) }
            #expect(found?.status == .malformedFile)
            #expect(found?.code == .feedCompressionMalformed)
            #expect(found?.message.contains("\(count) bytes") == true, "\(found?.message ?? "")")
        }
    }

    @Test(arguments: Compression.allCases)
    func aFlippedBitIsRefusedOrChangesNothing(compression: Compression) throws {
        let file = CompressedBytes.make(Self.text, by: compression)
        var refused = 0
        // The mark itself makes it another kind of file.
        for index in 4..<file.count {
            for bit in 0..<8 {
                var damaged = file
                damaged[index] ^= 1 << bit
                do {
                    #expect(try DecodedFeed.bytes(of: damaged) == Self.text, "\(index).\(bit)")
                } catch {
                    refused += 1
                    #expect(error.status == .malformedFile)
                }
            }
        }
        #expect(refused > (file.count - 4) * 6)
    }

    @Test func anyDamageGivesTheSameAnswerInEveryFragmentation() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        let files = Compression.allCases.map {
            CompressedBytes.make(Array(Self.long[..<200_000]), by: $0)
        }
        for round in 0..<40 {
            var file = files[round % files.count]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 4..<file.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: file[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 1: file.removeSubrange(place..<min(place + 3, file.count))
                default: file.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            let whole = answer(file, pieces: [])
            let piece = Int.random(in: 1_000...90_000, using: &random)
            #expect(answer(file, pieces: [piece, 1, 3]) == whole)
        }
    }

    /// What comes out of a file before it ends or is refused, and how it is refused.
    private func answer(_ file: [UInt8], pieces: [Int]) -> Answer {
        var answer = Answer()
        answer.halt = halt {
            let feed = try DecodedFeed.open(file, pieces: pieces, path: "a.csv")
            let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 70_000, alignment: 8)
            defer { buffer.deallocate() }
            while true {
                let count = try feed.input.read(into: buffer)
                if count == 0 { break }
                answer.bytes += Array(buffer[..<count])
            }
        }
        return answer
    }

    private struct Answer: Equatable {
        var bytes: [UInt8] = []
        var halt: RunHalt?
    }

    @Test func theFieldsOfAGzipHeaderArePassedOver() throws {
        let file = CompressedBytes.gzip(Self.text)
        var header = Array(file[..<10])
        header[3] = 0x1C
        let extra: [UInt8] = [3, 0, 1, 2, 3]
        let fields = extra + Array("users.csv\u{0}written by a test\u{0}".utf8)
        for piece in [1, 5, 1_000] {
            #expect(
                try DecodedFeed.bytes(of: header + fields + file[10...], pieces: [piece])
                    == Self.text)
        }
        header[3] = 0x80
        let found = halt { _ = try DecodedFeed.bytes(of: header + file[10...]) }
        #expect(found?.code == .feedCompressionMalformed)
    }

    @Test(arguments: Compression.allCases)
    func aBombIsRefusedBeforeItHasGrown(compression: Compression) throws {
        let file = CompressedBytes.bomb(mebibytes: 1_024, by: compression)
        let feed = try DecodedFeed.open(file, path: "users.csv")
        let found = halt { _ = try feed.input.rest(room: 1 << 20) }
        #expect(found?.status == .malformedFile)
        #expect(found?.code == .feedCompressionTooHigh)
        #expect(found?.message.contains("100 times") == true)
        var spooled = 0
        while try !feed.input.bytes(at: spooled, count: 1 << 16).isEmpty { spooled += 1 << 16 }
        #expect(spooled < 16 << 20)
    }

    @Test(arguments: Compression.allCases)
    func theInflationLimitBitesAboveItAndNotAtIt(compression: Compression) throws {
        let bytes = [UInt8](repeating: 0x61, count: 100_000)
        let file = CompressedBytes.make(bytes, by: compression)
        let surplus = bytes.count - 64 << 10
        var limits = Limits()
        // The most that may come out is the limit for each byte of the file, and 64 KiB.
        limits.inflationMax = UInt64((surplus + file.count - 1) / file.count)
        let room = Int(limits.inflationMax) * file.count - surplus
        let full = CompressedBytes.make(
            [UInt8](repeating: 0x61, count: bytes.count + room), by: compression)
        let over = CompressedBytes.make(
            [UInt8](repeating: 0x61, count: bytes.count + room + 1), by: compression)
        #expect(full.count == file.count && over.count == file.count)
        #expect(try DecodedFeed.bytes(of: full, limits: limits).count == bytes.count + room)
        let found = halt { _ = try DecodedFeed.bytes(of: over, limits: limits) }
        #expect(found?.code == .feedCompressionTooHigh)
        #expect(found?.message.contains("\(over.count)") == true)
    }

    @Test func aWindowAboveEightMebibytesIsRefused() throws {
        let small = CompressedBytes.zstandard(Self.text, level: 19, windowLog: 23)
        #expect(try DecodedFeed.bytes(of: small) == Self.text)
        let large = CompressedBytes.zstandard(Self.text, windowLog: 24)
        let found = halt { _ = try DecodedFeed.bytes(of: large) }
        #expect(found?.code == .feedCompressionTooHigh)
        #expect(found?.advice?.contains("--long") == true)
    }

    @Test func aFileCompressedTwiceIsRefused() {
        for outer in Compression.allCases {
            for inner in Compression.allCases {
                let file = CompressedBytes.make(
                    CompressedBytes.make(Self.text, by: inner), by: outer)
                let found = halt { _ = try DecodedFeed.open(file) }
                #expect(found?.code == .feedCompressionMalformed)
                #expect(found?.message.contains("twice") == true)
            }
        }
    }

    @Test(arguments: Compression.allCases)
    func theNameInsideSaysTheFormat(compression: Compression) throws {
        let ending = compression.rawValue
        let cases: [(text: String, path: String, format: FeedFormat, title: String)] = [
            ("<a/>", "users.xml.\(ending)", .xml, "XML"),
            ("{}", "users.JSONL", .jsonl, "JSON Lines"),
            ("a,b", "users.csv.\(ending.uppercased())", .csv, "CSV"),
            ("<users/>", "users.\(ending)", .xml, "XML"), ("[{}]", "-", .jsonl, "JSON array"),
            ("{}", "x.\(ending)", .jsonl, "JSON Lines"), ("", "x.\(ending)", .csv, "CSV"),
        ]
        for (text, path, format, title) in cases {
            let file = CompressedBytes.make(Array(text.utf8), by: compression)
            let feed = try DecodedFeed.open(file, path: path)
            #expect(feed.format == format, "\(path)")
            #expect(feed.reading.format == title)
        }
    }
}
