import FeedFormats
import Provisioning
import Testing

/// What a feed is read as, by its name and its first bytes.
@Suite struct FormatDetectionTests {
    @Test func theFormatFollowsMarksThenNameThenText() {
        let cases: [(path: String, head: String, format: FeedFormat)] = [
            ("users.csv", "a,b", .csv), ("users.csv", "<a>,b", .csv), ("users.TXT", "{", .csv),
            ("users.tsv", "a\tb", .csv), ("users.xml", "", .xml), ("users.jsonl", "", .jsonl),
            ("x/users.ndjson", "{", .jsonl), ("-", "a,b", .csv), ("-", "  <users>", .xml),
            ("-", "\u{FEFF}<?xml", .xml), ("-", "\n{\"a\":1}", .jsonl), ("-", "", .csv),
            ("x.d/feed", "a,b", .csv), ("x.xml/feed", "a,b", .csv), ("users.csv.gz", "", .gzip),
            ("users.zst", "", .zstandard),
        ]
        for (path, head, format) in cases {
            #expect(FormatDetection.format(path: path, head: Array(head.utf8)) == format, "\(path)")
        }
        #expect(FormatDetection.format(path: "a.csv", head: [0x1F, 0x8B, 8]) == .gzip)
        let zstandard: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD]
        #expect(FormatDetection.format(path: "a.csv", head: zstandard) == .zstandard)
    }

    @Test func onlyCSVIsReadByThisVersion() {
        for format in FeedFormat.allCases {
            let found = halt { try FormatDetection.requireReadable(format) }
            #expect((found == nil) == (format == .csv))
            if let found {
                #expect(found.status == .malformedFile)
                #expect(found.code == .feedFormatUnavailable)
            }
        }
    }
}
