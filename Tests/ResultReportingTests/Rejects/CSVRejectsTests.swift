import Provisioning
import ResultReporting
import Testing

/// Rejects as a feed: the input's own bytes, aligned, and without secrets where they are masked.
@Suite struct CSVRejectsTests {
    let folder: TemporaryFolder
    let fixture = ResultFixture(columns: [.username, .email, .password])
    let header: [ByteString] = ["Login", "Work Email", "password"]

    init() throws { folder = try TemporaryFolder() }

    static let taken = RecordIssue(
        .directoryEmailTaken, column: "email", value: "a@b.example", finding: "belongs to a user")

    func write(
        _ records: [FixtureRecord], header: [ByteString]? = nil,
        dialect: FeedDialect = FeedDialect(), secrets: Set<Int> = []
    ) throws -> [UInt8] {
        let path = folder.file("rejects.csv")
        let file = try OutputFile(path: path, .replacing)
        let writer = RejectsWriter(
            file: file, header: header ?? self.header, dialect: dialect, secretColumns: secrets)
        for chunk in fixture.chunks(records, of: 2) { try writer.write(chunk) }
        try file.close()
        return try contents(of: path)
    }

    func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    static func malformed(_ fields: [String], _ code: IssueCode) -> FixtureRecord {
        let issue = RecordIssue(code, finding: "is malformed")
        var record = FixtureRecord.rejected(fields, issue)
        record.fault = issue
        return record
    }

