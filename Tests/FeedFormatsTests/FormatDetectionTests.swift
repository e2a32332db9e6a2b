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
            ("x.d/feed", "a,b", .csv), ("x.xml/feed", "a,b", .csv), ("users.json", "[", .jsonl),
            ("-", " [{}]", .jsonl), ("users.csv.gz", "<", .csv), ("users.xml.ZST", "", .xml),
            ("users.gz", "<a>", .xml), ("users.zst", "", .csv), (".gz", "{", .jsonl),
        ]
        for (path, head, format) in cases {
            #expect(FormatDetection.format(path: path, head: Array(head.utf8)) == format, "\(path)")
        }
    }

    @Test func aFormatThatIsNoneIsAnErrorOfUsage() throws {
        for name in ["gz", "CSV", "", "xlsx"] {
            let found = halt { _ = try FeedFormat(declared: name) }
            #expect(found?.status == .usage)
            #expect(found?.code == .feedFormatUnknown)
        }
        #expect(try FeedFormat(declared: "jsonl") == .jsonl)
    }
}
