import FeedFormats
import Provisioning
import Testing

/// Which encoding a feed is read in, why, and what is refused.
@Suite struct EncodingDecisionTests {
    private static let little: [UInt8] = Array("<?xml version='1.0'?><a/>\n".utf8).flatMap {
        [$0, 0]
    }
    private static let big: [UInt8] = Array("a,b\n1,2\n".utf8).flatMap { [0, $0] }

    private static func xml(_ encoding: String, quote: String = "\"") -> [UInt8] {
        let declaration = "encoding=\(quote)\(encoding)\(quote)"
        return Array("<?xml version=\(quote)1.0\(quote) \(declaration) ?>\n<users/>".utf8)
    }

    private static func utf16(_ bytes: [UInt8]) -> [UInt8] {
        [0xFF, 0xFE] + bytes.flatMap { [$0, 0] }
    }

    /// A file, how it is read, and why.
    struct Decision: Sendable, CustomTestStringConvertible {
        var bytes: [UInt8]
        var declared: String?
        var path = "-"
        var encoding: String
        var reason: String
        var isDoubtful = false
        var testDescription: String { "\(declared ?? "nothing") → \(encoding), \(reason)" }
    }

    private static let decisions: [Decision] = [
        Decision(bytes: [], encoding: "UTF-8", reason: "nothing else is declared"),
        Decision(
            bytes: Array("é".utf8), encoding: "UTF-8", reason: "nothing else is declared"),
        Decision(
            bytes: [0xEF, 0xBB, 0xBF, 0x61], encoding: "UTF-8", reason: "byte order mark"),
        Decision(
            bytes: [0xEF, 0xBB, 0xBF, 0x61], declared: "utf-8", encoding: "UTF-8",
            reason: "byte order mark"),
        Decision(
            bytes: [0xEF, 0xBB, 0xBF, 0x61], declared: "latin1", encoding: "UTF-8",
            reason: "byte order mark"),
        Decision(
            bytes: [0xFF, 0xFE] + little, declared: "utf-16", encoding: "UTF-16LE",
            reason: "byte order mark"),
        Decision(
            bytes: [0xFE, 0xFF] + big, declared: "UTF-16BE", encoding: "UTF-16BE",
            reason: "byte order mark"),
        Decision(
            bytes: [0xFE, 0xFF] + big, declared: "utf-16le", encoding: "UTF-16BE",
            reason: "byte order mark", isDoubtful: true),
        Decision(
            bytes: [0xFE, 0xFF] + big, declared: "windows-1252", encoding: "UTF-16BE",
            reason: "byte order mark", isDoubtful: true),
        Decision(bytes: big, declared: "utf-16be", encoding: "UTF-16BE", reason: "declared"),
        Decision(bytes: little, declared: "utf-16le", encoding: "UTF-16LE", reason: "declared"),
        Decision(bytes: [0xE9], declared: "Latin1", encoding: "Latin1", reason: "declared"),
        Decision(bytes: [0x61], declared: "cp1252", encoding: "cp1252", reason: "declared"),
        Decision(
            bytes: Array("Zoë".utf8), declared: "windows-1252", encoding: "windows-1252",
            reason: "declared", isDoubtful: true),
        Decision(
            bytes: Array("Zoë".utf8) + [0xE9], declared: "windows-1252",
            encoding: "windows-1252", reason: "declared"),
        Decision(
            bytes: [0x61, 0x85, 0xE9], declared: "latin1", encoding: "latin1", reason: "declared"),
        Decision(
            bytes: [0x61, 0x80, 0xE9], declared: "latin1", encoding: "latin1", reason: "declared",
            isDoubtful: true),
        Decision(
            bytes: [0x61, 0x80, 0xE9], declared: "latin2", encoding: "latin2", reason: "declared"),
        Decision(
            bytes: xml("windows-1252"), encoding: "windows-1252",
            reason: "the document declares it"),
        Decision(
            bytes: xml("ISO-8859-1", quote: "'"), encoding: "ISO-8859-1",
            reason: "the document declares it"),
        Decision(bytes: xml("utf-8"), encoding: "UTF-8", reason: "the document declares it"),
        Decision(
            bytes: Array("<users/>".utf8), encoding: "UTF-8", reason: "nothing else is declared"),
        Decision(
            bytes: Array("<?xml version='1.0'?><users/>".utf8), encoding: "UTF-8",
            reason: "nothing else is declared"),
        Decision(
            bytes: xml("UTF-8"), declared: "latin1", encoding: "latin1", reason: "declared",
            isDoubtful: true),
        Decision(
            bytes: xml("ISO-8859-1"), declared: "latin1", encoding: "latin1", reason: "declared"),
        Decision(
            bytes: utf16(xml("UTF-16")), encoding: "UTF-16LE", reason: "byte order mark"),
        Decision(
            bytes: utf16(Array("<users/>".utf8)), encoding: "UTF-16LE", reason: "byte order mark"),
        Decision(
            bytes: Array(utf16(xml("UTF-16")).dropFirst(2)), declared: "utf-16le",
            encoding: "UTF-16LE", reason: "declared"),
        Decision(
            bytes: [0xEF, 0xBB, 0xBF] + xml("UTF-8"), encoding: "UTF-8", reason: "byte order mark"),
        // A CSV header that begins like XML declares nothing.
        Decision(
            bytes: Array("<id>,name\n".utf8), path: "users.txt", encoding: "UTF-8",
            reason: "nothing else is declared"),
    ]

