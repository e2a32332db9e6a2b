import Testing

@testable import muster_bench

@Suite struct InstructionTests {
    private static let log = """
        ==12== Cachegrind, a cache and branch-prediction profiler
        ==12== Command: muster import I refs: 7
        ==12==
        ==12== I   refs:      972,065,789

        """

    @Test func countIsFoundAmongWhatValgrindSays() {
        #expect(InstructionCounter.count(in: Self.log) == 972_065_789)
        #expect(InstructionCounter.count(in: "==12== I refs:  7\n") == 7)
    }

    @Test(arguments: ["", "==12== D refs: 7\n", "==12== I refs: many\n"])
    func logWithoutCountIsNoCount(log: String) {
        #expect(InstructionCounter.count(in: log) == nil)
    }

    @Test func startUpIsNoPartOfARecordsCost() throws {
        #expect(
            try InstructionSession.perRecord([5_000_500, 5_010_600], of: [10, 110]) == 101)
    }

    @Test(arguments: [([7, 7], [1, 2]), ([8, 7], [1, 2]), ([7], [1]), ([1, 2], [3, 3])])
    func totalsThatDoNotGrowAreRefused(totals: [UInt64], records: [UInt64]) {
        #expect(throws: BenchFault.self) {
            try InstructionSession.perRecord(totals, of: records)
        }
    }

    @Test(arguments: [
        (0, 0), (1, 1), (19, 19), (20, 21), (952, 999), (1_000, 1_050), (75_941, 79_800),
        (58_123_456, 61_100_000),
    ]) func headroomIsOneInTwentyRoundedUpToThreeDigits(measured: UInt64, most: UInt64) {
        #expect(InstructionBounds.withHeadroom(measured) == most)
    }

    @Test(arguments: [
        (0, "0"), (999, "999"), (1_000, "1,000"), (1_050_644_063, "1,050,644,063"),
    ]) func numbersAreGroupedAndReadBack(number: UInt64, text: String) {
        #expect(InstructionBounds.grouped(number) == text)
        #expect(InstructionBounds.number(text) == number)
    }

    @Test func fileOfBoundsIsReadAsItWasWritten() throws {
        var bounds = InstructionBounds(machine: "x86_64")
        for (index, work) in InstructionWork.allCases.enumerated() {
            bounds.set(work, measured: UInt64(1_234 * (index + 1)), date: "2026-11-26")
        }
        #expect(try InstructionBounds(parsing: bounds.text) == bounds)
        #expect(bounds.text.hasPrefix("# "))
        #expect(bounds.text.contains("\ndry-run       1,300     1,234  2026-11-26\n"))
    }

    @Test(arguments: [
        "", "machine\n", "machine a b\n", "machine a\nmachine b\n",
        "machine a\nlast-import 1 1 d\n",
        "machine a\ndry-run 1 d\n", "machine a\ndry-run one 1 d\n",
        "machine a\ndry-run 1 1 d\ndry-run 1 1 d\n",
    ]) func mistakeInTheBoundsIsNamed(text: String) {
        #expect(throws: BenchFault.self) { try InstructionBounds(parsing: text) }
    }

    @Test func mistakeIsNamedByItsLine() throws {
        let fault = #expect(throws: BenchFault.self) {
            try InstructionBounds(parsing: "# bounds\nmachine a\n\ndry-run 1\n")
        }
        #expect(fault?.description == "line 4 of the bounds is not understood: dry-run 1")
    }

    @Test func committedBoundsCoverEveryWork() throws {
        let file = #filePath.replacing("Tests/BenchTests/InstructionTests.swift", with: "")
        let bounds = try InstructionBounds(
            parsing: try TextFile.read(file + "instructions.bounds"))
        #expect(Set(bounds.bounds.keys) == Set(InstructionWork.allCases))
        for (work, bound) in bounds.bounds {
            #expect(bound.measured <= bound.most, "\(work.rawValue)")
            #expect(
                bound.most <= InstructionBounds.withHeadroom(bound.measured), "\(work.rawValue)")
        }
    }
}

@Suite struct InstructionReportTests {
    /// All works cost 1,000 and may cost 1,050, but for a dry run.
    private func report(
        dryRun: UInt64?, most: UInt64? = 1_050, machine: String = "x86_64"
    ) -> InstructionReport {
        var bounds = InstructionBounds(machine: "x86_64")
        var counts: [InstructionWork: UInt64] = [:]
        for work in InstructionWork.allCases {
            counts[work] = 1_000
            bounds.set(work, measured: 1_000, date: "2026-11-26")
        }
        counts[.dryRun] = dryRun
        bounds.bounds[.dryRun]?.most = most ?? 0
        if most == nil { bounds.bounds[.dryRun] = nil }
        return InstructionReport(
            counts: counts, bounds: bounds, machine: machine,
            commands: [.dryRun: ["muster", "import", "feed.csv", "--directory", "used.sqlite"]])
    }

    @Test(
        arguments: [
            (1_050, 1_050, .met, true), (1_051, 1_050, .exceeded, false),
            (1_000, 1_150, .met, true),
            (1_000, 1_151, .loose, true), (1_000, nil, .unbounded, false), (nil, 1_050, nil, false),
        ] as [(UInt64?, UInt64?, InstructionReport.Verdict?, Bool)])
    func countIsHeldToItsBound(
        count: UInt64?, most: UInt64?, verdict: InstructionReport.Verdict?, isMet: Bool
    ) {
        let report = report(dryRun: count, most: most)
        #expect(report.verdict(.dryRun) == verdict)
        #expect(report.isMet == isMet)
    }

    @Test func tableHasALineAWork() {
        let lines = report(dryRun: 2_000).table.split(separator: "\n")
        #expect(lines.count == InstructionWork.allCases.count + 1)
        #expect(lines[1] == "dry-run              2,000  record  1,050  -47.5 %  EXCEEDED")
        #expect(lines[3] == "first-import         1,000  record  1,050    5.0 %  met")
        #expect(lines[5] == "one-action           1,000  run     1,050    5.0 %  met")
    }

    @Test func whoExceedsABoundIsToldHowToLookAndWhatToDo() {
        let advice = report(dryRun: 2_000).advice
        #expect(
            advice.hasPrefix(
                "dry-run takes 2,000 instructions: its bound is 1,050, set when it took 1,000 "
                    + "on 2026-11-26.\n"))
        #expect(advice.contains("import feed.csv --directory $(mktemp -d)/users.sqlite\n"))
        #expect(advice.contains("callgrind_annotate"))
        #expect(advice.contains("raise the bound in the same commit"))
    }

    @Test func nothingIsAdvisedWhereAllIsWell() {
        #expect(report(dryRun: 1_000).advice.isEmpty)
    }

    @Test func improvementAsksForALowerBound() {
        #expect(report(dryRun: 800).advice.contains("dry-run has become cheaper: lower its bound"))
    }

    @Test func boundsOfAnotherProcessorAreNotCompared() {
        let report = report(dryRun: 9_000, machine: "aarch64")
        #expect(report.isMet)
        #expect(report.advice.contains("nothing was compared on aarch64"))
        #expect(!report.table.contains("EXCEEDED"))
    }
}
