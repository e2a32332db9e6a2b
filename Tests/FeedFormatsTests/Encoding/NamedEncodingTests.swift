import FeedFormats
import Glibc
import Provisioning
import Testing

/// Encodings that are declared by a name become UTF-8 as the C library has it.
@Suite struct NamedEncodingTests {
    private static let byteEncodings = [
        "windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254",
        "windows-1256", "windows-1257", "iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-7",
        "iso-8859-9", "iso-8859-15", "koi8-r", "koi8-u", "macintosh", "ibm437", "ibm850", "ibm852",
        "cp866", "tis-620", "ibm037",
    ]
    private static let longEncodings = [
        ("shift_jis", "佐藤 ｱ 漢字"), ("cp932", "佐藤 ① 髙橋"), ("euc-jp", "佐藤 漢字"),
        ("gbk", "王小明 镕"), ("gb2312", "王小明"), ("gb18030", "王小明 🙂 ë"), ("big5", "王小明 陳"),
        ("euc-kr", "김철수"), ("cp949", "김철수 똠"), ("euc-tw", "王小明"), ("big5-hkscs", "王小明"),
        ("windows-1258", "Nguyễn Văn"), ("windows-1255", "שָׁלוֹם"),
    ]

    /// What the C library makes of bytes; nil: they are no text.
    private func converted(_ bytes: [UInt8], _ target: String, from source: String) -> [UInt8]? {
        let descriptor = iconv_open(target, source)
        guard descriptor != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(descriptor) }
        var bytes = bytes.map(CChar.init(bitPattern:))
        var room = [CChar](repeating: 0, count: bytes.count * 8 + 16)
        let (size, count) = (room.count, bytes.count)
        let left: Int? = bytes.withUnsafeMutableBufferPointer { bytes in
            room.withUnsafeMutableBufferPointer { room in
                var (from, to) = (bytes.baseAddress, room.baseAddress)
                var (fromLeft, toLeft) = (count, size)
                guard iconv(descriptor, &from, &fromLeft, &to, &toLeft) != -1 else { return nil }
                iconv(descriptor, nil, nil, &to, &toLeft)
                return toLeft
            }
        }
        return left.map { room[..<(size - $0)].map(UInt8.init(bitPattern:)) }
    }

    @Test(arguments: byteEncodings)
    func everyByteIsWhatTheLibrarySaysOrNoText(encoding: String) throws {
        let order = (1...255).map { UInt8($0) }
        let expected = order.flatMap { converted([$0], "UTF-8", from: encoding) ?? [0xFF] }
        for pieces in [[], [1], [2], [3], [7], [4_095]] {
            let feed = try DecodedFeed.open(order, pieces: pieces, encoding: encoding)
            #expect(feed.reading.encoding == encoding)
            #expect(feed.reading.encodingReason == "declared")
            #expect(feed.input.encodingName == encoding)
            #expect(try feed.input.rest(room: 1_000) == expected)
        }
    }

    @Test(arguments: longEncodings, [[], [1], [2], [3], [7], [4_095]])
    func charactersOfSeveralBytesAreRead(
        encoding: (name: String, text: String), pieces: [Int]
    ) throws {
        let line = "id,\(encoding.text),\"x\"\r\n"
        let bytes = try #require(converted(Array(line.utf8), encoding.name, from: "UTF-8"))
        let back = try #require(converted(bytes, "UTF-8", from: encoding.name))
        let count = pieces.first == 1 ? 100 : 3_000
        let file = (0..<count).flatMap { _ in bytes }
        let found = try DecodedFeed.bytes(of: file, pieces: pieces, encoding: encoding.name)
        #expect(found == (0..<count).flatMap { _ in back })
    }

    @Test func whatIsNoCharacterIsOneByteThatIsNoText() throws {
        let cases: [(encoding: String, bytes: [UInt8], text: [UInt8])] = [
            ("shift_jis", [0x61, 0x81], [0x61, 0xFF]),
            ("shift_jis", [0x61, 0xFF, 0x62], [0x61, 0xFF, 0x62]),
            ("euc-kr", [0x61, 0xB0, 0x0A, 0x62], [0x61, 0xFF, 0x0A, 0x62]),
            ("gb18030", [0x61, 0x81, 0x30, 0x81], [0x61, 0xFF, 0x30, 0xFF]),
            ("windows-1252", [0x61, 0x81, 0x80], [0x61, 0xFF, 0xE2, 0x82, 0xAC]),
        ]
        for (encoding, bytes, text) in cases {
            for piece in [1, 2, 100] {
                #expect(
                    try DecodedFeed.bytes(of: bytes, pieces: [piece], encoding: encoding) == text,
                    "\(encoding)")
            }
        }
    }

    @Test func spellingsOfOneEncodingAreOne() throws {
        let groups: [(names: [String], byte: UInt8, character: String)] = [
            (
                ["windows-1252", "CP1252", "Windows1252", "win-1252", "cp-1252", "MS-ANSI"], 0x80,
                "€"
            ),
            (["latin1", "Latin-1", "ISO-8859-1", "iso8859-1", "iso_8859-1", "l1"], 0xE9, "é"),
            (["latin9", "ISO-8859-15", "iso885915"], 0xA4, "€"),
            (["macintosh", "mac", "macroman", "x-mac-roman"], 0x8E, "é"),
            (["ibm850", "cp850", "850"], 0x82, "é"),
        ]
        for (names, byte, character) in groups {
            for name in names {
                #expect(
                    try DecodedFeed.bytes(of: [byte], encoding: name) == Array(character.utf8),
                    "\(name)")
            }
        }
        for name in ["utf-8", "UTF8", "us-ascii", "utf-8-sig", "cp65001"] {
            let feed = try DecodedFeed.open(Array("é".utf8), encoding: name)
            #expect(feed.input.encodingName == nil)
            #expect(feed.reading.encoding == "UTF-8")
        }
    }

    @Test(arguments: [
        "", "ansi", "klingon", "latin1//TRANSLIT", "utf-7", "iso-2022-jp", "iso-2022-kr", "utf-32",
        "ucs-4le", "wchar_t", "../x", "a\nb", "é", String(repeating: "x", count: 1_000),
    ])
    func anEncodingThatIsNotReadIsRefusedWithSomeThatAre(name: String) {
        let found = halt { _ = try DecodedFeed.open(Array("a,b\n".utf8), encoding: name) }
        #expect(found?.status == .malformedFile)
        #expect(found?.code == .feedEncodingUnsupported)
        #expect(found?.advice?.contains("windows-1252") == true)
        #expect((found?.message.count ?? 0) < 300)
    }

    @Test func bytesThatAreNotDefinedRejectTheirRecord() throws {
        var profile = FeedProfile()
        profile.encoding = "windows-1252"
        let feed = try DecodedFeed.open(
            Array("id,name\n1,".utf8) + [0xE9, 0x0A, 0x32, 0x2C, 0x81, 0x0A],
            encoding: "windows-1252")
        let source = CSVSource(input: feed.input, profile: profile, limits: Limits())
        let records = try source.seenRecords()
        #expect(records.map(\.fault) == [nil, .csvTextInvalidUTF8])
        #expect(records[0].texts == ["1", "é"])
        #expect(records[1].finding?.contains("that windows-1252 does not define") == true)
        #expect(records[1].finding?.contains("(\"name\")") == true)
    }
}
