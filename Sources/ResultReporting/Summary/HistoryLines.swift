import Provisioning

/// What the end of a run says about the runs before it.
enum HistoryLines {
    /// Runs that are named at most.
    private static let runsMax = 3

    /// The same file once more, and rejected records that nobody has corrected.
    static func lines(_ report: RunReport, width: Int) -> [String] {
        sentences(report).flatMap { WrappedText.lines($0, width: width) }
    }

    /// The same, a text each.
    static func sentences(_ report: RunReport) -> [String] {
        var sentences: [String] = []
        if let earlier = report.repeats {
            sentences.append("The same file as run \(earlier.name) of \(day(earlier.startedAt)).")
        }
        let open = report.stillOpen.reduce(0) { $0 + $1.records }
        if open > 0 {
            let newest = report.stillOpen.suffix(runsMax).reversed()
            var runs = newest.map { "\($0.run): \(GroupedNumber.text(UInt64($0.records)))" }
            let others = report.stillOpen.count - runs.count
            if others > 0 { runs.append("\(others) more \(others == 1 ? "run" : "runs")") }
            let are = open == 1 ? "record is" : "records are"
            sentences.append(
                "\(GroupedNumber.text(UInt64(open))) \(are) still open from earlier runs "
                    + "(\(runs.joined(separator: ", "))); muster runs show RUN lists them.")
        }
        return sentences
    }

    private static func day(_ instant: Instant) -> String {
        String(InstantText.utc(instant).prefix(10))
    }
}
