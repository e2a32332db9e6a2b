import Provisioning
import ResultReporting
import Testing

/// What a results file says, byte for byte.
@Suite struct ResultsWriterTests {
    let folder: TemporaryFolder
    let fixture = ResultFixture()

    init() throws { folder = try TemporaryFolder() }

    static let malformed = RecordIssue(
        .fieldEmailMalformed, column: "email", value: "a@@b",
        finding: "is not an e-mail address: it has two @ signs")
    static let group = RecordIssue(
        .policyGroupCreated, column: "groups", value: "new", finding: "is a new group")

    static var samples: [FixtureRecord] {
        var view = FixtureRecord(["new-bob", "", ""], action: .viewGroups, outcome: .viewed)
        view.detail = "staff; sales, north"
        view.identity = ShownIdentity(username: "bob", email: "bob@corp.example", externalID: "E2")
        var warned = FixtureRecord(["cyd", "cyd@corp.example", ""], action: .add)
        warned.issues = [group]
        var bad = FixtureRecord.rejected(["dan", "a@@b", ""], malformed, group)
        bad.action = .skip
        var leaver = FixtureRecord([], action: .disable, outcome: .disabled)
        leaver.isLeaver = true
        leaver.identity = ShownIdentity(
            username: "zoe", email: "zoe@corp.example", externalID: "E5")
        return [FixtureRecord(["ada", "ada@corp.example", "E1"]), view, warned, bad, leaver]
    }

    func write(
        _ records: [FixtureRecord], _ format: ResultsFormat, isShareable: Bool = false,
        chunksOf size: Int = 1_000
    ) throws -> [UInt8] {
        let path = folder.file("results")
        let file = try OutputFile(path: path, .replacing)
        let writer = ResultsWriter(file: file, format: format, isShareable: isShareable)
        for chunk in fixture.chunks(records, of: size) { try writer.write(chunk) }
        try file.close()
        return try contents(of: path)
    }

    @Test func csvHasOneLineForEachRecord() throws {
        let expected = """
            record,line,action,outcome,username,email,external_id,codes,messages,detail
            1,2,upsert,created,ada,ada@corp.example,E1,,,
            2,3,view-groups,viewed,bob,bob@corp.example,E2,,,"staff; sales, north"
            3,4,add,created,cyd,cyd@corp.example,,policy.group.created,\
            "groups: ""new"" is a new group",
            4,5,,rejected,dan,a@@b,,field.email.malformed;policy.group.created,\
            "email: ""a@@b"" is not an e-mail address: it has two @ signs \
            | groups: ""new"" is a new group",
            ,,disable,disabled,zoe,zoe@corp.example,E5,,,

            """
        #expect(String(decoding: try write(Self.samples, .csv), as: UTF8.self) == expected)
    }

    @Test func jsonLinesHaveEveryKeyInEveryObject() throws {
        let lines = String(decoding: try write(Self.samples, .jsonLines), as: UTF8.self)
            .split(separator: "\n")
        #expect(
            lines[0] == """
                {"record":1,"line":2,"action":"upsert","outcome":"created","username":"ada",\
                "email":"ada@corp.example","external_id":"E1","codes":"","messages":"",\
                "detail":"","issues":[]}
                """)
        #expect(
            lines[3] == #"""
                {"record":4,"line":5,"action":null,"outcome":"rejected","username":"dan",\#
                "email":"a@@b","external_id":null,\#
                "codes":"field.email.malformed;policy.group.created",\#
                "messages":"email: \"a@@b\" is not an e-mail address: it has two @ signs | \#
                groups: \"new\" is a new group","detail":"","issues":[\#
                {"code":"field.email.malformed","severity":"error","column":"email",\#
                "message":"\"a@@b\" is not an e-mail address: it has two @ signs"},\#
                {"code":"policy.group.created","severity":"warning","column":"groups",\#
                "message":"\"new\" is a new group"}]}
                """#)
        #expect(
            lines[4] == """
                {"record":null,"line":null,"action":"disable","outcome":"disabled",\
                "username":"zoe","email":"zoe@corp.example","external_id":"E5","codes":"",\
                "messages":"","detail":"","issues":[]}
                """)
    }

    @Test func bothFormatsSayTheSame() throws {
        let rows = try parsedCSVText(try write(Self.samples, .csv))
        let objects = try ParsedJSON.lines(try write(Self.samples, .jsonLines))
        #expect(rows.count == objects.count + 1)
        for (row, object) in zip(rows.dropFirst(), objects) {
            #expect(object.keys == rows[0] + ["issues"])
            for (key, cell) in zip(rows[0], row) {
                switch object[key] {
                case .text(let text): #expect(text == cell)
                case .number(let digits): #expect(digits == cell)
                case .null: #expect(cell.isEmpty)
                default: Testing.Issue.record("\(key) is neither text nor number")
                }
            }
        }
    }

    @Test(arguments: ResultsFormat.allCases, [1, 2, 3, 4])
    func chunkSplitsChangeNothing(format: ResultsFormat, size: Int) throws {
        let whole = try write(Self.samples, format)
        #expect(try write(Self.samples, format, chunksOf: size) == whole)
    }

    @Test(arguments: ResultsFormat.allCases)
    func shareableResultsHoldNothingPersonal(format: ResultsFormat) throws {
        let text = String(
            decoding: try write(Self.samples, format, isShareable: true), as: UTF8.self)
        for personal in [
            "ada", "bob", "cyd", "dan", "zoe", "corp", "E1", "E2", "E5", "a@@b", "sales",
        ] {
            #expect(!text.contains(personal), "\(personal)")
        }
        #expect(text.contains("email: the value is not an e-mail address"))
        #expect(text.contains("field.email.malformed"))
    }

    @Test func largestNumbersArePlainDigits() throws {
        let chunk = FeedChunk(capacity: 64)
        chunk.records.append(
            FeedRecord(
                number: .max, line: .max, offset: 0, byteLength: 0, firstField: 0, fieldCount: 0,
                start: 0))
        let batch = RecordBatch(chunk: chunk, layout: ColumnLayout())
        batch.values = [.keep, .keep, .clear]
        batch.actions = [.delete]
        let path = folder.file("big.csv")
        let file = try OutputFile(path: path, .new)
        let writer = ResultsWriter(file: file, format: .csv)
        try writer.write(ChunkResults(batch: batch, outcomes: [.deleted]))
        try file.close()
        #expect(
            try text(of: path).hasSuffix(
                "\n4294967295,18446744073709551615,delete,deleted,,,,,,\n"))
    }

    @Test(arguments: [
        ("-", ResultsFormat.jsonLines), ("a.jsonl", .jsonLines), ("A.NDJSON", .jsonLines),
        ("r.json", .jsonLines), ("r.csv", .csv), ("jsonl", .csv), ("/dev/full", .csv),
    ])
    func extensionChoosesTheFormat(path: String, format: ResultsFormat) {
        #expect(ResultsFormat(path: path) == format)
    }
}
