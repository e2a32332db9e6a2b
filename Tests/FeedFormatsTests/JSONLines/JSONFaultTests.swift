import FeedFormats
import Foundation
import Provisioning
import Testing

/// What is refused in a line, with the column that the message names.
@Suite struct JSONFaultTests {
    struct Case: CustomStringConvertible {
        let line: String
        let code: IssueCode
        /// Column of the fault; nil: the message has none.
        let column: Int?
        /// A part of the message.
        let says: String

        init(_ line: String, _ code: IssueCode, _ column: Int?, _ says: String) {
            self.line = line
            self.code = code
            self.column = column
            self.says = says
        }

        var description: String { line }
    }

    static let cases: [Case] = [
        // What the line is.
        Case("17", .jsonRecordNotObject, 1, "a number"),
        Case("  \"ada\"", .jsonRecordNotObject, 3, "a text"),
        Case("null", .jsonRecordNotObject, 1, "with n"),
        Case("[{}]", .jsonRecordNotObject, 1, "a list"),
        Case("# comment", .jsonRecordNotObject, 1, "with #"),
        Case("\u{1}", .jsonRecordNotObject, 1, "0x01"),
        // Where it ends.
        Case("{", .jsonRecordMalformed, 2, "ends before its object does"),
        Case("{\"a\":{\"b\":[1,", .jsonRecordMalformed, 14, "jq -c . FILE"),
        Case("{\"a\":\"b", .jsonRecordMalformed, 8, "ends before"),
        Case("{\"a\":\"b\\", .jsonRecordMalformed, 9, "ends before"),
        Case("{\"a\":\"\\u12", .jsonRecordMalformed, 11, "ends before"),
        Case("{\"a\":\"\\ud83d\\", .jsonRecordMalformed, 14, "ends before"),
        Case("{\"a\":tr", .jsonRecordMalformed, 8, "ends before"),
        Case("{\"a\":-", .jsonRecordMalformed, 7, "ends before"),
        Case("{\"a\":1} {\"a\":2}", .jsonRecordMalformed, 9, "text after the object"),
        Case("{\"a\":1},", .jsonRecordMalformed, 8, "text after the object"),
        Case("{}}", .jsonRecordMalformed, 3, "text after the object"),
        // Commas, colons, brackets.
        Case("{\"a\":1,}", .jsonRecordMalformed, 8, "} where a key in double quotes"),
        Case("{,}", .jsonRecordMalformed, 2, "a key in double quotes or }"),
        Case("{\"a\" 1}", .jsonRecordMalformed, 6, "1 where a colon"),
        Case("{\"a\"}", .jsonRecordMalformed, 5, "} where a colon"),
        Case("{\"a\":}", .jsonRecordMalformed, 6, "} where a value"),
        Case("{\"a\":1 \"b\":2}", .jsonRecordMalformed, 8, "a comma or }"),
        Case("{\"a\":[1,]}", .jsonRecordMalformed, 9, "] where a value"),
        Case("{\"a\":[,1]}", .jsonRecordMalformed, 7, "a value or ]"),
        Case("{\"a\":[1 2]}", .jsonRecordMalformed, 9, "a comma or ]"),
        Case("{\"a\":[1}", .jsonRecordMalformed, 8, "a comma or ]"),
        Case("{\"a\":1]", .jsonRecordMalformed, 7, "a comma or }"),
        Case("{\"a\":{]}", .jsonRecordMalformed, 7, "a key in double quotes or }"),
        Case("{\"a\":[}", .jsonRecordMalformed, 7, "a value or ]"),
        // What other dialects allow.
        Case("{a:1}", .jsonRecordMalformed, 2, "a where a key"),
        Case("{'a':1}", .jsonRecordMalformed, 2, "' where a key"),
        Case("{\"a\":'b'}", .jsonRecordMalformed, 6, "' where a value"),
        Case("{\"a\":1/**/}", .jsonRecordMalformed, 7, "/ where"),
        Case("{\"a\":NaN}", .jsonRecordMalformed, 6, "N where a value"),
        Case("{\"a\":Infinity}", .jsonRecordMalformed, 6, "I where a value"),
        Case("{\"a\":nul}", .jsonRecordMalformed, 9, "true, false or null"),
        Case("{\"a\":True}", .jsonRecordMalformed, 6, "T where a value"),
        Case("{\"a\":truex}", .jsonRecordMalformed, 10, "x where a comma or }"),
        Case("{\"a\":\u{A0}1}", .jsonRecordMalformed, 6, "0xC2 where a value"),
        Case("{\"a\":\u{C}1}", .jsonRecordMalformed, 6, "0x0C where a value"),
        Case("{\u{0}}", .jsonRecordMalformed, 2, "0x00 where"),
        // Numbers.
        Case("{\"a\":01}", .jsonRecordMalformed, 6, "number"),
        Case("{\"a\":-01}", .jsonRecordMalformed, 6, "number"),
        Case("{\"a\":+1}", .jsonRecordMalformed, 6, "+ where a value"),
        Case("{\"a\":.5}", .jsonRecordMalformed, 6, ". where a value"),
        Case("{\"a\":1.}", .jsonRecordMalformed, 8, "number"),
        Case("{\"a\":1.e2}", .jsonRecordMalformed, 8, "number"),
        Case("{\"a\":1e}", .jsonRecordMalformed, 8, "number"),
        Case("{\"a\":1e+}", .jsonRecordMalformed, 9, "number"),
        Case("{\"a\":-}", .jsonRecordMalformed, 7, "number"),
        Case("{\"a\":1.2.3}", .jsonRecordMalformed, 9, ". where a comma or }"),
        Case("{\"a\":0x1F}", .jsonRecordMalformed, 7, "x where a comma or }"),
        // Texts.
        Case("{\"a\":\"\t\"}", .jsonRecordMalformed, 7, "0x09 within quotes"),
        Case("{\"a\u{1F}\":1}", .jsonRecordMalformed, 4, "0x1F within quotes"),
        Case("{\"a\":\"\u{0}\"}", .jsonRecordMalformed, 7, "0x00 within quotes"),
        Case("{\"a\":\"\\x\"}", .jsonRecordMalformed, 7, "unknown escape"),
        Case("{\"a\":\"\\'\"}", .jsonRecordMalformed, 7, "unknown escape"),
        Case("{\"a\":\"\\u12G4\"}", .jsonRecordMalformed, 11, "G where a hexadecimal digit"),
        Case("{\"a\":\"x\\u0000\"}", .jsonRecordMalformed, 8, "no NUL"),
        Case("{\"\\u0000\":1}", .jsonRecordMalformed, 3, "no NUL"),
        Case("{\"a\":\"\\ud800\"}", .jsonRecordMalformed, 7, "surrogate"),
        Case("{\"a\":\"\\udc00\"}", .jsonRecordMalformed, 7, "surrogate"),
        Case("{\"a\":\"\\ud800\\ud800\"}", .jsonRecordMalformed, 7, "surrogate"),
        Case("{\"a\":\"\\ud83d \\ude42\"}", .jsonRecordMalformed, 7, "surrogate"),
        Case("{\"a\":\"\\ud83d\\n\"}", .jsonRecordMalformed, 7, "surrogate"),
        // Keys twice.
        Case("{\"a\":1,\"b\":2,\"a\":1}", .jsonKeyRepeated, 14, "the key \"a\""),
        Case("{\"a\":1,\"\\u0061\":2}", .jsonKeyRepeated, 8, "the key \"a\""),
        Case("{\"a\":{\"b\":1},\"a.b\":2}", .jsonKeyRepeated, 14, "the key \"a.b\""),
        Case("{\"a.b\":2,\"a\":{\"b\":1}}", .jsonKeyRepeated, 15, "the key \"a.b\""),
        Case("{\"a\":{\"b\":1},\"a\":{\"c\":1}}", .jsonKeyRepeated, 14, "the key \"a\""),
        Case("{\"a\":{},\"a\":[]}", .jsonKeyRepeated, 9, "the key \"a\""),
        Case("{\"a\":[{\"b\":1,\"b\":2}]}", .jsonKeyRepeated, 14, "\"a[].b\""),
        Case("{\"a\":[[{\"b\":1,\"b\":2}]]}", .jsonKeyRepeated, 15, "the key \"a[][].b\""),
        Case("{\"\":1,\"\":2}", .jsonKeyRepeated, 7, "the key \"\""),
        Case("{\"meta\":{\"v\":1,\"v\":1}}", .jsonKeyRepeated, 16, "\"meta.v\""),
        // Lists.
        Case("{\"groups\":[\"a;b\"]}", .fieldListSeparator, 12, "list \"groups\""),
        Case("{\"groups\":[\"a\",\"b|c\"]}", .fieldListSeparator, 16, "list_separator"),
        Case("{\"groups\":[\"\\u003b\"]}", .fieldListSeparator, 12, "list \"groups\""),
        Case("{\"groups\":[[\"a\"]]}", .fieldValueSeveral, 12, "list within the list"),
        Case("{\"username\":[\"a\",\"b\"]}", .fieldValueSeveral, 18, "several values"),
    ]

