import FeedFormats
import Provisioning
import Testing

/// Each fault rejects its record, says where it is, and lets the next record be found.
@Suite struct CSVFaultTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var trait: String
        var text: String
        var code: IssueCode
        /// What the finding must say.
        var says: [String]
        /// Fields of the faulty record that could be told apart.
        var fields: [String]
        var testDescription: String { trait }
    }

    /// Every text stands between the header `a,b,c` with the record `0,0,0`, and the record
    /// `9,9,9`; the faulty record begins at byte 12 in line 3.
    static let cases = [
        Case(
            trait: "a quote that nothing closes", text: "1,\"2,3\n", code: .csvQuoteUnclosed,
            says: ["opened in line 3 in field 2 (\"b\")", "not closed"], fields: ["1", "\"2", "3"]),
        Case(
            trait: "an unclosed quote in the second line of a record",
            text: "\"1\n1\",\"2,3\n", code: .csvQuoteUnclosed,
            says: ["opened in line 4"], fields: ["1\n1", "\"2", "3"]),
        Case(
            trait: "an unclosed quote in the last field", text: "1,2,\"3,\r\n",
            code: .csvQuoteUnclosed, says: ["field 3 (\"c\")"], fields: ["1", "2", "\"3", ""]),
        Case(
            trait: "text after a closing quote", text: "1,\"2\"x,3\n", code: .csvQuoteMisplaced,
            says: ["byte 17", "field 2 (\"b\")", "comma"], fields: ["1", "\"2\"x", "3"]),
        Case(
            trait: "a blank after a closing quote", text: "\"1\" ,\"2\",\"3\"\n",
            code: .csvQuoteMisplaced, says: ["byte 15"], fields: ["\"1\" ", "2", "3"]),
        Case(
            trait: "too few fields", text: "1,2\n", code: .csvFieldsTooFew,
            says: ["2 fields", "has 3", "comma"], fields: ["1", "2"]),
        Case(
            trait: "one field", text: "Total\r\n", code: .csvFieldsTooFew,
            says: ["1 field "], fields: ["Total"]),
        Case(
            trait: "too many fields", text: "1,2,3,4\n", code: .csvFieldsTooMany,
            says: ["4 fields", "has 3", "quotes"], fields: ["1", "2", "3", "4"]),
        Case(
            trait: "a delimiter at the end", text: "1,2,3,\n", code: .csvFieldsTooMany,
            says: ["4 fields"], fields: ["1", "2", "3", ""]),
        Case(
            trait: "a NUL", text: "1,2\0,3\n", code: .csvByteNUL,
            says: ["byte 15", "field 2 (\"b\")"], fields: ["1", "2\0", "3"]),
    ]

    @Test(arguments: cases)
    func aFaultRejectsOnlyItsRecord(_ test: Case) throws {
        for ending in ["9,9,9\n", "9,\"9\",9"] {
            let source = CSVSource("a,b,c\n0,0,0\n" + test.text + ending)
            let records = try source.seenRecords()
            #expect(records.count == 3)
            #expect(records.first?.texts == ["0", "0", "0"])
            #expect(records.last?.texts == ["9", "9", "9"])
            #expect(records.map { $0.fault == nil } == [true, false, true])
            let faulty = try #require(records.dropFirst().first)
            #expect(faulty.fault == test.code)
            #expect(faulty.texts == test.fields)
            #expect(faulty.line == 3)
            #expect(faulty.offset == 12)
            for word in test.says {
                #expect(faulty.finding?.contains(word) == true, "\(faulty)")
            }
            let last = try #require(records.last)
            #expect(UInt64(12 + test.text.utf8.count) == last.offset)
            let lineEnds = test.text.count { $0.isNewline }
            #expect(last.line == 3 + UInt64(lineEnds))
        }
    }

    @Test func invalidUTF8IsNamedWithItsByteAndAHint() throws {
        let cases: [(bytes: [UInt8], index: Int)] = [
            ([0xE9], 0), ([0x41, 0xC3], 1), ([0xC0, 0x80], 0), ([0xED, 0xA0, 0x80], 0),
            ([0xF4, 0x90, 0x80, 0x80], 0), ([0xC3, 0xA9, 0xFF], 2), ([0xE2, 0x82], 0),
            ([0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x80], 7), ([0xF0, 0x8F, 0x80, 0x80], 0),
            ([0xE0, 0x9F, 0x80], 0),
        ]
        for (bytes, index) in cases {
            let text = Array("a,b\n1,".utf8) + bytes + Array("\n2,3\n".utf8)
            let records = try CSVSource(text).seenRecords()
            #expect(records.map(\.fault) == [.csvTextInvalidUTF8, nil])
            let finding = try #require(records.first?.finding)
            #expect(finding.contains("at byte \(6 + index) of the feed in field 2 (\"b\")"))
            #expect(finding.contains("--encoding windows-1252"))
            #expect(records.first?.values.last == ByteString(bytes))
        }
    }

    @Test func anUnclosedQuoteAtTheEndRejectsOnlyItsLine() throws {
        for ending in ["", "\n", "\r\n", "\n3,4\n5,6"] {
            let records = try CSVSource("a,b\n1,\"2" + ending).seenRecords()
            #expect(records.first?.fault == .csvQuoteUnclosed)
            #expect(records.first?.texts == ["1", "\"2"])
            #expect(records.dropFirst().allSatisfy { $0.fault == nil })
            #expect(records.count == (ending.count > 3 ? 3 : 1))
        }
    }

    @Test func backslashStyleRefusesDoubledQuotes() throws {
        var profile = FeedProfile()
        profile.quoting = .backslash
        let text = #"""
            a,b
            "x ""y""",1
            "x \"y\" \\ \n",C:\temp
            "ends in \\",2
            "never ends\",3
            4,5
            """#
        let records = try CSVSource(text, profile: profile).seenRecords()
        #expect(records.map(\.fault) == [.csvQuoteMisplaced, nil, nil, .csvQuoteUnclosed, nil])
        #expect(records[1].texts == [#"x "y" \ \n"#, #"C:\temp"#])
        #expect(records[2].texts == [#"ends in \"#, "2"])
    }

    @Test func aMessageNeverCarriesTheValue() throws {
        let secret = "hunter2"
        let texts = ["\(secret)", "\"\(secret)\"x,1", "\"\(secret),1", "\(secret)\0,1"]
        for text in texts {
            let records = try CSVSource("a,b\n" + text).seenRecords()
            #expect(records.first?.finding?.contains(secret) == false)
        }
    }
}
