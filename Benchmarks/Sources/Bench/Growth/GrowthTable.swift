/// What each work costs with each feed, as a table in Markdown.
struct GrowthTable {
    /// One line: a work with one feed.
    struct Row {
        let records: UInt64
        let work: String
        /// Runs of it, at least one.
        var runs: [FinishedRun]
        /// Bytes of the directory afterwards; nil: it makes none.
        var directoryBytes: UInt64?
    }

    var rows: [Row]

    /// The table, its header first. Times are medians, memory is the largest.
    var text: String {
        var text = """
            | Work | Records | Processor s | µs a record | Wall s | Peak MiB | Directory MiB |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: |

            """
        for row in rows {
            let processor = Measurements.median(row.runs.map(\.processorSeconds))
            let cells = [
                row.work, InstructionBounds.grouped(row.records), BenchReport.decimal(processor, 2),
                BenchReport.decimal(processor / Double(row.records) * 1_000_000, 2),
                BenchReport.decimal(Measurements.median(row.runs.map(\.seconds)), 2),
                BenchReport.decimal(row.runs.map(\.peakMebibytes).max() ?? 0, 0),
                row.directoryBytes.map { BenchReport.decimal(Double($0) / 1_048_576, 0) } ?? "",
            ]
            text += "| " + cells.joined(separator: " | ") + " |\n"
        }
        return text
    }
}