    @Test(arguments: cases)
    func malformedLineIsRefusedWhereItIsWrong(_ wrong: Case) throws {
        for (lineEnd, columns) in [("\n", 0), ("\r\n", 0), ("\r", 0)] {
            let text =
                "{\"username\":\"before\"}\n\(wrong.line)\(lineEnd){\"username\":\"after\"}\n"
            let records = try JSONLinesSource(text).seenRecords()
            try #require(records.count == 3)
            #expect(records.map(\.fault) == [nil, wrong.code, nil])
            #expect(records.map(\.line) == [1, 2, 3])
            #expect(records[2].texts == ["username": "after"])
            let finding = records[1].finding ?? ""
            #expect(finding.contains(wrong.says), "\(finding)")
            if let column = wrong.column {
                let named = finding.firstMatch(of: /column (\d+)/).flatMap { Int($0.1) }
                #expect(named == column + columns, "\(finding)")
            }
        }
    }

    @Test func theMessageNamesTheByteOfTheFeed() throws {
        let records = try JSONLinesSource("{\"a\":1}\r\n\r\n{\"a\":tru}\n").seenRecords()
        #expect(
            records[1].finding
                == "has } where true, false or null must stand, at column 9 "
                + "(byte 19 of the feed)")
    }

    @Test func messagesHaveNoValues() throws {
        for wrong in Self.cases {
            let line = "{\"password\":\"hunter2\"," + wrong.line.dropFirst()
            let records = try JSONLinesSource(line + "\n{}").seenRecords()
            #expect(!records.contains { $0.finding?.contains("hunter2") == true })
        }
    }

    @Test func wantedFieldsBeforeTheFaultAreGiven() throws {
        let records = try JSONLinesSource(
            "{\"username\":\"ada\",\"name\":{\"givenName\":\"Ada\",\"odd\":1,\"x\":tru}}\n{\"y\":1}"
        ).seenRecords()
        #expect(records[0].texts == ["username": "ada", "name.givenName": "Ada"])
        #expect(records[1].texts == ["y": "1"])
    }

    @Test func namesOfBrokenRecordsMakeNoColumns() throws {
        let source = try JSONLinesSource("{\"odd\":1,\"username\":\"x\",}\n{\"even\":1}\n")
        let chunk = FeedChunk(capacity: 64)
        #expect(try source.read(into: chunk))
        let names = (0..<(chunk.columns?.count ?? 0)).map { chunk.columns?.name(of: $0) ?? "" }
        #expect(names == ["username", "even"])
        #expect(chunk.records.map(\.fieldCount) == [1, 2])
    }

    @Test(
        arguments: [
            [0xE9, 0x72], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
            [0xE4],
        ] as [[UInt8]])
    func textThatIsNotUTF8IsRefusedWithAHint(_ wrong: [UInt8]) throws {
        let bytes = Array("{\"a\":1}\n{\"username\":\"".utf8) + wrong + Array("\"}\n{}\n".utf8)
        let records = try JSONLinesSource(bytes).seenRecords()
        #expect(records.map(\.fault) == [nil, .jsonTextInvalidUTF8, nil])
        let finding = records[1].finding ?? ""
        #expect(finding.contains("0x\(String(wrong[0], radix: 16, uppercase: true)) at byte 21"))
        #expect(finding.contains("column 14"))
        #expect(finding.contains("--encoding windows-1252"))
    }

    @Test func ofTwoFaultsTheFirstOneCounts() throws {
        let bytes =
            Array("{\"a\":tru,\"b\":\"".utf8) + [0xE9] + Array("\"}\n{\"b\":\"".utf8)
            + [0xE9] + Array("\",\"a\":tru}".utf8)
        let records = try JSONLinesSource(bytes).seenRecords()
        #expect(records.map(\.fault) == [.jsonRecordMalformed, .jsonTextInvalidUTF8])
    }

    @Test func blankLinesAreNoRecords() throws {
        let records = try JSONLinesSource("\n \t\r\n\r\r{}\n\n  {}  \n \n").seenRecords()
        #expect(records.map(\.line) == [5, 7])
        #expect(records.map(\.number) == [1, 2])
    }

    @Test(arguments: ["", "\n\n", "\u{FEFF}", "\u{FEFF} \r\n", "\u{1A}"])
    func anEmptyFeedHalts(_ text: String) throws {
        let source = try JSONLinesSource(text)
        let found = halt { _ = try source.header() }
        #expect(found?.code == .feedFileEmpty)
        #expect(found?.status == .malformedFile)
    }

    @Test func readingSaysWhatWasFound() throws {
        let lines = try JSONLinesSource("{}")
        #expect(try lines.reading()?.format == "JSON Lines")
        #expect(try lines.reading()?.encodingReason == "nothing else is declared")
        #expect(try lines.header() == [])
        let array = try JSONLinesSource("\u{FEFF}\n [ ]")
        #expect(try array.reading()?.format == "JSON array")
        #expect(try array.reading()?.encodingReason == "byte order mark")
        let given = FeedReading(
            format: "", compression: "gzip", encoding: "windows-1252", encodingReason: "declared")
        let transcoded = try JSONLinesSource(Array("{}".utf8), reading: given)
        #expect(try transcoded.reading()?.compression == "gzip")
        #expect(try transcoded.reading()?.encoding == "windows-1252")
    }
}
