import Provisioning
import ResultReporting
import Testing

/// Rejects of an XML feed: a document of the same shape, well-formed whatever the records were.
@Suite struct XMLRejectsTests {
    let folder: TemporaryFolder
    let fixture = RawFixture(find: Self.value)
    static let opening =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<users xmlns=\"urn:x\" xmlns:x=\"urn:x\">"
    static let taken = RecordIssue(
        .directoryEmailTaken, column: "email", value: "a<b>&\u{1}\u{FFFF}@c",
        finding: "belongs to a user")
    static let findings =
        "<muster_codes>directory.email.taken</muster_codes><muster_messages>email: "
        + "\"a&lt;b&gt;&amp;\\u{1}\\u{FFFF}@c\" belongs to a user</muster_messages>"

    init() throws { folder = try TemporaryFolder() }

    /// Where the content of the element called `name`, or the value of the attribute, stands.
    static func value(_ name: String, _ record: [UInt8]) -> Range<Int>? {
        if let tag = firstRange(of: "<\(name)>", in: record),
            let end = firstRange(of: "</\(name)>", in: record, from: tag.upperBound)
        {
            return tag.upperBound..<end.lowerBound
        }
        guard let start = firstRange(of: " \(name)=\"", in: record),
            let end = firstRange(of: "\"", in: record, from: start.upperBound)
        else { return nil }
        return start.upperBound..<end.lowerBound
    }

    func write(_ records: [RawRecord], masked: Bool = false) throws -> [UInt8] {
        let path = folder.file("rejects.xml")
        let file = try OutputFile(path: path, .replacing)
        let writer = RejectsWriter(
            file: file,
            encoding: XMLRejectsEncoding(
                opening: ByteString(Self.opening), closing: "</users>", masksSecrets: masked))
        for chunk in fixture.chunks(records) { try writer.write(chunk) }
        try writer.finish()
        try file.close()
        return try contents(of: path)
    }

    /// What stands between the tags of the frame.
    func inside(_ records: [RawRecord], masked: Bool = false) throws -> String {
        let text = String(decoding: try write(records, masked: masked), as: UTF8.self)
        let (head, tail) = (Self.opening + "\n", "</users>\n")
        #expect(text.hasPrefix(head) && text.hasSuffix(tail))
        return String(text.dropFirst(head.count).dropLast(tail.count))
    }

    @Test func recordsStandInTheFrameOfTheFeed() throws {
        #expect(try inside([.accepted("<user/>")]).isEmpty)
        let record = "<user action=\"add\">\n  <username>ada</username>\n</user>"
        let expected = record.dropLast("</user>".count) + Self.findings + "</user>\n"
        #expect(try inside([RawRecord(record + "\n", Self.taken)]) == expected)
    }

