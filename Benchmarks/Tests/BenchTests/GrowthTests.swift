import Testing

@testable import muster_bench

@Suite struct GrowthTests {
    private func options(_ words: String...) throws -> GrowthOptions {
        try GrowthOptions(["--muster", "m", "--data", "d"] + words)
    }

    @Test func feedsBecomeTenTimesAsLargeUpToTheLargest() throws {
        #expect(try options().sizes == [10_000, 100_000, 1_000_000, 10_000_000])
        #expect(try options("--largest", "999999").sizes == [10_000, 100_000])
        #expect(try options("--largest", "2000").sizes == [2_000])
    }

    @Test func onlyTheLargestFeedsAreMeasuredOnce() throws {
        let options = try options("--runs", "5")
        #expect(options.rounds(of: 1_000_000) == 5)
        #expect(options.rounds(of: 10_000_000) == 1)
    }

    @Test func rowHasMediansAndTheLargestMemory() {
        let runs = [(9.0, 20.0), (1.0, 40.0), (2.0, 30.0)].map { seconds, mebibytes in
            FinishedRun(
                seconds: seconds, processorSeconds: seconds * 2, peakMebibytes: mebibytes,
                status: 0,
                output: "", errors: "")
        }
        let table = GrowthTable(rows: [
            GrowthTable.Row(
                records: 1_000_000, work: "first import", runs: runs, directoryBytes: 5 << 20)
        ])
        #expect(
            table.text.split(separator: "\n").last
                == "| first import | 1,000,000 | 4.00 | 4.00 | 2.00 | 40 | 5 |")
    }
}
