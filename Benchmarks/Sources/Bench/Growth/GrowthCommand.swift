import YardstickFeed

/// Shows how cost grows with the count of records: a first import, the same feed again and a dry run,
/// for feeds that become ten times as large.
enum GrowthCommand {
    /// Measures and prints the table.
    static func run(_ arguments: some Collection<String>) throws(BenchFault) {
        let options = try GrowthOptions(arguments)
        let folder = options.data + "/growth"
        let scratch = folder + "/scratch"
        for path in [options.data, folder, scratch] { try TextFile.makeFolder(path) }
        defer { TextFile.remove(folder) }

        var works: [[GrowthTable.Row]] = [[], [], []]
        for records in options.sizes {
            BenchCommand.say("\(records) records")
            let muster = MusterRuns(
                options: BenchOptions(muster: options.muster, data: folder, records: records),
                scratch: scratch)
            let rounds = options.rounds(of: records)
            for (work, row) in try measure(muster, records, rounds: rounds, in: folder).enumerated()
            {
                works[work].append(row)
            }
        }
        print(GrowthTable(rows: works.flatMap { $0 }).text, terminator: "")
    }

    /// The three works with one feed.
    private static func measure(
        _ muster: MusterRuns, _ records: UInt64, rounds: Int, in folder: String
    ) throws(BenchFault) -> [GrowthTable.Row] {
        let feed = folder + "/\(records).csv"
        defer { TextFile.remove(feed) }
        do throws(FileFault) {
            try FeedFile.write(YardstickFeed(records: records), to: feed)
        } catch {
            throw BenchFault(error.description)
        }
        var rows = ["first import", "the same feed again", "dry run"].map {
            GrowthTable.Row(records: records, work: $0, runs: [])
        }
        for _ in 0..<rounds {
            rows[2].runs.append(try muster.dryRun(feed, as: .dryRun))
            rows[0].runs.append(
                try muster.importFeed(feed, as: .firstImport, expected: ["created": records]))
            rows[0].directoryBytes = muster.directoryBytes
            rows[1].runs.append(
                try muster.importFeed(feed, as: .unchanged, expected: ["unchanged": records]))
            rows[1].directoryBytes = muster.directoryBytes
        }
        return rows
    }
}