    /// A record whose prefix only another parent declares would make the file unreadable.
    @Test func recordsWithUndeclaredPrefixesStandAsText() throws {
        let strange = "<user><p:username>ada</p:username></user>"
        #expect(
            try inside([RawRecord(strange, Self.taken)])
                == "<user><muster_raw>&lt;user&gt;&lt;p:username&gt;ada&lt;/p:username&gt;"
                + "&lt;/user&gt;</muster_raw>\(Self.findings)</user>\n")
        let declared = "<user xmlns:p='urn:p'><p:username xml:lang='en'>ada</p:username></user>"
        #expect(
            try inside([RawRecord(declared, Self.taken)])
                == declared.dropLast("</user>".count) + Self.findings + "</user>\n")
    }

    struct Shape: CustomTestStringConvertible {
        var record: String
        var start: String
        var end: String
        var testDescription: String { record }
    }

    static let shapes = [
        Shape(record: "<user id=\"7\"/>", start: "<user id=\"7\">", end: "</user>"),
        Shape(record: "<user />", start: "<user >", end: "</user>"),
        Shape(record: "<user id='a/>'/>", start: "<user id='a/>'>", end: "</user>"),
        Shape(
            record: "<u:user xmlns:u=\"urn:u\"><u:a/></u:user >",
            start: "<u:user xmlns:u=\"urn:u\"><u:a/>", end: "</u:user>"),
        Shape(
            record: "<user><![CDATA[</user>]]><!-- </user> --><?p </user>?></user>",
            start: "<user><![CDATA[</user>]]><!-- </user> --><?p </user>?>", end: "</user>"),
        Shape(record: "<é><user>1</user></é>", start: "<é><user>1</user>", end: "</é>"),
    ]

    @Test(arguments: shapes)
    func findingsAreTheLastElements(shape: Shape) throws {
        #expect(
            try inside([RawRecord(shape.record, Self.taken)])
                == shape.start + Self.findings + shape.end + "\n")
    }

    @Test func findingsOfAnEarlierRejectsFileAreLeftOut() throws {
        let old = """
            <user><muster_codes>a</muster_codes><groups><muster_codes>kept</muster_codes></groups>\
            <x:muster_messages>b<b/></x:muster_messages><muster_codes/><email>e</email></user>
            """
        #expect(
            try inside([RawRecord(old, Self.taken)])
                == "<user><groups><muster_codes>kept</muster_codes></groups><email>e</email>"
                + Self.findings + "</user>\n")
    }

    @Test(arguments: shapes)
    func rejectingAgainChangesNothing(shape: Shape) throws {
        let first = try inside([RawRecord(shape.record, Self.taken)])
        #expect(try inside([RawRecord(first, Self.taken)]) == first)
    }

    @Test func secretsAreMaskedAndEmptyOnesStay() throws {
        let masked = try inside(
            [
                RawRecord(
                    "<user><password>CAN<![CDATA[A]]>RY</password><x>1</x></user>", Self.taken),
                RawRecord("<user password=\"CANARY\"/>", Self.taken),
                RawRecord("<user><password></password><totp_secret/></user>", Self.taken),
            ], masked: true)
        #expect(
            masked == """
                <user><password>***</password><x>1</x>\(Self.findings)</user>
                <user password="***">\(Self.findings)</user>
                <user><password></password><totp_secret/>\(Self.findings)</user>

                """)
    }

    @Test func namedFileKeepsSecrets() throws {
        let record = RawRecord("<user><password>CANARY</password></user>", Self.taken)
        #expect(try inside([record]).contains("<password>CANARY</password>"))
    }

    static let faults: [IssueCode] = [
        .xmlTextMisplaced, .xmlTextInvalidUTF8, .xmlFieldTooLong, .fieldValueSeveral,
        .fieldListSeparator,
    ]

    @Test(arguments: faults)
    func faultyRecordKeepsItsBytesButForWhatMayBeSecret(code: IssueCode) throws {
        let record = RawRecord.faulty(
            """
            <user id="7" xmlns:a="urn:a"><username>ada</username>CANARY <password>CANARY</password>
            <password>CANARY</password><!-- CANARY --><p><![CDATA[CANARY]]></p></user>
            """, code)
        #expect(
            try inside([record]).hasPrefix(
                String(decoding: record.bytes, as: UTF8.self).dropLast(7)))
        #expect(
            try inside([record], masked: true).hasPrefix(
                """
                <user id="***" xmlns:a="urn:a"><username>ada</username>*** <password>***</password>
                <password>***</password><p>***</p><muster_codes>\(code.rawValue)</muster_codes>
                """))
    }

    @Test func longTextStaysBelowTheLimitsOfAReader() throws {
        let record = RawRecord.faulty(
            String(repeating: "&", count: 100_000), .xmlRecordTooLong)
        let text = try inside([record])
        #expect(text.contains("&amp;&amp;") && text.utf8.count < 64 << 10)
    }

    @Test(arguments: [UInt64(6), 29, 1_234])
    func rejectIsTheInputAndNoUnknownValueOutlivesTheMask(seed: UInt64) throws {
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<60 {
            let record = Self.element("user", depth: 0, &numbers)
            let whole = try inside([RawRecord(record, Self.taken)])
            #expect(whole == record.dropLast(7) + Self.findings + "</user>\n", "seed \(seed)")
            let code = Self.faults.randomElement(using: &numbers) ?? .fieldValueSeveral
            let masked = try inside([.faulty(record, code)], masked: true)
            #expect(!masked.contains("CANARY"), "seed \(seed)")
            #expect(!masked.contains("muster_raw"), "seed \(seed)")
        }
    }

    /// Some element with `CANARY` wherever a value can stand.
    static func element(_ name: String, depth: Int, _ numbers: inout SeededNumbers) -> String {
        let quote = Bool.random(using: &numbers) ? "\"" : "'"
        let attributes = (0..<Int.random(in: 0...2, using: &numbers)).map { index in
            " a\(index) = \(quote)CANARY>\(quote)"
        }
        let parts = (0..<Int.random(in: 0...4, using: &numbers)).map { _ in
            switch Int.random(in: 0...6, using: &numbers) {
            case 0 where depth < 3, 1 where depth < 3: element("é", depth: depth + 1, &numbers)
            case 2: "<![CDATA[</user>CANARY]]>"
            case 3: "<!-- CANARY </user> -->"
            case 4: "<?p CANARY </user>?>"
            case 5: "<x:e b=\(quote)CANARY\(quote) />"
            default: " CANARY &lt;\n"
            }
        }
        return "<\(name)\(attributes.joined())>\(parts.joined())</\(name)>"
    }

    @Test func textOfAnEarlierRejectsFileIsMaskedLikeTheRecordItWas() throws {
        let record = RawRecord("<user><muster_raw>CANARY</muster_raw></user>", Self.taken)
        #expect(
            try inside([record], masked: true)
                == "<user><muster_raw>***</muster_raw>" + Self.findings + "</user>\n")
        #expect(try inside([record]).contains("CANARY"))
    }

    @Test func spanOfAListCoversNoSecretOfAFaultyRecord() throws {
        let list = "<group>a</group><password>CANARY</password><group>b</group>"
        let masked = try inside(
            [
                .faulty(
                    "<user><groups>\(list)</groups></user>", .fieldValueSeveral,
                    unseen: ["password"])
            ], masked: true)
        #expect(masked.contains("<groups><group>***</group><password>***</password>"))
    }

    @Test(arguments: [
        "<user><password>CANARY</password>", "<user><a></b></user>", "<user a=CANARY/>", "<user",
        "<user><!-- CANARY</user>", "<user/><user/>", "CANARY", "<user></user>CANARY",
        "<user><a b=\"CANARY</a></user>",
    ])
    func whatIsNoWholeElementStandsAsText(text: String) throws {
        let record = RawRecord.faulty(text, .xmlRecordTooLong)
        let escaped = text.replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        let findings =
            "<muster_codes>xml.record.too-long</muster_codes>"
            + "<muster_messages>is wrong</muster_messages></user>\n"
        #expect(
            try inside([record]) == "<user><muster_raw>\(escaped)</muster_raw>" + findings)
        #expect(
            try inside([record], masked: true) == "<user><muster_raw>***</muster_raw>" + findings)
    }

    @Test(arguments: [
        ("<p:person x", "person"), ("<person-1.a>", "person-1.a"), ("<é>", "user"),
        ("<1a>", "user"), ("", "user"), ("<>", "user"),
    ])
    func textStandsInAnElementOfTheRecordsName(text: String, name: String) throws {
        let inside = try inside([.faulty(text, .xmlRecordTooLong)])
        #expect(inside.hasPrefix("<\(name)><muster_raw>") && inside.hasSuffix("</\(name)>\n"))
    }

    @Test func secretWhoseElementCannotBeFollowedIsMaskedWithTheWhole() throws {
        let record = RawRecord("<user><password>CANARY</password>", Self.taken)
        #expect(!(try inside([record], masked: true)).contains("CANARY"))
    }
}
