import Provisioning
import ResultReporting
import Testing

/// Which results a report lists, and that they are found again in the file.
@Suite struct ListedRecordsTests {
    static let error = RecordIssue(
        .fieldEmailMalformed, column: "email", value: "a@@b", finding: "is not an address")
    static let warning = RecordIssue(
        .policyGroupCreated, column: "groups", value: "Sales", finding: "is a new group")

    /// Records of all kinds, some of them with long or quoted cells.
    static func records(seed: UInt64, count: Int) -> [FixtureRecord] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<count).map { index in
            var fields = ["user\(index)", "u\(index)@corp.example", "E\(index)"]
            switch Int.random(in: 0..<12, using: &numbers) {
            case 0: fields[0] = String(repeating: "long ", count: 300 + index % 5_000)
            case 1: fields[0] = "quoted, \"\(index)\"; <b>"
            default: break
            }
            let outcomes: [Outcome] = [.created, .unchanged, .updated, .rejected, .disabled]
            let outcome = outcomes.randomElement(using: &numbers) ?? .created
            if outcome == .rejected { return .rejected(fields, error) }
            var record = FixtureRecord(fields, outcome: outcome)
            if Int.random(in: 0..<6, using: &numbers) == 0 { record.issues = [warning] }
            return record
        }
    }

    /// The rule, said once more in a slow way.
    static func expected(_ records: [FixtureRecord], limit: Int) -> [Int] {
        if records.count <= limit { return Array(1...records.count) }
        func kind(_ record: FixtureRecord) -> Int {
            if record.outcome == .rejected { return 0 }
            if !record.issues.isEmpty { return 1 }
            return record.outcome == .unchanged ? 4 : record.outcome == .created ? 3 : 2
        }
        let kinds = records.map(kind)
        let ordered = records.indices.filter { kinds[$0] < 4 }
            .sorted { (kinds[$0], $0) < (kinds[$1], $1) }
        return ordered.prefix(limit).sorted().map { $0 + 1 }
    }

    @Test(arguments: ResultsFormat.allCases)
    func theWorstAreListedUpToTheLimit(format: ResultsFormat) throws {
        for limit in [1, 7, 60, 150, 299, 300, 1_000] {
            let seed = UInt64(limit)
            let records = Self.records(seed: seed, count: 300)
            let written = try WrittenReport(records, limit: limit, format: format, chunk: 37)
            #expect(
                try written.numbers() == Self.expected(records, limit: limit),
                "limit \(limit), seed \(seed)")
        }
    }

    @Test(arguments: ResultsFormat.allCases)
    func aRowHasWhatTheResultHas(format: ResultsFormat) throws {
        var record = FixtureRecord.rejected(
            ["a, \"b\" <c>", "tab\tü\u{202E}", "\\E\n1"], Self.error, Self.warning)
        record.action = .add
        var changed = FixtureRecord(["x", "y", "z"], outcome: .updated)
        changed.detail = "department: \"A\" → </script>"
        let rows = try WrittenReport([record, changed], format: format).rows()
        // A cell of a CSV file shows such characters by their number; JSON has them as they are.
        let isCSV = format == .csv
        #expect(
            rows[0] == [
                "1", "2", "add", "rejected", "a, \"b\" <c>",
                isCSV ? "tab\\u{9}ü\\u{202E}" : "tab\tü\u{202E}",
                isCSV ? "\\E\\u{A}1" : "\\E\n1", "field.email.malformed;policy.group.created",
                "email: \"a@@b\" is not an address | groups: \"Sales\" is a new group", "",
            ])
        #expect(
            rows[1] == [
                "2", "3", "upsert", "updated", "x", "y", "z", "", "",
                "department: \"A\" → </script>",
            ])
    }

    @Test func leaversAreListedWithoutNumbers() throws {
        var leaver = FixtureRecord(["gone", "gone@corp.example", "E1"], outcome: .disabled)
        leaver.isLeaver = true
        let rows = try WrittenReport([leaver]).rows()
        #expect(
            rows == [["", "", "upsert", "disabled", "gone", "gone@corp.example", "E1", "", "", ""]])
    }

    @Test func aCellThatLooksEscapedStaysWhatItIs() throws {
        let cells = ["\\u003cimg>", "\\", "<\\u005c<"]
        for format in ResultsFormat.allCases {
            let row = try WrittenReport([FixtureRecord(cells)], format: format).rows()[0]
            #expect(Array(row[4...6]) == cells)
        }
    }

    @Test func whatIsNotListedIsSaidInWords() throws {
        var records = (0..<40).map { FixtureRecord(["u\($0)", "", ""]) }
        records += (0..<20).map { FixtureRecord(["v\($0)", "", ""], outcome: .unchanged) }
        records += (0..<5).map { .rejected(["w\($0)", "", ""], Self.error) }
        let page = try WrittenReport(records, limit: 30).markup
        #expect(
            page.contains("30 records listed here. Not listed: 15 more created and 20 unchanged"))
        let none = try WrittenReport(Array(records[40..<60]), limit: 5).markup
        #expect(none.contains("Not listed here: 20 unchanged: see "))
        let whole = try WrittenReport(records, limit: 65).markup
        #expect(!whole.contains("Not listed"))
    }

    @Test(arguments: ResultsFormat.allCases)
    func aResumedRunListsWhatAnUninterruptedOneLists(format: ResultsFormat) throws {
        let records = Self.records(seed: 11, count: 200)
        let chunks = ResultFixture().chunks(records, of: 20)
        for limit in [40, 500] {
            let model = try WrittenReport(records, limit: limit, format: format, chunk: 20)
            let folder = try TemporaryFolder()
            let first = try WrittenReport.results(in: folder, limit: limit, format: format)
            for chunk in chunks.prefix(4) { try first.write(chunk) }
            let positions = try first.synchronize()
            try first.write(chunks[4])
            try first.finish()
            let resumed = try WrittenReport.results(
                in: folder, limit: limit, format: format, .resuming)
            try resumed.truncate(to: positions)
            try resumed.resume(
                after: ContiguousArray(records.prefix(80).map(\.outcome)), records: 200)
            for chunk in chunks.dropFirst(4) { try resumed.write(chunk) }
            try resumed.finish()
            let written = try WrittenReport(resumed, folder, format)
            #expect(try written.rows() == model.rows())
            #expect(written.report.summary == model.report.summary)
            #expect(
                written.report.causes.map { [$0.column, "\($0.code) \($0.count)"] }
                    == model.report.causes.map { [$0.column, "\($0.code) \($0.count)"] })
        }
    }

    @Test func resultsThatGoToAPipeAreListedFromTheirCopy() throws {
        let records = Self.records(seed: 3, count: 120)
        let folder = try TemporaryFolder()
        let writer = ResultsWriter(
            file: try OutputFile(path: "/dev/null", .replacing), format: .jsonLines, listed: 50,
            copy: try OutputFile(path: folder.file("copy"), .new))
        let results = RunResults(
            results: writer, rejects: nil, tally: SummaryTally(file: "users.csv"))
        for chunk in ResultFixture().chunks(records, of: 30) { try results.write(chunk) }
        try results.finish()
        let model = try WrittenReport(records, limit: 50, format: .jsonLines, chunk: 30)
        #expect(try WrittenReport(results, folder, .jsonLines).rows() == model.rows())
    }

    @Test func resultsThatCannotBeReadBackAreNotListed() throws {
        let folder = try TemporaryFolder()
        let writer = ResultsWriter(
            file: try OutputFile(path: "/dev/null", .replacing), format: .csv, listed: 50)
        let results = RunResults(
            results: writer, rejects: nil, tally: SummaryTally(file: "users.csv"))
        try results.write(ResultFixture().chunk(Self.records(seed: 1, count: 3)))
        try results.finish()
        let page = try WrittenReport(results, folder).markup
        #expect(page.contains("They are not listed: the results went where they cannot be read"))
    }
}