    @Test(arguments: decisions) func theEncodingAndItsReason(decision: Decision) throws {
        for compression in [nil, Compression.gzip] {
            let file =
                compression.map { CompressedBytes.make(decision.bytes, by: $0) } ?? decision.bytes
            let feed = try DecodedFeed.open(
                file, path: decision.path, encoding: decision.declared)
            #expect(feed.reading.encoding == decision.encoding)
            #expect(feed.reading.encodingReason == decision.reason)
            let codes = feed.notices.map(\.code)
            #expect(codes == (decision.isDoubtful ? [.feedEncodingDoubtful] : []))
            #expect(feed.notices.allSatisfy { $0.severity == .warning })
        }
    }

    /// A file that is refused, and what the halt says.
    struct Refusal: Sendable, CustomTestStringConvertible {
        var bytes: [UInt8]
        var declared: String?
        var path = "-"
        var code: IssueCode
        var says: String
        var testDescription: String { "\(declared ?? "nothing") → \(code.rawValue), \(says)" }
    }

    private static let refusals: [Refusal] = [
        Refusal(
            bytes: [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], code: .feedEncodingUnsupported,
            says: "UTF-32"),
        Refusal(
            bytes: [0, 0, 0xFE, 0xFF], declared: "utf-8", code: .feedEncodingUnsupported,
            says: "UTF-32"),
        Refusal(bytes: little, code: .feedEncodingUnsupported, says: "--encoding utf-16le"),
        Refusal(bytes: big, code: .feedEncodingUnsupported, says: "--encoding utf-16be"),
        Refusal(
            bytes: big, declared: "latin1", code: .feedEncodingUnsupported,
            says: "--encoding utf-16be"),
        Refusal(
            bytes: [0, 1, 0, 0, 2, 0, 7, 0, 0], code: .feedEncodingUnsupported, says: "binary"),
        Refusal(
            bytes: big, declared: "utf-16", code: .feedEncodingUnsupported, says: "utf-16le"),
        Refusal(
            bytes: Array("a,b\n".utf8), declared: "utf-16le", code: .feedEncodingMismatch,
            says: "none of its first 4 bytes is NUL"),
        Refusal(bytes: xml("UTF-16"), code: .feedEncodingMismatch, says: "UTF-16"),
        Refusal(bytes: xml("utf-16le"), code: .feedEncodingMismatch, says: "byte by byte"),
        Refusal(bytes: xml("UCS-4"), code: .feedEncodingMismatch, says: "UTF-32"),
        Refusal(
            bytes: utf16(xml("UTF-8")), code: .feedEncodingMismatch,
            says: "byte order mark says UTF-16LE"),
        Refusal(
            bytes: utf16(xml("utf-16be")), code: .feedEncodingMismatch,
            says: "byte order mark says UTF-16LE"),
        Refusal(
            bytes: [0xEF, 0xBB, 0xBF] + xml("latin1"), code: .feedEncodingMismatch,
            says: "byte order mark says UTF-8"),
        Refusal(bytes: xml("klingon"), code: .feedEncodingUnsupported, says: "klingon"),
        Refusal(bytes: xml("ibm037"), code: .feedEncodingUnsupported, says: "ibm037"),
        Refusal(bytes: xml("a b"), code: .feedEncodingUnsupported, says: "a b"),
    ]

