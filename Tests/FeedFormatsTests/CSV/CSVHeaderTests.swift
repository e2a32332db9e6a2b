import FeedFormats
import Provisioning
import Testing

/// Files that are malformed as a whole halt the run with status 65, and say why.
@Suite struct CSVHeaderTests {
    private func headerHalt(_ bytes: [UInt8], _ profile: FeedProfile = FeedProfile()) -> RunHalt? {
        halt { _ = try CSVSource(bytes, profile: profile).header() }
    }

    @Test func anEmptyFileIsRefused() {
        for bytes in [[], [0xEF, 0xBB, 0xBF], [0x0A], [0x0D, 0x0A, 0x1A]] as [[UInt8]] {
            let found = headerHalt(bytes)
            #expect(found?.code == .feedFileEmpty)
            #expect(found?.status == .malformedFile)
        }
    }

    @Test func aHeaderAloneIsAFileOfNoRecords() throws {
        for text in ["a,b", "a,b\n", "\u{FEFF}a,b\r\n\r\n"] {
            let source = CSVSource(text)
            #expect(try source.headerTexts() == ["a", "b"])
            #expect(try source.seenRecords().isEmpty)
            try source.rewind()
            #expect(try source.seenRecords().isEmpty)
        }
    }

    @Test func aFileWithoutHeaderIsRefused() {
        var profile = FeedProfile()
        profile.commentPrefix = "#"
        #expect(headerHalt(Array("#a,b\n#".utf8), profile)?.code == .feedHeaderMissing)
        profile.rowsBeforeHeader = 2
        #expect(headerHalt(Array("a,b\n1,2\n".utf8), profile)?.code == .feedHeaderMissing)
        #expect(headerHalt(Array(",,\n1,2,3\n".utf8))?.code == .feedHeaderMissing)
        for lineEnd in ["\n", "\r", "\r\n"] {
            #expect(headerHalt(Array("sep=;\(lineEnd)".utf8))?.code == .feedFileEmpty)
        }
    }

    @Test func aFaultInTheHeaderIsNamedWithItsLine() {
        let cases: [(bytes: [UInt8], says: String)] = [
            (Array("\na,\"b\n1,2\n".utf8), "line 2, has a quote that is opened in line 2"),
            (Array("a,\"b\"c\n".utf8), "text after a closing quote"),
            ([0x61, 0x2C, 0xE9, 0x0A], "--encoding windows-1252"),
            ([0x61, 0x2C, 0x62, 0x00, 0x62, 0x62, 0x0A], "NUL"),
        ]
        for (bytes, says) in cases {
            let found = headerHalt(bytes)
            #expect(found?.code == .feedHeaderMalformed)
            #expect(found?.status == .malformedFile)
            #expect(found?.message.contains(says) == true, "\(found?.message ?? "")")
        }
    }
}
