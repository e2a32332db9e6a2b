import Provisioning
import ResultReporting
import Testing

/// Rejects of a JSON feed: the objects as they were, one a line, and valid whatever they were.
@Suite struct JSONRejectsTests {
    let folder: TemporaryFolder
    let fixture = RawFixture(find: Self.value)
    static let taken = RecordIssue(
        .directoryEmailTaken, column: "email", value: "a@b.example", finding: "belongs to a user")
    static let findings =
        #""muster_codes":"directory.email.taken","#
        + #""muster_messages":"email: \"a@b.example\" belongs to a user"}"#

    init() throws { folder = try TemporaryFolder() }

    /// Where the value of the member called `name` stands.
    static func value(_ name: String, _ record: [UInt8]) -> Range<Int>? {
        guard let key = firstRange(of: "\"\(name)\"", in: record) else { return nil }
        var start = key.upperBound
        while start < record.count, [0x20, 0x0A, 0x0D, 0x09, 0x3A].contains(record[start]) {
            start += 1
        }
        guard start < record.count else { return nil }
        if record[start] == 0x5B {
            let end = record[start...].firstIndex(of: 0x5D) ?? record.count - 1
            return start..<end + 1
        }
        guard record[start] == 0x22 else {
            let end = record[start...].firstIndex { [0x2C, 0x7D, 0x20, 0x0A].contains($0) }
            return start..<(end ?? record.count)
        }
        var end = start + 1
        while end < record.count, record[end] != 0x22 { end += record[end] == 0x5C ? 2 : 1 }
        return start..<min(end + 1, record.count)
    }

    func write(_ records: [RawRecord], masked: Bool = false) throws -> [UInt8] {
        let path = folder.file("rejects.jsonl")
        let file = try OutputFile(path: path, .replacing)
        let writer = RejectsWriter(
            file: file, encoding: JSONRejectsEncoding(masksSecrets: masked))
        for chunk in fixture.chunks(records) { try writer.write(chunk) }
        try writer.finish()
        try file.close()
        return try contents(of: path)
    }