    @Test(arguments: refusals) func contradictionsAreRefused(refusal: Refusal) {
        let found = halt {
            _ = try DecodedFeed.open(
                refusal.bytes, path: refusal.path, encoding: refusal.declared)
        }
        #expect(found?.status == .malformedFile)
        #expect(found?.code == refusal.code)
        #expect(found?.text.contains(refusal.says) == true, "\(found?.text ?? "")")
    }

    @Test func theNumberOfNULsThatMakesUTF16IsThreeInTen() throws {
        let text = [UInt8](repeating: 0x61, count: 7)
        #expect(halt { _ = try DecodedFeed.open(text + [0, 0, 0]) } != nil)
        #expect(try DecodedFeed.bytes(of: text + [0x61, 0, 0]).count == 10)
    }

    @Test func aSequenceCutByTheHeadIsNotDoubted() throws {
        let euro = Array("€".utf8)
        for shift in 0..<4 {
            let bytes = [UInt8](repeating: 0x61, count: shift) + (0..<30_000).flatMap { _ in euro }
            #expect(try DecodedFeed.open(bytes, encoding: "cp1252").notices.count == 1)
            let short = Array(bytes[..<(shift + 4)])
            #expect(try DecodedFeed.open(short, encoding: "cp1252").notices.isEmpty)
        }
    }

    @Test func filesThatAreNoFeedsAreNamed() {
        let cases: [(bytes: [UInt8], says: String)] = [
            ([0x50, 0x4B, 3, 4, 20, 0], "spreadsheet"), (Array("%PDF-1.7".utf8), "PDF"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"), (Array("BZh91AY&SYx".utf8), "bzip2"),
            ([UInt8](repeating: 0x61, count: 257) + Array("ustar".utf8), "tar"),
        ]
        for (bytes, says) in cases {
            for file in [bytes, CompressedBytes.gzip(bytes)] {
                let found = halt { _ = try DecodedFeed.open(file, path: "users.csv") }
                #expect(found?.code == .feedFormatUnavailable)
                #expect(found?.status == .malformedFile)
                #expect(found?.message.contains(says) == true)
            }
        }
    }

    @Test func aNameOfCompressionOnDamageIsSaid() throws {
        let gzip = CompressedBytes.gzip(Array("a,b\n1,2\n".utf8))
        for path in ["users.csv.gz", "users.ZST"] {
            let found = halt { _ = try DecodedFeed.open([0x1E] + gzip.dropFirst(), path: path) }
            #expect(found?.code == .feedCompressionMalformed)
            #expect(try DecodedFeed.open(Array("a,b\n".utf8), path: path).format == .csv)
        }
    }

    @Test func theFormatComesFromOptionThenProfileThenNameThenText() throws {
        let bytes = Array("<users/>".utf8)
        var profile = FeedProfile()
        func format(_ declared: FeedFormat?, _ path: String) throws -> FeedFormat {
            try FeedDecoding.open(
                MemoryInput(bytes), path: path, declaredFormat: declared, profile: profile,
                limits: Limits()
            ).format
        }
        #expect(try format(nil, "-") == .xml)
        #expect(halt { _ = try format(nil, "a.csv") }?.code == .feedFormatMismatch)
        #expect(try format(.csv, "a.csv") == .csv)
        profile.format = "jsonl"
        #expect(try format(nil, "a.csv") == .jsonl)
        #expect(try format(.xml, "a.csv") == .xml)
        profile.format = "yaml"
        #expect(halt { _ = try format(nil, "a.csv") }?.code == .feedFormatUnknown)
    }
}
