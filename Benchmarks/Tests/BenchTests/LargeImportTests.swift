import Testing

@testable import muster_bench

/// S6 is measured when asked for, and a strict run asks for it unless it is ruled out.
@Suite struct LargeImportTests {
    private func options(_ words: String...) throws -> BenchOptions {
        try BenchOptions(["--muster", "m", "--data", "d"] + words)
    }

    /// Every scenario has met its bars; S6 took `seconds` where 52 are ten times S1.
    private func report(
        _ options: BenchOptions, seconds: Double?, mebibytes: Double = 400
    ) -> BenchReport {
        var all: [Scenario: Measurements] = [:]
        for scenario in Scenario.allCases where scenario != .large {
            all[scenario] = measured(0.01, reference: 1, 20)
        }
        if let seconds { all[.large] = measured(seconds, reference: 52, mebibytes) }
        return BenchReport(options: options, measurements: all)
    }

    private func measured(_ seconds: Double, reference: Double, _ mebibytes: Double) -> Measurements
    {
        var measured = Measurements()
        measured.add(
            FinishedRun(
                seconds: seconds, peakMebibytes: mebibytes, status: 0, output: "", errors: ""),
            reference: reference)
        return measured
    }

    private func line(_ report: BenchReport) -> String {
        report.text.split(separator: "\n").first { $0.hasPrefix("S6") }.map(String.init) ?? ""
    }

    @Test(arguments: [
        ([], false), (["--strict"], true), (["--large"], true),
        (["--strict", "--no-large"], false),
        (["--no-large"], false),
    ]) func strictRunMeasuresItUnlessItIsRuledOut(words: [String], isMeasured: Bool) throws {
        let options = try BenchOptions(["--muster", "m", "--data", "d"] + words)
        #expect(options.measuresLarge == isMeasured)
    }

    @Test func costOfARecordMayGrowByThreeTenths() throws {
        let options = try options("--large")
        #expect(line(report(options, seconds: 67)).hasSuffix("met"))
        #expect(report(options, seconds: 67).isMet)
        #expect(line(report(options, seconds: 68)).hasSuffix("MISSED"))
        #expect(!report(options, seconds: 68).isMet)
    }

    @Test func memoryIsHeldToTheBarOfTenTimesTheRecords() throws {
        let options = try options("--large")
        #expect(line(report(options, seconds: 60, mebibytes: 512)).contains("≤ 512"))
        #expect(report(options, seconds: 60, mebibytes: 512).isMet)
        #expect(!report(options, seconds: 60, mebibytes: 513).isMet)
    }

    @Test func notesTellProcessorTimeARecord() throws {
        var report = report(try options("--large"), seconds: 60)
        #expect(report.notes.isEmpty)
        report.largeProcessorSeconds = (103, 98)
        #expect(
            report.notes
                == "\nS6: 10.30 µs of processor time a record, S1 right before and after 9.80: "
                + "1.05 times as much.\n")
    }

    @Test func notAskedForIsNotMet() throws {
        let report = report(try options(), seconds: nil)
        #expect(line(report).contains("skipped: not asked for by LARGE=1"))
        #expect(!report.isMet)
    }

    @Test func ruledOutIsSaidAndNotHeldAgainstIt() throws {
        let report = report(try options("--strict", "--no-large"), seconds: nil)
        #expect(line(report).contains("skipped: ruled out by LARGE=0"))
        #expect(report.isMet)
    }
}
