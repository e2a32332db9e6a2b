import FeedFormats
import Provisioning
import Testing

/// Every limit bites at n + 1 and not at n.
@Suite struct JSONLimitTests {
    private func limits(_ change: (inout Limits) -> Void) -> Limits {
        var limits = Limits()
        change(&limits)
        return limits
    }

    private func faults(_ text: String, _ limits: Limits) throws -> [IssueCode?] {
        try JSONLinesSource(text, limits: limits).seenRecords().map(\.fault)
    }

    /// Of a record that is not the only one of its file.
    private func firstFault(_ text: String, _ limits: Limits) throws -> IssueCode? {
        try faults(text + "\n{}", limits)[0]
    }

    @Test func valuesAreMeasuredUnescaped() throws {
        let limits = limits { $0.fieldBytesMax = 5 }
        let cases: [(String, Bool)] = [
            (#"{"a":"12345"}"#, true), (#"{"a":"123456"}"#, false),
            (#"{"a":"\u00e9\u0041\/x"}"#, true), (#"{"a":"\u00e9\u0041\/xy"}"#, false),
            (#"{"a":"\ud83d\ude42x"}"#, true), (#"{"a":"\ud83d\ude42xy"}"#, false),
            (#"{"a":12345}"#, true), (#"{"a":123456}"#, false), (#"{"a":-1.25}"#, true),
            (#"{"a":-1.255}"#, false), (#"{"12345":1}"#, true), (#"{"123456":1}"#, false),
        ]
        for (line, isFine) in cases {
            #expect(
                try faults(line + "\n{}", limits) == [isFine ? nil : .jsonFieldTooLong, nil],
                "\(line)")
        }
    }

    @Test func joinedListsAreMeasuredToo() throws {
        let limits = limits { $0.fieldBytesMax = 7 }
        let fine = try JSONLinesSource(#"{"groups":["ab","c","d\u0065"]}"#, limits: limits)
        #expect(try fine.seenRecords().map(\.texts) == [["groups": "ab;c;de"]])
        #expect(try faults(#"{"groups":["ab","c","def"]}"#, limits) == [.jsonFieldTooLong])
    }

    @Test(arguments: ["\n", "\r\n", "\r", ""])
    func linesAreMeasuredWithoutTheirEnd(lineEnd: String) throws {
        let limits = limits { $0.recordBytesMax = 12 }
        #expect(try faults(#"{"a":"1234"}"# + lineEnd, limits) == [nil])
        #expect(try faults(#"{"a":"12345"}"# + lineEnd, limits) == [.jsonRecordTooLong])
        #expect(try faults(#"{"a":"1234"} "# + lineEnd, limits) == [.jsonRecordTooLong])
        #expect(try faults("{\"a\":1,,,,,,,," + lineEnd, limits) == [.jsonRecordTooLong])
        #expect(try faults("             " + lineEnd + "{}", limits).first == .jsonRecordTooLong)
        #expect(
            try faults("{}" + lineEnd + "            " + lineEnd, limits)
                == (lineEnd.isEmpty
                    ? [.jsonRecordTooLong] : [nil]))
    }

    @Test func longLinesGiveTheSameRecordsAtAnyChunkSize() throws {
        var small = limits { $0.recordBytesMax = 16 }
        let text =
            "{\"a\":1}\n{\"a\":\"" + String(repeating: "x", count: 90) + "\"}\r\n{\"a\":2}\r{"
            + String(repeating: " ", count: 40) + "\r\n{\"a\":\"12345678\"}\r\n{\"a\":3}"
        let whole = try JSONLinesSource(text, limits: small).seenRecords()
        #expect(
            whole.map(\.fault) == [nil, .jsonRecordTooLong, nil, .jsonRecordTooLong, nil, nil])
        #expect(whole.map(\.line) == [1, 2, 3, 4, 5, 6])
        for chunkBytes in 1...text.utf8.count + 2 {
            small.chunkBytes = chunkBytes
            let source = try JSONLinesSource(text, limits: small)
            var seen = try source.seenRecords()
            for index in seen.indices {
                let again = try source.seenAgain(seen[index])
                #expect(again.finding == seen[index].finding)
                #expect(again.values == seen[index].values)
                // How much of a record that is too long stays in the chunk may differ.
                if seen[index].fault == .jsonRecordTooLong { seen[index].raw = whole[index].raw }
            }
            #expect(seen == whole, "chunks of \(chunkBytes) bytes")
        }
    }

    @Test func longElementsGiveTheSameRecordsAtAnyChunkSize() throws {
        var small = limits { $0.recordBytesMax = 16 }
        let text =
            "[{\"a\":1},\n {\"a\":\"" + String(repeating: "x]\\\"", count: 30)
            + "\",\r\n\"b\":[{}]} ,\r{\"a\":2},\"" + String(repeating: "y,", count: 20)
            + "\",{\"a\":\"12345678\"},{\"a\":\"123456789\"},{\"a\":3}]\n"
        let whole = try JSONLinesSource(text, limits: small).seenRecords()
        #expect(
            whole.map(\.fault) == [
                nil, .jsonRecordTooLong, nil, .jsonRecordTooLong, nil, .jsonRecordTooLong, nil,
            ])
        #expect(whole.map(\.line) == [1, 2, 4, 4, 4, 4, 4])
        for chunkBytes in 1...text.utf8.count + 2 {
            small.chunkBytes = chunkBytes
            let source = try JSONLinesSource(text, limits: small)
            var seen = try source.seenRecords()
            for index in seen.indices {
                let again = try source.seenAgain(seen[index])
                #expect(again.finding == seen[index].finding)
                if seen[index].fault == .jsonRecordTooLong { seen[index].raw = whole[index].raw }
            }
            #expect(seen == whole, "chunks of \(chunkBytes) bytes")
        }
    }

    @Test func depthCountsObjectsAndLists() throws {
        let limits = limits { $0.depthMax = 3 }
        #expect(try firstFault(#"{"a":{"b":{"c":1}}}"#, limits) == nil)
        #expect(try firstFault(#"{"a":[{"c":1}]}"#, limits) == nil)
        #expect(try firstFault(#"{"a":{"b":{"c":{}}}}"#, limits) == .jsonDepthTooDeep)
        #expect(try firstFault(#"{"a":[{"c":[]}]}"#, limits) == .jsonDepthTooDeep)
    }

    @Test func namesAreCountedByRecord() throws {
        let limits = limits { $0.columnsMax = 4 }
        #expect(try firstFault(#"{"a":1,"b":2,"c":3,"d":4}"#, limits) == nil)
        #expect(
            try firstFault(#"{"a":1,"b":2,"c":3,"d":4,"e":5}"#, limits) == .jsonKeysTooMany)
        #expect(try firstFault(#"{"a":{"b":1,"c":[]},"d":{},"e":null}"#, limits) == nil)
        #expect(
            try firstFault(#"{"a":{"b":1,"c":[]},"d":{},"e":null,"f":0}"#, limits)
                == .jsonKeysTooMany)
        // The list is a name, and so are the two within it, however many elements there are.
        #expect(
            try firstFault(
                #"{"g":[{"v":1,"d":2},{"v":1,"d":2},{"d":3}],"groups":[1,2,3,4,5]}"#, limits)
                == nil)
        #expect(
            try firstFault(#"{"g":[{"v":1,"d":2},{"v":1,"w":2}],"groups":[1,2,3,4,5]}"#, limits)
                == .jsonKeysTooMany)
    }

    @Test func aRecordWithTooManyNamesMakesNoColumns() throws {
        let limits = limits { $0.columnsMax = 3 }
        let source = try JSONLinesSource(
            "{\"a\":1,\"b\":1,\"username\":\"x\",\"d\":1}\n{\"e\":1,\"f\":1,\"g\":1}",
            limits: limits)
        let records = try source.seenRecords()
        #expect(records.map(\.fault) == [.jsonKeysTooMany, nil])
        #expect(records.map(\.texts) == [[:], ["e": "1", "f": "1", "g": "1"]])
    }

    @Test func theLimitsOfTheFeedHalt() throws {
        let text = "{\"a\":1}\n{\"a\":2}\n"
        let records = limits { $0.recordsMax = 2 }
        #expect(try faults(text, records) == [nil, nil])
        let more = try JSONLinesSource(text + "{}", limits: records)
        #expect(halt { _ = try more.seenRecords() }?.code == .feedRecordsTooMany)
        let bytes = limits { $0.fileBytesMax = 16 }
        #expect(try faults(text, bytes) == [nil, nil])
        let longer = try JSONLinesSource(text + "\n", limits: bytes)
        #expect(halt { _ = try longer.seenRecords() }?.code == .feedFileTooLarge)
        let names = limits { $0.columnsMax = 2 }
        let found = try JSONLinesSource("{\"a\":1,\"b\":1}\n{\"c\":1}\n", columnLimits: names)
        #expect(halt { _ = try found.seenRecords() }?.code == .feedHeaderTooManyColumns)
    }
}
