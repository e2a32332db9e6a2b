import FeedFormats
import Provisioning
import Testing

/// One table, written in every way that a CSV file can be written.
@Suite struct CSVVariantTests {
    static let header = ["username", "email", "note"]
    static let rows = [
        ["ada", "ada@example.com", "plain"],
        ["grace", "grace@example.com", "has a delimiter , ; \t | in it"],
        ["jo", "jo@example.com", "says \"hello\" and \\ too"],
        ["élodie", "", "two\nlines"],
        ["", "nobody@example.com", ""],
    ]

    /// Writes the table; what needs quotes gets them.
    static func table(
        delimiter: String, lineEnd: String, mark: Bool = false, finalLineEnd: Bool = true,
        quoting: QuoteStyle = .doubled, quotesAll: Bool = false
    ) -> [UInt8] {
        let lines = ([header] + rows).map { row in
            row.map { value in
                let needsQuotes = value.contains { "\"\n\r,;\t|\\".contains($0) }
                guard needsQuotes || quotesAll else { return value }
                let escaped =
                    quoting == .doubled
                    ? value.replacing("\"", with: "\"\"")
                    : value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                return "\"\(escaped)\""
            }.joined(separator: delimiter)
        }
        let text = lines.joined(separator: lineEnd) + (finalLineEnd ? lineEnd : "")
        return (mark ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8)
    }

    @Test(arguments: [",", ";", "\t", "|"], ["\n", "\r\n", "\r"])
    func everyLineEndMarkAndDelimiterGivesTheSameRecords(
        delimiter: String, lineEnd: String
    ) throws {
        for variant in 0..<16 {
            let quoting: QuoteStyle = variant & 8 != 0 ? .backslash : .doubled
            let bytes = Self.table(
                delimiter: delimiter, lineEnd: lineEnd, mark: variant & 1 != 0,
                finalLineEnd: variant & 2 != 0, quoting: quoting, quotesAll: variant & 4 != 0)
            var profile = FeedProfile()
            profile.quoting = quoting
            for declares in [true, false] {
                profile.delimiter = declares ? delimiter.utf8.first : nil
                let source = CSVSource(bytes, profile: profile)
                #expect(try source.headerTexts() == Self.header)
                let records = try source.seenRecords()
                #expect(records.map(\.texts) == Self.rows)
                #expect(records.allSatisfy { $0.fault == nil })
                #expect(records.map(\.line) == [2, 3, 4, 5, 7])
                #expect(records.map(\.number) == [1, 2, 3, 4, 5])
            }
        }
    }

    @Test func lineEndsMayBeMixedInOneFile() throws {
        let source = CSVSource("a,b\r1,2\n3,4\r\n\r\r\n\n5,6\r7,8")
        let records = try source.seenRecords()
        #expect(records.map(\.texts) == [["1", "2"], ["3", "4"], ["5", "6"], ["7", "8"]])
        #expect(records.map(\.line) == [2, 3, 7, 8])
        #expect(records.map(\.offset) == [4, 8, 17, 21])
        #expect(records.map(\.length) == [4, 5, 4, 3])
    }

    @Test func aSeparatorLineNamesTheDelimiter() throws {
        for line in ["sep=|\r\n", "SEP=|\n", "\"sep=|\"\r"] {
            let source = CSVSource(line + "a;b|c\n1;2|3\n")
            #expect(try source.headerTexts() == ["a;b", "c"])
            #expect(try source.dialect().reason.contains("sep="))
            let records = try source.seenRecords()
            #expect(records.map(\.texts) == [["1;2", "3"]])
            #expect(records.first?.line == 3)
        }
    }

    @Test func endOfFileMarksOfOldProgramsAreNotText() throws {
        for ending in ["\u{1A}", "\n\u{1A}", "\r\n\u{1A}\u{1A}"] {
            let records = try CSVSource("a,b\n1,2" + ending).seenRecords()
            #expect(records.map(\.texts) == [["1", "2"]])
            #expect(records.allSatisfy { $0.fault == nil })
        }
    }

    @Test func onlyAsManyEndOfFileMarksAsFillASectorAreNotText() throws {
        var limits = Limits()
        for (count, isText) in [(127, false), (128, false), (129, true), (1_000, true)] {
            let text = "a,b\n1,2" + String(repeating: "\u{1A}", count: count)
            for chunkBytes in [4, 7, 8, 9, 100, 1 << 20] {
                limits.chunkBytes = chunkBytes
                let records = try CSVSource(text, limits: limits).seenRecords()
                #expect(records.map { $0.texts.last == "2" } == [!isText])
            }
        }
    }

    @Test func quotesInsideUnquotedFieldsArePlainText() throws {
        let records = try CSVSource("a,b\n37°36'37.8\"N,x\n 5\" disk, \"y\"\n").seenRecords()
        #expect(records.map(\.texts) == [["37°36'37.8\"N", "x"], [" 5\" disk", " \"y\""]])
        #expect(records.allSatisfy { $0.fault == nil })
    }

    @Test func commentsAndExtraRowsAreNotRecords() throws {
        var profile = FeedProfile()
        profile.commentPrefix = "##"
        profile.rowsBeforeHeader = 1
        profile.rowsAfterHeader = 2
        let text = """
            ## made by HR
            version:v1.0
            a,b

            Label A,Label B
            example,"ro
            w"
            ##,
            1,2
            "##3",4
            #5,6
            ##
            """
        let source = CSVSource(text, profile: profile)
        #expect(try source.headerTexts() == ["a", "b"])
        let records = try source.seenRecords()
        #expect(records.map(\.texts) == [["1", "2"], ["##3", "4"], ["#5", "6"]])
        #expect(records.map(\.number) == [1, 2, 3])
        #expect(records.map(\.line) == [9, 10, 11])
    }
}
