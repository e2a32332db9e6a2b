import Provisioning
import ResultReporting
import Testing

/// Results, rejects and figures of a whole run, uninterrupted and resumed.
@Suite struct RunResultsTests {
    let folder: TemporaryFolder
    let fixture = ResultFixture(columns: [.username, .email, .password])

    init() throws { folder = try TemporaryFolder() }

    static let issue = RecordIssue(
        .fieldEmailMalformed, column: "email", value: "a@@b", finding: "is not an address")

    static let trap = RecordIssue(
        .policyGroupCreated, column: "groups", value: "\",,\n\",\"codes\":\"field.date.order\"",
        finding: "is a new group, \"isn't it\"")

    static func records(seed: UInt64, count: Int) -> [FixtureRecord] {
        var numbers = SeededNumbers(seed: seed)
        return (0..<count).map { index in
            let fields = [
                "\"codes\":\"csv.byte.nul\",\(index),", "u\(index)@corp.example", "CANARY-\(index)",
            ]
            switch Int.random(in: 0..<5, using: &numbers) {
            case 0: return .rejected(fields, issue, trap)
            case 1: return FixtureRecord(fields, action: .disable, outcome: .disabled)
            case 2:
                var record = FixtureRecord(fields, outcome: .updated)
                record.detail = "department: \"A\" → \"B, C\""
                return record
            default: return FixtureRecord(fields)
            }
        }
    }

    func open(_ name: String, _ opening: OutputFile.Opening, _ format: ResultsFormat) throws
        -> RunResults
    {
        let rejects = try OutputFile(path: folder.file("\(name).rejects"), opening)
        return RunResults(
            results: ResultsWriter(
                file: try OutputFile(path: folder.file("\(name).results"), opening),
                format: format),
            rejects: RejectsWriter(
                file: rejects, header: ["username", "email", "password"],
                dialect: FeedDialect(), secretColumns: [2]),
            tally: SummaryTally(file: "users.csv"))
    }

    func files(_ name: String) throws -> [String] {
        [
            try text(of: folder.file("\(name).results")),
            try text(of: folder.file("\(name).rejects")),
        ]
    }

    @Test(arguments: ResultsFormat.allCases)
    func resumedRunLeavesTheFilesOfAnUninterruptedOne(format: ResultsFormat) throws {
        let chunks = fixture.chunks(Self.records(seed: 5, count: 60), of: 10)
        let whole = try open("whole", .new, format)
        for chunk in chunks { try whole.write(chunk) }
        try whole.finish()
        for checkpoint in 0...chunks.count {
            let name = "cut\(checkpoint)"
            let first = try open(name, .new, format)
            var positions = ResultPositions()
            for chunk in chunks[..<checkpoint] {
                try first.write(chunk)
                positions = try first.synchronize()
            }
            // A chunk that was on disk when the process died, without its checkpoint.
            if checkpoint < chunks.count {
                try first.write(chunks[checkpoint])
                _ = try first.synchronize()
            }
            let second = try open(name, .resuming, format)
            try second.truncate(to: positions)
            try second.resume(
                after: ContiguousArray(chunks[..<checkpoint].flatMap(\.outcomes)), records: .max)
            for chunk in chunks[checkpoint...] { try second.write(chunk) }
            try second.finish()
            #expect(try files(name) == files("whole"), "checkpoint \(checkpoint)")
            #expect(second.tally.summary == whole.tally.summary, "checkpoint \(checkpoint)")
        }
    }

    @Test func findingsBeforeAnInterruptionAreCounted() throws {
        let chunk = fixture.chunk(Self.records(seed: 34, count: 12_000))
        for format in ResultsFormat.allCases {
            let name = format.rawValue
            let first = try open(name, .new, format)
            try first.write(chunk)
            let positions = try first.synchronize()
            let second = try open(name, .resuming, format)
            try second.truncate(to: positions)
            try second.resume(after: chunk.outcomes, records: chunk.outcomes.count)
            #expect(second.tally.summary == first.tally.summary)
            #expect(second.tally.summary.issues.count == 2)
        }
    }

