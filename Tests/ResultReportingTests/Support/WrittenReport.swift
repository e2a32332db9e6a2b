import Provisioning
import ResultReporting

/// A report of records that a test writes, on its way through the results file.
struct WrittenReport {
    /// The page.
    let text: String
    /// The figures that it was made of.
    let report: RunReport
    private let format: ResultsFormat

    /// Writes results of these records, at most `limit` of them listed, and the report on them.
    init(
        _ records: [FixtureRecord], limit: Int = 100, format: ResultsFormat = .csv,
        isShareable: Bool = false, chunk: Int = 50,
        change: (inout RunReport) -> Void = { _ in }
    ) throws {
        let folder = try TemporaryFolder()
        let results = try Self.results(
            in: folder, limit: limit, format: format, isShareable: isShareable)
        for chunk in ResultFixture().chunks(records, of: chunk) { try results.write(chunk) }
        try results.finish()
        self = try Self(results, folder, format, isShareable: isShareable, change: change)
    }

    /// Writes the report on results that are finished.
    init(
        _ results: RunResults, _ folder: TemporaryFolder, _ format: ResultsFormat = .csv,
        isShareable: Bool = false,
        change: (inout RunReport) -> Void = { _ in }
    ) throws {
        var report = sampleReport()
        report.summary = results.summary
        report.leavers = results.tally.leavers
        report.examples = results.tally.examples
        report.causes = results.tally.causes
        report.status = report.summary.count(.rejected) > 0 ? .someRejected : .allAccepted
        change(&report)
        let path = folder.file("report.html")
        let lines = report.summary.records + report.leavers.values.reduce(0, +)
        try ReportFile(path: path).write(
            report, listing: results.reportSource(expecting: lines), isShareable: isShareable)
        text = try ResultReportingTests.text(of: path)
        self.report = report
        self.format = format
    }

    /// Opens the results of a run that is to have a report.
    static func results(
        in folder: TemporaryFolder, limit: Int, format: ResultsFormat = .csv,
        isShareable: Bool = false, _ opening: OutputFile.Opening = .new
    ) throws -> RunResults {
        let writer = ResultsWriter(
            file: try OutputFile(path: folder.file("results"), opening), format: format,
            isShareable: isShareable, listed: limit)
        return RunResults(
            results: writer, rejects: nil, isDurable: false, tally: SummaryTally(file: "users.csv"))
    }

    /// Lines of the results file that the page has, as its script gets them back.
    func lines() throws -> [String] {
        let parts = text.components(
            between: "<script type=\"text/plain\" id=\"data\"", and: "</script>")
        guard let data = parts.first, let end = data.firstRange(of: ">\n") else { return [] }
        var lines = String(data[end.upperBound...])
        if format == .csv {
            lines.replace("\\u003c", with: "<")
            lines.replace("\\u005c", with: "\\")
        }
        return lines.split(separator: "\n").map(String.init)
    }

    /// The cells of those lines, as its script takes them apart.
    func rows() throws -> [[String]] {
        let lines = try lines()
        guard format == .jsonLines else {
            return try parsedCSVText(Array((lines.joined(separator: "\n") + "\n").utf8))
        }
        let names = [
            "record", "line", "action", "outcome", "username", "email", "external_id", "codes",
            "messages", "detail",
        ]
        return try lines.map { line in
            let object = try ParsedJSON.parse(Array(line.utf8))
            return names.map { name in
                switch object[name] {
                case .text(let text), .number(let text): text
                default: ""
                }
            }
        }
    }

    /// Record numbers of those lines.
    func numbers() throws -> [Int] { try rows().compactMap { Int($0[0]) } }

    /// The page without style, script and data.
    var markup: String {
        text.removing(between: "<style>", and: "</style>")
            .removing(between: "<script", and: "</script>")
    }
}

extension String {
    /// The parts between two marks.
    func components(between start: String, and end: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let from = rest.firstRange(of: start) {
            rest = rest[from.upperBound...]
            guard let to = rest.firstRange(of: end) else { break }
            parts.append(String(rest[..<to.lowerBound]))
            rest = rest[to.upperBound...]
        }
        return parts
    }

    /// The text without the parts between two marks, and without the marks.
    func removing(between start: String, and end: String) -> String {
        var kept = ""
        var rest = self[...]
        while let from = rest.firstRange(of: start) {
            kept += rest[..<from.lowerBound]
            rest = rest[from.upperBound...]
            guard let to = rest.firstRange(of: end) else { return kept }
            rest = rest[to.upperBound...]
        }
        return kept + rest
    }
}
