import FeedFormats
import Provisioning
import Testing

/// Records in an array within an object, and what stands around it.
@Suite struct JSONRecordPathTests {

    /// Everything around the array that could be mistaken for something else.
    static let wrapped = Array(
        """
        \u{FEFF}\r
        {"n": -1.5e3, "list":[[],[{"Resources":[{"x":1}]}],{}] , "t":"]}\\"\\u00e9\\\\",\r
         "data" : { "Resourcez":{"Resources":[1]}, "y":true,"z":null,
          "Re\\u0073ources"\t:\r [ {"username":"ada","note":"]}"},
          {"username":"zoë",
           "groups":["a","b"]}\r\r, {"username":"x",,}, 17 ]
          , "Resource":{"data":{}} }, "more": [ {"username":"none"}, "\\"" ],
         "e":{} }
        \u{1A}
        """.utf8)

    private static func profile(_ path: [String]) -> FeedProfile {
        var profile = FeedProfile.attributes
        profile.recordPath = path
        return profile
    }

    private func source(
        _ bytes: [UInt8], _ path: [String] = ["data", "Resources"], pieces: [Int] = [],
        chunkBytes: Int = 1 << 20, records: Int = 8_192
    ) throws -> JSONLinesSource {
        var limits = Limits()
        limits.chunkBytes = chunkBytes
        limits.chunkRecordsMax = records
        return try JSONLinesSource(
            bytes, pieces: pieces, profile: Self.profile(path), limits: limits)
    }

    /// A rejects file is corrected and imported under the profile of its feed.
    @Test func rejectsOfTheFeedAreLines() throws {
        let rejects = Array(
            """
            {"username":"ada","muster_codes":"field.email.malformed","muster_messages":"x"}
            {"muster_raw":"{,","muster_codes":"json.record.malformed","muster_messages":"y"}
            """.utf8)
        for pieces in [[], [1], [7]] {
            let source = try source(rejects, pieces: pieces)
            let records = try source.seenRecords()
            #expect(records.map { $0.texts["username"] } == ["ada", nil])
            for record in records { #expect(try source.seenAgain(record) == record) }
        }
    }

    /// It stands there as it was, and has faults that nobody has looked for.
    @Test func aRejectThatIsNotUTF8IsALineWhateverElseIsWrongWithIt() throws {
        for wrong in ["\u{14}", "\" \"", "\": "] {
            let rejects =
                Array("{\"username\":\"a".utf8) + [0xFF]
                + Array(
                    """
                    \(wrong)b","muster_codes":"json.text.invalid-utf8","muster_messages":"x \\"y\\""}
                    {"username":"ada","muster_codes":"field.email.malformed","muster_messages":"x"}
                    """.utf8)
            for pieces in [[], [1], [7]] {
                let records = try source(rejects, pieces: pieces).seenRecords()
                #expect(records.map { $0.texts["username"] }.last == "ada")
                #expect(records.count == 2)
            }
        }
    }

    @Test func codesWithinAnElementDoNotMakeLines() throws {
        let file = #"{"data":{"Resources":[{"username":"ada","muster_codes":"x"}]}}"#
        #expect(try source(Array(file.utf8)).seenRecords().map(\.texts["username"]) == ["ada"])
    }

    @Test func theElementsAreTheRecords() throws {
        let source = try source(Self.wrapped)
        let records = try source.seenRecords()
        #expect(
            records.map(\.texts) == [
                ["username": "ada", "note": "]}"], ["username": "zoë", "groups": "a;b"],
                ["username": "x"], [:],
            ])
        #expect(records.map(\.fault) == [nil, nil, .jsonRecordMalformed, .jsonRecordNotObject])
        #expect(records.map(\.line) == [5, 6, 9, 9])
        #expect(records.map(\.number) == [1, 2, 3, 4])
        for record in records { #expect(try source.seenAgain(record) == record) }
        try source.rewind()
        #expect(try source.seenRecords() == records)
    }

    @Test func everySplitAndChunkSizeGivesTheSame() throws {
        let bytes = Self.wrapped
        let records = try source(bytes).seenRecords()
        let chunks = try source(bytes, chunkBytes: 40).seenChunks()
        for place in 1..<bytes.count {
            let split = try source(bytes, pieces: [place, bytes.count], chunkBytes: 40)
            #expect(try split.seenChunks() == chunks, "split at \(place)")
            #expect(try source(bytes, chunkBytes: place).seenRecords() == records)
        }
        #expect(try source(bytes, pieces: [1], chunkBytes: 40).seenChunks() == chunks)
        #expect(try source(bytes, records: 1).seenChunks().map(\.count) == [1, 1, 1, 1])
    }

    /// What the chunk before left behind the last byte is not looked at.
    @Test func blanksAtTheEndOfAChunkEndThere() throws {
        var text = #"{"data":{"Resources":["#
        for number in 0..<60 {
            let blanks = String(repeating: " ", count: number * 7 % 41)
            text += #"\#(blanks){"username":"u\#(number)"}\#(blanks)\#(number < 59 ? "," : "]}}")"#
        }
        for chunkBytes in 1...90 {
            let records = try source(Array(text.utf8), chunkBytes: chunkBytes).seenRecords()
            #expect(records.map { $0.texts["username"] } == (0..<60).map { "u\($0)" })
        }
    }

    @Test func aFileThatWasCutHaltsAtEveryByte() throws {
        let closing = try #require(Self.wrapped.lastIndex(of: UInt8(ascii: "}")))
        for count in 6...closing {
            let cut = Array(Self.wrapped.prefix(count))
            let found = halt { _ = try source(cut).seenRecords() }
            #expect(
                found?.code == .jsonArrayMalformed, "cut at \(count): \(String(describing: found))")
            #expect(found?.message.contains(" at line ") == true)
        }
        #expect(try source(Array(Self.wrapped.prefix(closing + 1))).seenRecords().count == 4)
    }