    func lines(_ records: [RawRecord], masked: Bool = false) throws -> [String] {
        String(decoding: try write(records, masked: masked), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }

    @Test func rejectedObjectsKeepTheirBytesAndSayWhatIsWrong() throws {
        let lines = try lines([
            RawRecord(
                #"{"username":"ada","nested":{"deep":[1,2.50,{}]},"x":"\u00e4"}"#, Self.taken),
            .accepted(#"{"username":"bob"}"#),
            RawRecord("  {  }\r\n", Self.taken),
            RawRecord(#"{ "username" : "cyd" }"#, Self.taken),
        ])
        #expect(
            lines == [
                #"{"username":"ada","nested":{"deep":[1,2.50,{}]},"x":"\u00e4","#
                    + Self.findings, "{  " + Self.findings,
                #"{ "username" : "cyd" ,"# + Self.findings,
            ])
    }

    @Test func runWithoutRejectsLeavesAnEmptyFile() throws {
        #expect(try write([.accepted(#"{"username":"bob"}"#)]).isEmpty)
    }

    @Test func objectsOfAnArrayAreGivenALineEach() throws {
        let lines = try lines([
            RawRecord("{\n  \"username\": \"ada\",\r\n  \"email\": \"a@b\"\n}", Self.taken)
        ])
        #expect(lines == [#"{   "username": "ada",    "email": "a@b" ,"# + Self.findings])
    }

    @Test func findingsOfAnEarlierRejectsFileAreReplacedWhereTheyStand() throws {
        let old = #"{"muster_codes":"old","username":"ada","muster_messages":"a \"b\"","email":""}"#
        let lines = try lines([RawRecord(old, Self.taken)])
        #expect(
            lines == [
                #"{"muster_codes":"directory.email.taken","username":"ada","muster_messages":"#
                    + #""email: \"a@b.example\" belongs to a user","email":""}"#
            ])
        let half = try self.lines([RawRecord(#"{"muster_codes":"old"}"#, Self.taken)])
        #expect(half == ["{" + Self.findings])
    }

    @Test func rejectingAgainChangesNothing() throws {
        let first = try lines([
            RawRecord(#"{"username":"ada","password":"p"}"#, Self.taken),
            .faulty("{oops", .jsonRecordMalformed),
        ])
        #expect(try lines([RawRecord(first[0], Self.taken)]) == [first[0]])
        let wrong = RecordIssue(.jsonRecordMalformed, finding: "is wrong")
        #expect(try lines([RawRecord(first[1], wrong)]) == [first[1]])
    }

    @Test func secretsAreMaskedAndEmptyOnesStay() throws {
        let masked = try lines(
            [
                RawRecord(#"{"password":"CAN\"ARY","username":"ada"}"#, Self.taken),
                RawRecord(#"{"password": 42,"totp_secret":"CANARY"}"#, Self.taken),
                RawRecord(#"{"password":"","totp_secret":null}"#, Self.taken),
            ], masked: true)
        #expect(
            masked == [
                #"{"password":"***","username":"ada","# + Self.findings,
                #"{"password": "***","totp_secret":"***","# + Self.findings,
                #"{"password":"","totp_secret":null,"# + Self.findings,
            ])
    }

    @Test func namedFileKeepsSecrets() throws {
        let record = RawRecord(#"{"password":"CANARY"}"#, Self.taken)
        #expect(try lines([record]) == [#"{"password":"CANARY","# + Self.findings])
    }

    static let opaque: [IssueCode] = [
        .jsonRecordMalformed, .jsonRecordNotObject, .jsonRecordTooLong, .jsonDepthTooDeep,
        .jsonKeysTooMany,
    ]

    @Test(arguments: opaque)
    func whatIsNoObjectStandsAsText(code: IssueCode) throws {
        let record = RawRecord.faulty(#"{"password":"CANARY", [}"# + "\r\n", code)
        #expect(
            try lines([record]) == [
                #"{"muster_raw":"{\"password\":\"CANARY\", [}","#
                    + #""muster_codes":"\#(code.rawValue)","muster_messages":"is wrong"}"#
            ])
        #expect(
            try lines([record], masked: true) == [
                #"{"muster_raw":"***","muster_codes":"\#(code.rawValue)","#
                    + #""muster_messages":"is wrong"}"#
            ])
    }

    @Test func textOfAnEarlierRejectsFileIsMaskedLikeTheRecordItWas() throws {
        let record = RawRecord(#"{"muster_raw":"CANARY","x":1}"#, Self.taken)
        #expect(try lines([record], masked: true) == [#"{"muster_raw":"***","# + Self.findings])
        #expect(try lines([record])[0].contains("CANARY"))
    }

    @Test func textOfARecordIsValidAndCutBetweenCharacters() throws {
        var invalid = RawRecord.faulty("", .jsonRecordMalformed)
        invalid.bytes = [0x7B, 0xFF, 0x00, 0xC3, 0x22]
        var long = RawRecord.faulty("", .jsonRecordTooLong)
        long.bytes = Array(("x" + String(repeating: "ä", count: 40_000)).utf8)
        let objects = try ParsedJSON.lines(try write([invalid, long]))
        #expect(objects[0]["muster_raw"] == .text("{\u{FFFD}\u{0}\u{FFFD}\""))
        #expect(
            objects[1]["muster_raw"] == .text("x" + String(repeating: "ä", count: 32_767)))
    }

    static let wellFormed: [IssueCode] = [
        .jsonKeyRepeated, .fieldValueSeveral, .fieldListSeparator, .jsonFieldTooLong,
        .jsonTextInvalidUTF8,
    ]

    @Test(arguments: wellFormed)
    func faultOfAValueKeepsTheObject(code: IssueCode) throws {
        let text = #"{"username":"ada","password":"CANARY-1","password":"CANARY-2","n":[1,true]}"#
        let whole = try lines([.faulty(text, code)])
        #expect(whole[0].hasPrefix(text.dropLast() + #","muster_codes":"\#(code.rawValue)","#))
        let masked = try lines(
            [
                .faulty(text, code), .faulty(text, code, unseen: ["password", "username"]),
            ], masked: true)
        #expect(
            masked[0].hasPrefix(
                #"{"username":"ada","password":"***","password":"***","n":["***","***"],"#))
        #expect(
            masked[1].hasPrefix(
                #"{"username":"***","password":"***","password":"***","n":["***","***"],"#))
    }

    @Test func listsOfAFaultyRecordAreKnownUnlessTheyHoldObjects() throws {
        let masked = try lines(
            [
                .faulty(#"{"groups":["a" , "b"],"x":1}"#, .fieldListSeparator),
                .faulty(#"{"groups":["a",{"password":"CANARY"}]}"#, .fieldListSeparator),
            ], masked: true)
        #expect(masked[0].hasPrefix(#"{"groups":["a" , "b"],"x":"***","#))
        #expect(masked[1].hasPrefix(#"{"groups":["***",{"password":"***"}],"#))
    }

    @Test func objectThatCannotBeFollowedIsMaskedWhole() throws {
        let masked = try lines(
            [.faulty(#"{"username":"ada","x":"CANARY}"#, .jsonKeyRepeated)], masked: true)
        #expect(masked[0].hasPrefix(#"{"muster_raw":"***","#))
    }

    @Test(arguments: [UInt64(2), 71, 9_001])
    func withoutItsFindingsARejectIsTheInput(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let records = (0..<60).map { _ in Self.object(depth: 0, &numbers) }
        let written = try lines(records.map { RawRecord($0, Self.taken) }, masked: true)
        #expect(written.count == records.count, "seed \(seed)")
        for (record, line) in zip(records, written) {
            let empty = record.dropFirst().dropLast().allSatisfy { $0 == " " }
            let kept = record.dropLast() + (empty ? "" : ",")
            #expect(line == kept + Self.findings, "seed \(seed)")
            _ = try ParsedJSON.parse(Array(line.utf8))
        }
    }

    @Test(arguments: [UInt64(5), 17, 404])
    func maskedFaultyObjectKeepsItsKeysAndNoValueThatIsNotKnown(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<60 {
            let object = Self.object(depth: 0, &numbers)
                .replacing("\"muster_\"", with: "\"CANARY\"").replacing("-120", with: "9119")
            let code = Self.wellFormed.randomElement(using: &numbers) ?? .jsonKeyRepeated
            let line = try lines([.faulty(object, code)], masked: true)[0]
            #expect(!line.contains("CANARY") && !line.contains("9119"), "seed \(seed)")
            let masked = try ParsedJSON.parse(Array(line.utf8))
            let keys = try ParsedJSON.parse(Array(object.utf8)).keys
            #expect(masked.keys.dropLast(2).elementsEqual(keys), "seed \(seed)")
        }
    }

    /// Some object without secrets, spaced and escaped at random.
    static func object(depth: Int, _ numbers: inout SeededNumbers) -> String {
        let members = (0..<Int.random(in: 0...4, using: &numbers)).map { index in
            let key =
                ["\"k\(index)\"", "\"ä\(index)\"", "\"\\u006b\(index)\""]
                .randomElement(using: &numbers) ?? ""
            let colon = Bool.random(using: &numbers) ? ":" : " : "
            return key + colon + value(depth, &numbers)
        }
        let gap = ["", " "].randomElement(using: &numbers) ?? ""
        return "{" + gap + members.joined(separator: gap + ",") + gap + "}"
    }

    private static func value(_ depth: Int, _ numbers: inout SeededNumbers) -> String {
        switch Int.random(in: 0...7, using: &numbers) {
        case 0 where depth < 3: return object(depth: depth + 1, &numbers)
        case 1 where depth < 3: return "[" + value(depth + 1, &numbers) + "]"
        case 2: return "null"
        case 3: return "-120"
        case 4: return #""}\"{\\""#
        case 5: return #""\ud83d\ude00,:""#
        case 6: return "\"\u{202E}é\""
        default: return "\"muster_\""
        }
    }
}
