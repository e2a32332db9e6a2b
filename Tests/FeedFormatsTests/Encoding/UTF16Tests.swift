import FeedFormats
import Provisioning
import Testing

/// UTF-16 in either order becomes the same text, and what is none of it stays visible.
@Suite struct UTF16Tests {
    private static let marks: [Bool: [UInt8]] = [false: [0xFF, 0xFE], true: [0xFE, 0xFF]]

    /// Units as bytes with a byte order mark before them.
    private func file(_ units: some Sequence<UInt16>, isBigEndian: Bool) -> [UInt8] {
        (Self.marks[isBigEndian] ?? [])
            + units.flatMap { unit in
                let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
                return isBigEndian ? [high, low] : [low, high]
            }
    }

    @Test(arguments: [false, true], [[], [1], [2], [3], [7], [4_095]])
    func textIsTheSameInEveryFragmentation(isBigEndian: Bool, pieces: [Int]) throws {
        let text = (0..<900).map { "\($0),\"Zoë\",佐藤,🙂,plain ASCII text\r\n" }.joined()
        let file = file(text.utf16, isBigEndian: isBigEndian)
        let feed = try DecodedFeed.open(file, pieces: pieces, path: "users.csv")
        #expect(feed.reading.encoding == (isBigEndian ? "UTF-16BE" : "UTF-16LE"))
        #expect(feed.reading.encodingReason == "byte order mark")
        #expect(feed.notices == [])
        #expect(try feed.input.rest(room: 7_777) == Array(text.utf8))
    }

    @Test(arguments: [false, true]) func everyCharacterIsRead(isBigEndian: Bool) throws {
        let scalars = (0...0x10FFFF as ClosedRange<UInt32>).lazy.compactMap(Unicode.Scalar.init)
        // A NUL behind the mark would be one of UTF-32.
        var text = String.UnicodeScalarView("a".unicodeScalars)
        // Each of the small ones, and some of each plane.
        text.append(contentsOf: scalars.filter { $0.value < 0x900 || $0.value % 997 == 0 })
        let expected = Array(String(text).utf8)
        let file = file(String(text).utf16, isBigEndian: isBigEndian)
        #expect(try DecodedFeed.bytes(of: file) == expected)
    }

    @Test func aSurrogateWithoutItsOtherHalfIsNoText() throws {
        let a = UInt16(0x61)
        let cases: [(units: [UInt16], bytes: [UInt8])] = [
            ([a, 0xD83D, a], [0x61, 0xFF, 0x61]), ([a, 0xDE42, a], [0x61, 0xFF, 0x61]),
            ([0xD83D], [0xFF]), ([0xDE42], [0xFF]), ([0xD83D, 0xD83D], [0xFF, 0xFF]),
            ([0xDE42, 0xD83D], [0xFF, 0xFF]),
            ([0xD83D, 0xD83D, 0xDE42, a], [0xFF, 0xF0, 0x9F, 0x99, 0x82, 0x61]),
            ([a, a, a, a, a, 0xDC00, a, a, a], [97, 97, 97, 97, 97, 0xFF, 97, 97, 97]),
        ]
        for (units, bytes) in cases {
            for isBigEndian in [false, true] {
                for piece in [1, 2, 3, 5, 100] {
                    let file = file(units, isBigEndian: isBigEndian)
                    #expect(try DecodedFeed.bytes(of: file, pieces: [piece]) == bytes)
                }
            }
        }
    }

    @Test func anOddByteAtTheEndIsNoText() throws {
        for isBigEndian in [false, true] {
            for tail in [0x00, 0x41, 0xD8] as [UInt8] {
                let file = file("a,b\n1,2\n".utf16, isBigEndian: isBigEndian) + [tail]
                let bytes = try DecodedFeed.bytes(of: file, pieces: [3])
                #expect(bytes == Array("a,b\n1,2\n".utf8) + [0xFF])
            }
        }
        #expect(try DecodedFeed.bytes(of: [0xFF, 0xFE, 0x3D, 0xD8, 0x42]) == [0xFF, 0xFF])
    }

    @Test func brokenTextRejectsJustItsRecord() throws {
        var units = Array("a,b\n1,x\n2,y\n3,z\n".utf16)
        units[10] = 0xD800
        let feed = try DecodedFeed.open(file(units, isBigEndian: false) + [0x33])
        let source = CSVSource(input: feed.input, profile: FeedProfile(), limits: Limits())
        let records = try source.seenRecords()
        #expect(records.map(\.fault) == [nil, .csvTextInvalidUTF8, nil, .csvTextInvalidUTF8])
        let finding = records[1].finding ?? ""
        #expect(
            finding.contains("has bytes that UTF-16LE does not define, at byte 10 of the decoded"))
        #expect(!finding.contains("--encoding"))
    }

    @Test func noMarkComesOutAndLaterOnesAreText() throws {
        let file = file("\u{FEFF}a\u{FEFF}".utf16, isBigEndian: true)
        #expect(try DecodedFeed.bytes(of: file) == Array("\u{FEFF}a\u{FEFF}".utf8))
        #expect(try DecodedFeed.bytes(of: [0xFE, 0xFF]) == [])
    }

    @Test func randomUnitsAreReadLikeTheStandardLibraryReadsThem() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SeededRandom(seed: seed)
        for round in 0..<200 {
            let units = (0..<Int.random(in: 1...300, using: &random)).map { _ in
                switch Int.random(in: 0..<8, using: &random) {
                case 0: UInt16.random(in: 0xD800...0xDFFF, using: &random)
                case 1: UInt16.random(in: 0x80...0xFFFF, using: &random)
                default: UInt16.random(in: 0x20...0x7E, using: &random)
                }
            }
            var expected: [UInt8] = []
            var decoder = UTF16()
            var iterator = units.makeIterator()
            decoding: while true {
                switch decoder.decode(&iterator) {
                case .scalarValue(let scalar): expected += Array(String(scalar).utf8)
                case .error: expected.append(0xFF)
                case .emptyInput: break decoding
                }
            }
            let file = file(units, isBigEndian: round % 2 == 0)
            let bytes = try DecodedFeed.bytes(
                of: file, pieces: [Int.random(in: 1...9, using: &random)], path: "a.dat")
            #expect(bytes == expected)
        }
    }
}
