import FeedFormats
import Provisioning
import Testing

/// Arrays of objects: what is a record, and what makes the file as a whole unusable.
@Suite struct JSONArrayTests {
    @Test(arguments: ["[]", " [ \n ] \n", "\u{FEFF}[]", "[\r\n]\u{1A}"])
    func anEmptyArrayHasNoRecords(_ text: String) throws {
        #expect(try JSONLinesSource(text).seenRecords().isEmpty)
    }

    @Test func elementsMayStandAnywhere() throws {
        for text in [
            "[{\"a\":1},{\"a\":2}]", "[\n{\"a\":1}\n,\n{\"a\":2}\n]\n",
            "\n[{\"a\":\r1},{\"a\"\n:2}]",
        ] {
            let records = try JSONLinesSource(text).seenRecords()
            #expect(records.map(\.texts) == [["a": "1"], ["a": "2"]])
        }
    }

    @Test(arguments: [
        ("[", 1, 2, "ends before its closing ]"),
        ("[{\"a\":1}", 1, 9, "ends before its closing ]"),
        ("[{\"a\":1},\n", 2, 1, "ends before its closing ]"),
        ("[\n{\"a\":1,\n\"b\":[", 2, 1, "ends within an element"),
        ("[{\"a\":\"b]", 1, 2, "ends within an element"),
        ("[{}\r\n{}]", 2, 1, "has { where a comma or ]"),
        ("[{},,{}]", 1, 5, "has , where an object"),
        ("[,{}]", 1, 2, "has , where an object"),
        ("[{},\r]", 2, 1, "has ] where an object"),
        ("[{}]\n{}", 2, 1, "has { where nothing more"),
        ("[{}]]", 1, 5, "has ] where nothing more"),
        ("[{} x]", 1, 5, "has x where a comma or ]"),
        ("[{\"a\":[1}]", 1, 9, "has } where another bracket"),
        ("[{\n\"a\":1]", 2, 6, "has ] where another bracket"),
        ("[}", 1, 2, "has } where an object"),
    ])
    func whatIsNoArrayHalts(text: String, line: Int, column: Int, says: String) throws {
        for chunkBytes in [1, 5, 1 << 20] {
            var limits = Limits()
            limits.chunkBytes = chunkBytes
            let source = try JSONLinesSource(text, limits: limits)
            let found = halt { _ = try source.seenRecords() }
            #expect(found?.code == .jsonArrayMalformed)
            #expect(found?.status == .malformedFile)
            let message = found?.message ?? ""
            #expect(message.contains(says), "\(message)")
            #expect(message.hasSuffix("at line \(line), column \(column)"), "\(message)")
        }
    }

    @Test func aBrokenElementIsOneRecord() throws {
        let text = """
            [{"username":"a",},{"username":"b" "x":1}, {"username":"c\\q"},
            {"username":"unclosed
            },
            {"username":
              tru}, {"username":"last"}]
            """
        let records = try JSONLinesSource(text).seenRecords()
        #expect(
            records.map(\.fault) == [
                .jsonRecordMalformed, .jsonRecordMalformed, .jsonRecordMalformed,
                .jsonRecordMalformed, .jsonRecordMalformed, nil,
            ])
        #expect(records.map(\.line) == [1, 1, 1, 2, 4, 5])
        #expect(records[0].finding?.contains("at byte 17 of the feed") == true)
        #expect(records[4].finding?.contains("at line 5, column 6") == true)
        #expect(records[5].texts == ["username": "last"])
    }

    @Test func deepElementsAreFaultsOfTheirOwn() throws {
        let deep = String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)
        let records = try JSONLinesSource("[{\"a\":\(deep)},\(deep),{\"a\":1}]").seenRecords()
        #expect(records.map(\.fault) == [.jsonDepthTooDeep, .jsonRecordNotObject, nil])
    }

    @Test func linesAndArraysOfTheSameObjectsGiveTheSameValues() throws {
        let objects = [
            SCIMSample.full, SCIMSample.enterprise, "{\"groups\":[\"a\",\"b\"]}", "{\"a\":tru}",
        ]
        let lines = try JSONLinesSource(objects.joined(separator: "\n")).seenRecords()
        let array = try JSONLinesSource("[" + objects.joined(separator: ",\n") + "]").seenRecords()
        #expect(lines.map(\.texts) == array.map(\.texts))
        #expect(lines.map(\.written) == array.map(\.written))
        #expect(lines.map(\.fault) == array.map(\.fault))
    }
}