    @Test func onlyRejectedRecordsAreWrittenAsTheyWere() throws {
        let bytes = try write([
            FixtureRecord(["ada", "ada@b.example", "p"]),
            .rejected([" bob", "a@b.example", "say \"hi\", then\nleave"], Self.taken),
            FixtureRecord(["cyd", "c@b.example", ""], outcome: .skipped),
            .rejected(["=1+1", "\t@x", "-"], Self.taken),
        ])
        #expect(
            text(bytes) == """
                Login,Work Email,password,muster_codes,muster_messages
                " bob",a@b.example,"say ""hi"", then
                leave",directory.email.taken,"email: ""a@b.example"" belongs to a user"
                =1+1,\t@x,-,directory.email.taken,"email: ""a@b.example"" belongs to a user"

                """)
    }

    @Test func runWithoutRejectsLeavesTheHeaderAlone() throws {
        #expect(
            text(try write([FixtureRecord(["ada", "", ""])]))
                == "Login,Work Email,password,muster_codes,muster_messages\n")
    }

    @Test func malformedRecordsStayAlignedWithTheHeader() throws {
        let rows = try parsedCSVText(
            try write([
                Self.malformed(["ada"], .csvFieldsTooFew),
                Self.malformed(["bob", "b@x", "p", "extra", "more, still"], .csvFieldsTooMany),
                Self.malformed([], .csvRecordTooLong),
            ]))
        let codes = rows.dropFirst().map { $0[3] }
        #expect(codes == ["csv.fields.too-few", "csv.fields.too-many", "csv.record.too-long"])
        #expect(rows[1] == ["ada", "", "", "csv.fields.too-few", "is malformed"])
        #expect(rows[2].suffix(2) == ["extra", "more, still"])
        #expect(rows[2][2] == "p")
        #expect(rows[3][0...2] == ["", "", ""])
    }

    @Test func secretsAreMaskedAndEmptyOnesStayEmpty() throws {
        let rows = try parsedCSVText(
            try write(
                [
                    .rejected(["ada", "a@x", "CANARY-1"], Self.taken),
                    .rejected(["bob", "b@x", ""], Self.taken),
                ], secrets: [2]))
        #expect(rows[1][0...2] == ["ada", "a@x", "***"])
        #expect(rows[2][0...2] == ["bob", "b@x", ""])
    }

    @Test(arguments: [
        Self.malformed(["ada", "CANARY"], .csvFieldsTooFew),
        Self.malformed(["ada", "Lovelace", "a@x", "CANARY"], .csvFieldsTooMany),
        Self.malformed(["CANARY", "a@x", "p"], .csvQuoteUnclosed),
        Self.malformed(["ada", "\"CANARY\" x", "p"], .csvQuoteMisplaced),
    ])
    func shiftedSecretsAreMaskedWhereverTheyStand(record: FixtureRecord) throws {
        #expect(!text(try write([record], secrets: [2])).contains("CANARY"))
        #expect(text(try write([record])).contains("CANARY"))
    }

    @Test func faultThatShiftsNothingMasksOnlySecrets() throws {
        let record = Self.malformed(["ada", "a\u{0}@x", "CANARY"], .csvByteNUL)
        let rows = try parsedCSVText(try write([record], secrets: [2]))
        #expect(rows[1][0...2] == ["ada", "a\u{0}@x", "***"])
    }

    @Test func columnsOfAnEarlierRejectsFileAreReplaced() throws {
        let rows = try parsedCSVText(
            try write(
                [.rejected(["ada", "old.code", "old message", "a@x"], Self.taken)],
                header: ["Login", "muster_codes", "muster_messages", "Work Email"]))
        #expect(rows[0] == ["Login", "Work Email", "muster_codes", "muster_messages"])
        #expect(rows[1][0...2] == ["ada", "a@x", "directory.email.taken"])
    }

    @Test func rowsThatTheProfileSkipsAreThere() throws {
        var profile = FeedProfile()
        profile.rowsBeforeHeader = 1
        profile.rowsAfterHeader = 2
        profile.encoding = "windows-1252"
        let dialect = FeedDialect(profile, delimiter: 0x3B)
        #expect(
            text(try write([.rejected(["a;b", "", ""], Self.taken)], dialect: dialect)) == """
                \u{FEFF}(not a record)
                Login;Work Email;password;muster_codes;muster_messages
                (not a record)
                (not a record)
                "a;b";;;directory.email.taken;"email: ""a@b.example"" belongs to a user"

                """)
    }

    @Test func spreadsheetSafeRejectsNeutraliseFormulas() throws {
        let bytes = try write(
            [.rejected(["=1+1", "@x", "＝1"], Self.taken)],
            dialect: FeedDialect(isSpreadsheetSafe: true))
        #expect(text(bytes).contains("\"'=1+1\",\"'@x\",\"'＝1\",directory"))
    }

    @Test(arguments: [UInt64(1), 77, 4_711], [QuoteStyle.doubled, .backslash])
    func anyBytesComeBack(seed: UInt64, quoting: QuoteStyle) throws {
        var numbers = SeededNumbers(seed: seed)
        let pool = Array("ab ,;|\t\"\\\n\r'=#".utf8) + [0, 0x1A, 0x80, 0xC3, 0xFF]
        for delimiter in Array(",;\t|".utf8) {
            let records = (0..<40).map { _ in
                var record = FixtureRecord.rejected(["", "", ""], Self.taken)
                for column in 0..<3 {
                    let length = Int.random(in: 0...6, using: &numbers)
                    record.fields[column] = (0..<length).map { _ in
                        pool[Int.random(in: 0..<pool.count, using: &numbers)]
                    }
                }
                return record
            }
            let bytes = try write(
                records,
                dialect: FeedDialect(delimiter: delimiter, quoting: quoting, commentPrefix: "#"))
            let rows = try parsedCSV(bytes, delimiter: delimiter, quoting: quoting)
            #expect(rows.dropFirst().map { Array($0[0..<3]) } == records.map(\.fields), "\(seed)")
        }
    }

    @Test func firstCellThatLooksLikeACommentIsQuoted() throws {
        let bytes = try write(
            [.rejected(["#ada", "#x", ""], Self.taken)], dialect: FeedDialect(commentPrefix: "#"))
        #expect(text(bytes).contains("\n\"#ada\",#x,"))
    }
}
