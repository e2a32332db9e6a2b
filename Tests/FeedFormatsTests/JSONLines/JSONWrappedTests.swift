import FeedFormats
import Provisioning
import Testing

/// Files of lines that are one object, or objects over several lines.
@Suite struct JSONWrappedTests {
    @Test(
        arguments: [
            ("{ \"Resources\": [\n{\"userName\":\"a\"},\n{\"userName\":\"b\"}\n]}", "Resources"),
            ("{\"Resources\": [\n{\"userName\":\"a\"}\n]}\n", "Resources"),
            ("{\n\"id\":\"1\"}\n{\n\"id\":\"2\"}", nil),
            ("{\n  \"username\": \"a\",\n  \"emails\": [{\"value\":\"a@x\"}]\n}\n", nil),
            ("\n\r\n {\r{\"a\":1,\r}", nil),
            ("{\n\"data\": {\"n\":0, \"users\": [\n {\"x\":1}", "data/users"),
            ("{\"a\":1,\n\"b\":2}", nil),
            ("{\"a\":\"cut\nodd", nil),
            ("{\n{\"a\":1} x\n", nil),
            ("{\n[{\"a\":1}]\n", nil),
            ("{\"users\":[{\"username\":\"a\"},{\"username\":\"b\"}]}", "users"),
            ("\u{FEFF} {\"total\":1,\"d\":{\"u s\":1,\"list\":[{}]}} \r\n\n\u{1A}", "d/list"),
            ("{\"a key\":[{}]}", nil),
            ("{\"a.b\":[{}]}", nil),
        ] as [(String, String?)])
    func anObjectAroundTheRecordsHalts(text: String, path: String?) throws {
        for piece in [1, 5, 1 << 20] {
            let source = try JSONLinesSource(Array(text.utf8), pieces: [piece], isReadAgain: false)
            let found = halt { _ = try source.header() }
            #expect(found?.code == .jsonDocumentWrapped, "\(text)")
            #expect(found?.status == .malformedFile)
            let advice = found?.advice ?? ""
            #expect(advice.contains("jq -c . FILE"))
            #expect(
                advice.contains("record_path: \(path ?? "Resources").") && path != nil
                    || advice.contains("such as record_path: Resources.") && path == nil,
                "\(text): \(advice)")
        }
    }

    @Test func theHaltNamesWhereTheFirstLineEnds() throws {
        let source = try JSONLinesSource("\u{FEFF}\r\n\n  {\"a\": [ \n1]}")
        let message = halt { _ = try source.seenRecords() }?.message ?? ""
        #expect(message.contains("begins at line 3, column 3"), "\(message)")
        #expect(message.contains("at column 11"), "\(message)")
    }

    @Test(
        arguments: [
            ("{\"username\":\"a\n{\"b\":1}\n", [.jsonRecordMalformed, nil]),
            ("{\n\n \t\r\n {\"b\":1} ", [.jsonRecordMalformed, nil]),
            ("{\"a\":[{\"b\":1}\n{\"b\":1}\nx", [.jsonRecordMalformed, nil, .jsonRecordNotObject]),
            ("{\"a\":", [.jsonRecordMalformed]),
            ("{\"a\":[{\"b\":1},\n\n\u{1A}", [.jsonRecordMalformed]),
            ("{\"a\":tru\n,{\"b\":1}", nil),
            ("{\"a\":tru}\n1", [.jsonRecordMalformed, .jsonRecordNotObject]),
            ("{\"users\":[{\"a\":1}]}\n{}", [nil, nil]),
            ("{\"users\":[{\"a\":1}]} x", [.jsonRecordMalformed]),
            ("{\"users\":[]}", [nil]),
            ("{\"users\":[1,{}]}", [nil]),
            ("{\"email\":\"a@x\",\"users\":[{}]}", [nil]),
            ("{\"n\":{\"users\":[{}]},\"userName\":\"a\"}", [nil]),
            ("{\"emails\":[{\"type\":\"work\",\"value\":\"a@x\"}]}", [nil]),
            ("5\n{\n", [.jsonRecordNotObject, .jsonRecordMalformed]),
        ] as [(String, [IssueCode?]?)])
    func linesThatAreWrongStayRecords(text: String, faults: [IssueCode?]?) throws {
        let source = try JSONLinesSource(text)
        guard let faults else {
            #expect(halt { _ = try source.seenRecords() }?.code == .jsonDocumentWrapped)
            return
        }
        #expect(try source.seenRecords().map(\.fault) == faults, "\(text)")
    }

    @Test func longFirstObjectsAreLookedAtToTheirEnd() throws {
        let elements = Array(repeating: "{\"username\":\"abcdefgh\"}", count: 20_000)
        let long = "{\"users\":[" + elements.joined(separator: ",") + "]}"
        #expect(
            halt { _ = try JSONLinesSource(long).seenRecords() }?.code == .jsonDocumentWrapped)
        #expect(try JSONLinesSource(long + "\n{}").seenRecords().count == 2)
        var limits = Limits()
        limits.recordBytesMax = 1_000
        let longer = try JSONLinesSource(long + "\n{}", limits: limits)
        #expect(halt { _ = try longer.seenRecords() }?.code == .jsonDocumentWrapped)
        let second = try JSONLinesSource("{\"a\":\n" + long.replacing("users", with: "a"))
        #expect(try second.seenRecords().map(\.fault) == [.jsonRecordMalformed, nil])
    }

    // MARK: Empty lists

    @Test(arguments: [
        (GroupsMode.replace, "{\"groups\":[],\"b\":[],\"phone\":[]}", ["groups": "(clear)"]),
        (.replace, "{\"groups\":[],\"apps\":[]}", ["groups": "(clear)", "apps": "(clear)"]),
        (.replace, "{\"groups\":[[]]}", [:]),
        (.replace, "{\"groups\":[\"\"]}", ["groups": ""]),
        (.add, "{\"groups\":[],\"apps\":[]}", [:]),
    ])
    func anEmptyListClearsWhereListsReplace(
        mode: GroupsMode, line: String, texts: [String: String]
    ) throws {
        var profile = FeedProfile.attributes
        profile.groupsMode = mode
        let source = try JSONLinesSource(line + "\n" + line, profile: profile)
        let records = try source.seenRecords()
        #expect(records.map(\.texts) == [texts, texts])
        if texts.count == 1, texts["groups"] == "(clear)" {
            #expect(records[1].written == ["groups": "[]"])
            #expect(try source.seenAgain(records[1]) == records[1])
        }
    }
}