    @Test func aFlippedBitHaltsOrIsRead() throws {
        for index in Self.wrapped.indices {
            for bit in 0..<8 {
                var flipped = Self.wrapped
                flipped[index] ^= 1 << bit
                let found = halt { _ = try source(flipped).seenRecords() }
                #expect(found == nil || found?.status == .malformedFile)
            }
        }
    }

    @Test(arguments: [
        ("{\"a\":1,}", 1, 8, "has } where a key in double quotes must stand"),
        ("{\"a\" 1}", 1, 6, "has 1 where a colon must stand"),
        ("{\"a\":tru,\"r\":[]}", 1, 9, "where a comma, } or ] behind a value"),
        ("{\"a\":\n]", 2, 1, "has ] where a value must stand"),
        ("{\"a\":[1 2]}", 1, 9, "has 2 where a comma or ]"),
        ("{\"a\":[}", 1, 7, "has } where a value or ]"),
        ("{\"a\":\"x\ny\"}", 1, 8, "has 0x0A where a text that ends with a quote"),
        ("{\"r\":[] \"b\":1}", 1, 9, "has \" where a comma or }"),
        ("{\"r\":[]}\n{}", 2, 1, "has { where nothing more"),
        ("{\"r\":[],\"r\":[]}", 1, 11, "has the key \"r\" a second time"),
        ("{\"r\\q\":1}", 1, 6, "a key with valid escapes"),
        ("\n 5", 2, 2, "has 5 where { must stand"),
        ("{\"r\":[}", 1, 7, "has } where an object"),
        ("{\"r\":[{}],", 1, 11, "ends before its closing }"),
    ])
    func whatIsMalformedAroundTheArrayHalts(
        text: String, line: Int, column: Int, says: String
    ) throws {
        for piece in [1, 1 << 20] {
            let source = try source(Array(text.utf8), ["r"], pieces: [piece], chunkBytes: 3)
            let found = halt { _ = try source.seenRecords() }
            #expect(found?.code == .jsonArrayMalformed)
            let message = found?.message ?? ""
            #expect(message.contains(says), "\(message)")
            #expect(message.hasSuffix("at line \(line), column \(column)"), "\(message)")
        }
    }

    @Test(arguments: [
        ("{}", "has no \"a\": the object that ends at line 1, column 2 has no keys"),
        ("{\"x\":1,\"b\":[{}],\"a\\u0000\":{}}", "has the keys \"x\", \"b\""),
        ("{\"b\":[{}]}\n{\"a\":{\"b\":[]}}", "has the keys \"b\""),
        ("{\"a\":{\"c\":{\"b\":[]},\"d\":[]},\"b\":[]}", "has no \"a/b\""),
        ("{\"a\":{\"c\":{\"b\":[]},\"d\":[]},\"b\":[]}", "has the keys \"c\", \"d\""),
        ("{\"a\":[{\"b\":[]}]}", "has no object that leads to records at \"a\""),
        ("{\"a\":{\"b\":null}}", "has no array of records at \"a/b\""),
        ("{\"a\":{\"b\":{}}}", "begins with {, at line 1, column 11"),
    ])
    func aPathThatLeadsNowhereHaltsWithTheKeys(text: String, says: String) throws {
        let found = halt { _ = try source(Array(text.utf8), ["a", "b"]).seenRecords() }
        if text.contains("\\u0000") {
            #expect(found?.code == .jsonArrayMalformed)
        } else {
            #expect(found?.code == .feedRecordsMissing)
            #expect(found?.message.contains(says) == true, "\(found?.message ?? "")")
        }
    }

    @Test func anArrayIsReadAsEver() throws {
        let records = try source(Array("[{\"a\":1},{\"a\":2}]".utf8)).seenRecords()
        #expect(records.map(\.texts) == [["a": "1"], ["a": "2"]])
        #expect(try source(Array("{\"r\":[ ]}".utf8), ["r"]).seenRecords().isEmpty)
    }

    @Test func depthAroundTheArrayIsBounded() throws {
        for (depth, code) in [(511, nil), (512, IssueCode.jsonArrayMalformed)] {
            let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let text = "{\"x\":\(deep),\"r\":[{\"a\":1}]}"
            #expect(halt { _ = try source(Array(text.utf8), ["r"]).seenRecords() }?.code == code)
        }
    }

    @Test func longTextsAroundTheArrayArePassedOver() throws {
        let long = String(repeating: "x\\\"{", count: 50_000)
        let text = "{\"\(long)\":\"\(long)\",\"r\":[{\"a\":1}],\"z\":\"\(long)\"}"
        let records = try source(Array(text.utf8), ["r"], chunkBytes: 64).seenRecords()
        #expect(records.map(\.texts) == [["a": "1"]])
    }
}
