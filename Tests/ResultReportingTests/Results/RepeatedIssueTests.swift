import Provisioning
import ResultReporting
import Testing

/// Issues that come again and again are written, and counted, like those that come once.
@Suite struct RepeatedIssueTests {
    /// Warnings and errors of many kinds, so that those that are remembered are pushed out.
    static let issues: [RecordIssue] = (0..<12).flatMap { number in
        [
            RecordIssue(
                .policySecondFactorEnrolmentPending, column: "second_factor",
                value: number % 2 == 0 ? "push" : nil, finding: "is not enrolled, \(number)"),
            RecordIssue(
                .policyGroupCreated, column: "groups",
                value: String(repeating: "v", count: 8 + number), finding: "is \"new\"; and =1"),
            RecordIssue(.fieldEmailMalformed, column: "email", value: "a@", finding: "is none"),
        ]
    }

    /// Each issue alone in a file of its own, as a line without number, line and keys.
    static func alone(_ issue: RecordIssue, _ folder: TemporaryFolder, isShareable: Bool) throws
        -> String
    {
        let lines = try write([[issue]], folder, isShareable: isShareable)
        return lines[0]
    }

    static func write(
        _ issues: [[RecordIssue]], _ folder: TemporaryFolder, isShareable: Bool
    ) throws -> [String] {
        let records = issues.map { issues in
            var record = FixtureRecord(["ada", "ada@x.example", ""])
            record.issues = issues
            return record
        }
        let path = folder.file("out.csv")
        let file = try OutputFile(path: path, .replacing)
        let writer = ResultsWriter(file: file, format: .csv, isShareable: isShareable)
        try writer.write(ResultFixture().chunk(records))
        try file.close()
        return try text(of: path).split(separator: "\n").dropFirst().map { line in
            line.split(separator: ",", maxSplits: 2).dropFirst(2).joined()
        }
    }

    @Test(arguments: [false, true]) func eachIsWrittenAsIfItWereTheFirst(isShareable: Bool) throws {
        let folder = try TemporaryFolder()
        var order: [RecordIssue] = []
        // Now and then the same again, at once and after others.
        for round in 0..<3 {
            for (index, issue) in Self.issues.enumerated() {
                order += Array(repeating: issue, count: (index + round) % 3 + 1)
            }
        }
        let lines = try Self.write(order.map { [$0] }, folder, isShareable: isShareable)
        var known: [String: String] = [:]
        for (issue, line) in zip(order, lines) {
            let key = "\(issue)"
            let expected =
                try known[key] ?? Self.alone(issue, folder, isShareable: isShareable)
            known[key] = expected
            #expect(line == expected)
        }
    }

    @Test func eachIsCountedWithItsFirstPlace() {
        let order = [0, 0, 1, 0, 2, 2, 2, 1, 0].map { Self.issues[$0] }
        let chunk = ResultFixture().chunk(
            order.map { issue in
                var record = FixtureRecord(["a", "b", "c"])
                record.issues = [issue, issue]
                return record
            })
        var tally = SummaryTally(file: "f.csv")
        tally.add(chunk)
        tally.add(chunk)
        #expect(
            tally.summary.issues == [
                .policySecondFactorEnrolmentPending: 16, .policyGroupCreated: 8,
                .fieldEmailMalformed: 12,
            ])
        #expect(
            tally.summary.firstPlaces == [
                .policySecondFactorEnrolmentPending: "f.csv:2 (record 1)",
                .policyGroupCreated: "f.csv:4 (record 3)",
                .fieldEmailMalformed: "f.csv:6 (record 5)",
            ])
        #expect(tally.examples[.policyGroupCreated] == Self.issues[1])
    }
}
