import FeedFormats
import Provisioning
import Testing

/// How the delimiter is found, and why.
@Suite struct CSVDialectTests {
    private func dialect(_ text: String, _ profile: FeedProfile = FeedProfile()) throws
        -> CSVDialect
    {
        try CSVSource(text, profile: profile).dialect()
    }

    @Test func theDelimiterIsTheOneThatDividesLikeTheHeader() throws {
        let cases: [(text: String, name: String, says: String)] = [
            ("a,b\n1,2\n", "comma", "2 of the first 2 rows"),
            ("a;b\n1,5;2,5\n", "semicolon", "header's 2 fields"),
            ("a\tb c,d\n1\t2\n", "tab", "header's 2 fields"),
            ("a|b\n1,2|3;4\n", "pipe", "header's 2 fields"),
            ("id;organization\n1;org1|org2\n", "semicolon", ""),
            ("name, first;mail\n\"x\";1\ny, z;2\n", "semicolon", ""),
            ("\"a;b\",c\n1,2\n", "comma", ""),
            ("a;\"b,c,d\"\n1;\"2,3,4\"\n", "semicolon", ""),
            ("a,b;c,d\n1,2;3,4\n", "comma", "header's 3 fields"),
            ("a;b,c;d\n1;2;3\n4;5;6\n", "semicolon", "3 of the first 3 rows"),
            ("a;b\n", "semicolon", "divides the header into 2 fields"),
            ("a\n1\n", "comma", "no comma, semicolon, tab or pipe divides the header"),
            ("a;b\n\"1\n,,,\n;;;\n\";2\n", "semicolon", "2 of the first 2 rows"),
        ]
        for (text, name, says) in cases {
            let found = try dialect(text)
            #expect(found.delimiterName == name, "\(text)")
            #expect(says.isEmpty || found.reason.contains(says), "\(found.reason)")
        }
    }

    /// It has the records alone that were at fault, which need not divide as the feed does.
    @Test func aRejectsFileHasTheDelimiterThatItWasWrittenWith() throws {
        let codes = "muster_codes;muster_messages"
        for text in ["a;b,,,,,,;c;\(codes)\n", "a;b,c,d,e;\(codes)\n1;2,3,4,5;field.b;x\n"] {
            #expect(try dialect(text).delimiterName == "semicolon", "\(text)")
            #expect(try dialect(text.replacing(codes, with: "d")).delimiterName == "comma")
        }
    }

    @Test func aDeclaredDelimiterIsNotQuestioned() throws {
        var profile = FeedProfile()
        profile.delimiter = UInt8(ascii: "-")
        let source = CSVSource("sep=;\r\na-b;c\n1-2;3\n", profile: profile)
        #expect(try source.dialect().delimiterName == "\"-\"")
        #expect(try source.headerTexts() == ["a", "b;c"])
        #expect(try source.seenRecords().map(\.texts) == [["1", "2;3"]])
    }

    @Test func aByteThatCannotDelimitIsRefused() throws {
        for byte: UInt8 in [0, 0x0A, 0x0D, 0x22, 0x7F, 0xC3] {
            var profile = FeedProfile()
            profile.delimiter = byte
            let found = halt { _ = try CSVSource("a\n", profile: profile).header() }
            #expect(found?.status == .configuration)
        }
    }

    @Test func rowsBeforeTheHeaderDoNotCount() throws {
        var profile = FeedProfile()
        profile.rowsBeforeHeader = 1
        #expect(try dialect("version:v1.0,x,y,z\na;b\n1;2\n", profile).delimiterName == "semicolon")
    }
}
