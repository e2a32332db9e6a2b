import Provisioning
import ResultReporting
import Testing

/// What becomes of characters that could do harm, in both formats.
@Suite struct ShownTextTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The cells of usernames, as they stand in the file.
    func cells(_ usernames: [[UInt8]], _ format: ResultsFormat) throws -> [String] {
        let records = usernames.map { username in
            var record = FixtureRecord([""])
            record.fields = [username]
            return record
        }
        let path = folder.file("out")
        let file = try OutputFile(path: path, .replacing)
        let writer = ResultsWriter(file: file, format: format)
        try writer.write(ResultFixture(columns: [.username]).chunk(records))
        try file.close()
        let after =
            format == .csv
            ? ",,,,,"
            : #","email":null,"external_id":null,"codes":"","messages":"","detail":"","issues":[]}"#
        let lines = try text(of: path).split(separator: "\n").dropFirst(format == .csv ? 1 : 0)
        return try zip(1..., lines).map { number, line in
            let before =
                format == .csv
                ? "\(number),\(number + 1),upsert,created,"
                : "{\"record\":\(number),\"line\":\(number + 1),"
                    + #""action":"upsert","outcome":"created","username":"#
            guard line.hasPrefix(before), line.hasSuffix(after) else { throw FixtureError.noFile }
            return String(line.dropFirst(before.count).dropLast(after.count))
        }
    }

    func cell(_ username: [UInt8], _ format: ResultsFormat) throws -> String {
        try #require(try cells([username], format).first)
    }

    func cell(_ username: String, _ format: ResultsFormat = .csv) throws -> String {
        try cell(Array(username.utf8), format)
    }

    /// Marks at every place of a text, and of the words of eight bytes that it is copied in.
    @Test(arguments: ["\"", ";", ";=", "; =", ",", "=", ";\"", "\";-"])
    func aMarkIsSeenWhereverItStands(_ mark: String) throws {
        let texts = (0..<26).map { place in
            String("abcdefghijklmnopqrstuvwxyz".prefix(place)) + mark + "abcdefghijklmnopq"
        }
        let shown = try cells(texts.map { Array($0.utf8) }, .csv)
        for (text, cell) in zip(texts, shown) {
            // Letter by letter, as docs/results-format.md says.
            var plain = ""
            var beginsCell = true
            for character in text {
                if beginsCell, "=+-@".contains(character) { plain += "'" }
                beginsCell = character == ";" || (beginsCell && character == " ")
                plain += character == "\"" ? "\"\"" : String(character)
            }
            let isQuoted = text.contains { $0 == "," || $0 == "\"" }
            #expect(cell == (isQuoted ? "\"\(plain)\"" : plain))
        }
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+49", "'+49"), ("-1", "'-1"), ("@sum", "'@sum"),
        ("\t=1", "'\\u{9}=1"), ("\r=1", "'\\u{D}=1"), ("\n=1", "'\\u{A}=1"),
        ("=a,b", "\"'=a,b\""), ("＝1", "'＝1"), ("＋1", "'＋1"), ("－1", "'－1"), ("＠1", "'＠1"),
        ("x;=1", "x;'=1"), ("x; =1", "x; '=1"), ("x;y=1", "x;y=1"), ("a=b", "a=b"),
        ("'=1", "'=1"), (" =1", " '=1"),
    ])
    func formulasAreNeutralisedInCSV(value: String, expected: String) throws {
        #expect(try cell(value) == expected)
    }

    @Test func jsonKeepsFormulasAsTheyAre() throws {
        #expect(try cell("=1+1", .jsonLines) == "\"=1+1\"")
    }

    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""),
        ("a;b", "a;b"), ("a\\b", "a\\b"), ("Zoë 😀", "Zoë 😀"), ("12345678,", "\"12345678,\""),
        ("a\u{0}b", "a\\u{0}b"), ("a\u{1B}[31m", "a\\u{1B}[31m"), ("a\u{7F}", "a\\u{7F}"),
        ("a\u{85}b", "a\\u{85}b"), ("a\u{202E}b", "a\\u{202E}b"), ("a\u{2066}b", "a\\u{2066}b"),
        ("a\u{200F}b", "a\\u{200F}b"), ("a\u{2028}b", "a\\u{2028}b"), ("a\u{FEFF}b", "a\\u{FEFF}b"),
        ("a\u{E0041}b", "a\\u{E0041}b"),
    ])
    func csvShowsWhatCannotBeSeen(value: String, expected: String) throws {
        #expect(try cell(value) == expected)
    }

    @Test(arguments: [
        ("a\"b\\c", #""a\"b\\c""#), ("a\tb\nc\rd", #""a\tb\nc\rd""#), ("\u{0}", #""\u0000""#),
        ("\u{1F}\u{7F}", #""\u001f\u007f""#), ("\u{85}", #""\u0085""#),
        ("\u{202E}", #""\u202e""#), ("\u{2029}", #""\u2029""#),
        ("\u{E0041}", #""\udb40\udc41""#), ("Zoë 😀", "\"Zoë 😀\""),
    ])
    func jsonEscapesWhatCannotBeSeen(value: String, expected: String) throws {
        #expect(try cell(value, .jsonLines) == expected)
        #expect(try ParsedJSON.parse(Array(expected.utf8)) == .text(value))
    }

    @Test(
        arguments: [
            [0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
            [0x80, 0x61],
            [0x61, 0xE2, 0x82],
        ] as [[UInt8]])
    func invalidUTF8BecomesReplacementCharacters(bytes: [UInt8]) throws {
        let repaired = String(decoding: bytes, as: UTF8.self)
        #expect(repaired.contains("\u{FFFD}"))
        #expect(try cell(bytes, .csv) == repaired)
        #expect(try ParsedJSON.parse(Array(try cell(bytes, .jsonLines).utf8)) == .text(repaired))
    }

    /// The fast scan looks at eight bytes at once, so each byte is tried at each place.
    @Test func everyByteIsTreatedAlikeAtEveryPlace() throws {
        for byte in UInt8(0)...0x7F {
            let values = (1...17).map { place in
                var bytes = [UInt8](repeating: 0x61, count: 19)
                bytes[place] = byte
                return bytes
            }
            let alone = try cell([0x61, byte, 0x61], .csv).replacing("\"", with: "")
            let inner = alone.dropFirst().dropLast()
            let json = try cell([0x61, byte, 0x61], .jsonLines).dropFirst(2).dropLast(2)
            let shown = try cells(values, .csv).map { $0.replacing("\"", with: "") }
            let strings = try cells(values, .jsonLines)
            for place in 1...17 {
                let head = String(repeating: "a", count: place)
                let tail = String(repeating: "a", count: 18 - place)
                #expect(shown[place - 1] == head + inner + tail, "\(byte) at \(place)")
                #expect(strings[place - 1] == "\"\(head)\(json)\(tail)\"")
            }
        }
    }

    @Test(arguments: [UInt64(3), 99, 20_261])
    func jsonIsValidForAnyBytes(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        let values = (0..<300).map { _ in
            let length = Int.random(in: 1...24, using: &numbers)
            return (0..<length).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        }
        for (bytes, shown) in zip(values, try cells(values, .jsonLines)) {
            #expect(
                try ParsedJSON.parse(Array(shown.utf8))
                    == .text(String(decoding: bytes, as: UTF8.self)), "seed \(seed): \(bytes)")
        }
    }
}