    @Test(arguments: [1, 3, 7, 59, 60])
    func chunkSplitsChangeNothing(size: Int) throws {
        let records = Self.records(seed: 8, count: 60)
        for (name, size) in [("whole", 1_000), ("split", size)] {
            let run = try open(name, .replacing, .csv)
            for chunk in fixture.chunks(records, of: size) { try run.write(chunk) }
            try run.finish()
            #expect(run.tally.summary.firstPlaces[.fieldEmailMalformed] != nil)
        }
        #expect(try files("whole") == files("split"))
    }

    @Test func secretsReachNoFile() throws {
        let run = try open("secret", .new, .csv)
        for chunk in fixture.chunks(Self.records(seed: 13, count: 50)) { try run.write(chunk) }
        try run.finish()
        for file in try files("secret") { #expect(!file.contains("CANARY")) }
    }

    @Test func firstRecordSkipsWhatWasWrittenBefore() throws {
        let records = Self.records(seed: 21, count: 9)
        let whole = try open("whole", .new, .jsonLines)
        try whole.write(fixture.chunk(records))
        try whole.finish()
        let parts = try open("parts", .new, .jsonLines)
        try parts.write(fixture.chunk(Array(records[..<4])))
        var rest = fixture.chunk(records)
        rest.firstRecord = 4
        try parts.write(rest)
        try parts.finish()
        #expect(try files("parts") == files("whole"))
        #expect(parts.tally.summary == whole.tally.summary)
    }

    @Test func filesShorterThanTheirCheckpointHaltTheResume() throws {
        let first = try open("short", .new, .csv)
        try first.finish()
        let second = try open("short", .resuming, .csv)
        #expect(throws: RunHalt.self) {
            try second.truncate(to: ResultPositions(results: 1_000, rejects: 0))
        }
    }

    @Test func failedWriteHaltsTheRun() throws {
        let run = RunResults(
            results: ResultsWriter(
                file: try OutputFile(path: "/dev/full", .replacing), format: .csv),
            rejects: nil, tally: SummaryTally(file: "users.csv"))
        try run.write(fixture.chunk(Self.records(seed: 1, count: 5)))
        #expect(throws: RunHalt.self) { try run.synchronize() }
    }

    @Test func onlyColumnsAreReadBackAsColumns() throws {
        let issues = ["Worker ID", "attr.badge", "email", nil].map { column in
            RecordIssue(.fieldEmailMalformed, column: column, finding: "note: it is odd")
        }
        let records = issues.map { FixtureRecord.rejected(["b", "c", "d"], $0) }
        func run(_ opening: OutputFile.Opening) throws -> RunResults {
            RunResults(
                results: ResultsWriter(
                    file: try OutputFile(path: folder.file("kept.csv"), opening), format: .csv),
                rejects: nil, tally: SummaryTally(file: "users.csv", columns: ["Worker ID"]))
        }
        let first = try run(.new)
        let chunk = fixture.chunk(records)
        try first.write(chunk)
        _ = try first.synchronize()
        let second = try run(.resuming)
        try second.resume(after: ContiguousArray(chunk.outcomes), records: .max)
        #expect(second.tally.causes.map(\.column) == first.tally.causes.map(\.column))
        #expect(second.tally.causes.map(\.column) == ["Worker ID", "attr.badge", "email", nil])
    }

    @Test func leaversAreCountedApart() throws {
        var leaver = FixtureRecord([], action: .disable, outcome: .disabled)
        leaver.isLeaver = true
        var tally = SummaryTally(file: "users.csv")
        tally.add(fixture.chunk([FixtureRecord(["a"]), leaver, leaver]))
        #expect(tally.summary.records == 1)
        #expect(tally.summary.outcomes == [.created: 1])
        #expect(tally.leavers == [.disabled: 2])
    }

    @Test func firstPlaceNamesFileLineAndRecord() {
        var tally = SummaryTally(file: "users.csv")
        tally.add(
            fixture.chunk([FixtureRecord(["a"]), .rejected(["b"], Self.issue, Self.issue)]))
        tally.add(fixture.chunk([.rejected(["c"], Self.issue)], first: 3))
        #expect(tally.summary.issues == [.fieldEmailMalformed: 3])
        #expect(tally.summary.firstPlaces == [.fieldEmailMalformed: "users.csv:3 (record 2)"])
    }
}
