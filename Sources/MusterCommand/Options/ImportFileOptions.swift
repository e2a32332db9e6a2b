import ArgumentParser
import Muster

/// What `muster import` writes about the records.
struct ImportFileOptions: ParsableArguments {
    @Option(
        help: .init("CSV, or JSON Lines by its name; - prints them.", valueName: "file"),
        completion: .file())
    var results: String?

    @Option(
        help: .init("Rejected records, to correct and import again.", valueName: "file"),
        completion: .file())
    var rejects: String?

    @Option(
        help: .init("An HTML page about the run (else in its folder).", valueName: "file"),
        completion: .file())
    var report: String?

    @Option(
        help: .init(
            "A new file for codes and tokens, shown this once.", valueName: "file"),
        completion: .file())
    var secrets: String?

    @Flag(help: "Leave personal data out of results and report.")
    var shareable = false

    @Option(
        help: .init(
            "Figures as a Prometheus text file.", valueName: "file", visibility: .hidden),
        completion: .file())
    var metrics: String?

    @Flag(help: .init("Neutralise formulas in the rejects too.", visibility: .hidden))
    var spreadsheetSafe = false

    @Flag(
        help: .init(
            "Show values in the summary; they may be personal.", visibility: .hidden))
    var showValues = false

    mutating func validate() throws {
        if rejects == "-" { throw ValidationError("--rejects takes a file, not -") }
        if report == "-" { throw ValidationError("--report takes a file, not -") }
        if secrets == "-" { throw ValidationError("--secrets takes a file, not -") }
    }

    func apply(to options: inout ImportOptions) {
        options.results = results
        options.rejects = rejects
        options.secrets = secrets
        options.metrics = metrics
        options.report = report
        options.showsValues = showValues
        options.isShareable = shareable
        options.isSpreadsheetSafe = spreadsheetSafe
    }
}
