import Glibc
import YardstickFeed

/// Does each piece of work on two feeds and counts its instructions.
///
/// The difference between the two is what the further records cost, without what a process costs
/// before its first one.
struct InstructionSession {
    private(set) var counts: [InstructionWork: UInt64] = [:]
    /// Command lines of the larger feed's works.
    private(set) var commands: [InstructionWork: [String]] = [:]

    private let folder: String
    private let counter: InstructionCounter
    private var binary: String { folder + "/muster-stripped" }
    private var scratch: String { folder + "/scratch" }

    /// Records of the two feeds.
    private static let sizes: [UInt64] = [1_000, 11_000]

    /// Makes the folders and a copy of the binary without debugging information.
    init(_ options: InstructionOptions) throws(BenchFault) {
        guard TextFile.program("valgrind") != nil else { throw BenchFault("there is no valgrind") }
        folder = options.data + "/instructions"
        counter = InstructionCounter(scratch: folder + "/scratch")
        for path in [options.data, folder, scratch] { try TextFile.makeFolder(path) }
        // Valgrind 3.19 gives up at debugging information of this compiler. Names stay.
        let copy = try ChildProcess(
            words: ["strip", "--strip-debug", "-o", binary, options.muster], scratch: scratch
        ).run()
        guard copy.status == 0 else { throw BenchFault("strip failed: \(copy.errors)") }
        // Of a set's order, which Swift makes different in each process.
        setenv("SWIFT_DETERMINISTIC_HASHING", "1", 1)
    }

    /// Counts everything.
    mutating func measure() throws(BenchFault) {
        var totals: [InstructionWork: [UInt64]] = [:]
        for records in Self.sizes {
            for (work, count) in try measure(records) { totals[work, default: []].append(count) }
        }
        for (work, totals) in totals {
            guard work.isPerRecord else {
                counts[work] = totals.last
                continue
            }
            counts[work] = try Self.perRecord(totals, of: Self.sizes)
        }
    }

    /// Instructions a record, from the totals of two feeds.
    ///
    /// - Throws: when the larger feed did not cost more.
    static func perRecord(_ totals: [UInt64], of records: [UInt64]) throws(BenchFault) -> UInt64 {
        guard totals.count == 2, records.count == 2, records[0] < records[1],
            totals[0] < totals[1]
        else { throw BenchFault("\(totals) instructions for \(records) records: that cannot be") }
        return (totals[1] - totals[0]) / (records[1] - records[0])
    }

    private mutating func measure(_ records: UInt64) throws(BenchFault) -> [InstructionWork: UInt64]
    {
        let muster = MusterRuns(
            options: BenchOptions(muster: binary, data: folder, records: records),
            scratch: scratch, launcher: counter.launcher)
        let feed = YardstickFeed(records: records)
        let (csv, xml) = (folder + "/\(records).csv", folder + "/\(records).xml")
        do throws(FileFault) {
            try FeedFile.write(feed, to: csv)
            try FeedFile.write(feed.written(as: .xml), to: xml)
        } catch {
            throw BenchFault(error.description)
        }

        var totals: [InstructionWork: UInt64] = [:]
        for work in InstructionWork.allCases {
            let scenario = work.scenario
            let run: FinishedRun
            switch work {
            case .firstImport:
                try muster.forgetDirectory()
                run = try muster.importFeed(csv, as: scenario, expected: ["created": records])
            case .unchanged:
                run = try muster.importFeed(csv, as: scenario, expected: ["unchanged": records])
            case .singleAction:
                run = try muster.setDeviceLimit(feed.username(at: 0), to: 20)
            case .dryRun: run = try muster.dryRun(csv, as: scenario)
            case .xmlDryRun: run = try muster.dryRun(xml, as: scenario)
            }
            totals[work] = try counter.lastCount()
            commands[work] = Array(run.words.dropFirst(counter.launcher.count))
        }
        return totals
    }
}
