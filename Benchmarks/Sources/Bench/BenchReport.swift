/// The table of what was measured, and whether every bar was met.
struct BenchReport {
    let options: BenchOptions
    let measurements: [Scenario: Measurements]
    /// Bytes of a mail of S8 behind its head, on average; nil: there was no S8.
    var mailBodyBytes: Int?
    /// Processor seconds of S6, and of as many records in runs of S1; nil: there was no S6.
    var largeProcessorSeconds: (large: Double, small: Double)?

    private static let header = [
        "", "Work", "Muster", "Reference", "", "Ratio", "Bar", "Peak MiB", "Bar", "",
    ]

    /// Whether every scenario was measured and met its bars; only S6 may be ruled out.
    var isMet: Bool {
        Scenario.allCases.allSatisfy { scenario in
            if scenario == .large && options.wantsLarge == false { return true }
            return measurements[scenario].map { isMet(scenario, $0) } ?? false
        }
    }

    /// The table as text, one line a scenario.
    var text: String {
        let rows = [Self.header] + Scenario.allCases.map { row($0) }
        let widths = Self.header.indices.map { column in
            rows.map { $0.count == Self.header.count || column < 2 ? $0[column].count : 0 }
                .max() ?? 0
        }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
                // Words stand left, figures right; an unmeasured line's remark may run over.
                let isWord = column < 2 || column == 4 || column == 9 || row.count < 4
                line += (isWord ? cell + padding : padding + cell) + "  "
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }

    /// What the table has no room for, as lines; empty: nothing.
    var notes: String { largeNote + mailNote }

    /// S6 without what other processes and the disk make of it.
    private var largeNote: String {
        guard let (large, small) = largeProcessorSeconds, small > 0 else { return "" }
        let microseconds = { (seconds: Double) in
            Self.decimal(seconds / Double(options.largeRecords) * 1_000_000, 2)
        }
        return
            "\nS6: \(microseconds(large)) µs of processor time a record, S1 right before and after "
            + "\(microseconds(small)): \(Self.decimal(large / small, 2)) times as much.\n"
    }

    private var mailNote: String {
        guard let measured = measurements[.mail], let mailBodyBytes else { return "" }
        let rate = { (seconds: Double) in Self.decimal(Double(options.mails) / seconds, 0) }
        return "\nS8: \(options.mails) mails, each of \(mailBodyBytes) bytes behind its head; "
            + "Muster \(rate(measured.musterMedian)) mails a second, \(Scenario.mail.reference) "
            + "\(rate(measured.referenceMedian)): "
            + "\(Self.decimal(1 / measured.ratioMedian, 2)) of its rate.\n"
    }

    private func row(_ scenario: Scenario) -> [String] {
        guard let measured = measurements[scenario] else {
            return [scenario.rawValue, scenario.title, "skipped: \(reason(scenario))"]
        }
        return [
            scenario.rawValue, scenario.title, Self.duration(measured.musterMedian),
            Self.duration(measured.referenceMedian), scenario.reference,
            Self.decimal(measured.ratioMedian, 2),
            bar(scenario),
            Self.decimal(measured.peakMebibytes, 0),
            scenario.boundsMemory ? "≤ " + Self.decimal(memoryMax(scenario), 0) : "",
            scenario.ratioMax == nil ? "" : isMet(scenario, measured) ? "met" : "MISSED",
        ]
    }

    /// Why it was not measured.
    private func reason(_ scenario: Scenario) -> String {
        guard scenario == .large else { return "no \(scenario.needs ?? "yardstick")" }
        return options.wantsLarge == false ? "ruled out by LARGE=0" : "not asked for by LARGE=1"
    }

    private func memoryMax(_ scenario: Scenario) -> Double {
        BenchOptions.memoryMebibytesMax(
            scenario == .large ? options.largeRecords : options.records)
    }

    private func bar(_ scenario: Scenario) -> String {
        guard let ratio = scenario.ratioMax else { return "" }
        return "≤ " + Self.decimal(ratio, 2)
            + (scenario.secondsMax.map { " or \(Self.duration($0))" } ?? "")
    }

    private func isMet(_ scenario: Scenario, _ measured: Measurements) -> Bool {
        let isFast =
            measured.ratioMedian <= scenario.ratioMax ?? .infinity
            || measured.musterMedian <= scenario.secondsMax ?? -1
        let isSmall =
            !scenario.boundsMemory || measured.peakMebibytes <= memoryMax(scenario)
        return isFast && isSmall
    }

    private static func duration(_ seconds: Double) -> String {
        seconds < 0.1 ? decimal(seconds * 1_000, 1) + " ms" : decimal(seconds, 2) + " s"
    }

    /// A number with a fixed count of digits after the point.
    static func decimal(_ value: Double, _ digits: Int) -> String {
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        let units = Int((value * Double(scale)).rounded())
        guard digits > 0 else { return "\(units)" }
        let fraction = "\(units % scale)"
        return "\(units / scale)."
            + String(repeating: "0", count: digits - fraction.count) + fraction
    }
}
