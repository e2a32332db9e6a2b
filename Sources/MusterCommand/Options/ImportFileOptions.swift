import ArgumentParser
import Muster

/// What `muster import` writes about the records.
struct ImportFileOptions: ParsableArguments {
    @Option(
        help: .init("Results: CSV, or JSON Lines by its name; - prints them.", valueName: "file"),
        completion: .file())
    var results: String?

    @Option(
        help: .init("Rejected records, to correct and import again.", valueName: "file"),
        completion: .file())
    var rejects: String?

    @Option(
        help: .init(
            "A new file for backup codes and tokens, which are shown once.", valueName: "file"),
        completion: .file())
    var secrets: String?

    @Flag(help: "Leave personal data out of the results.")
    var shareable = false

    @Flag(help: "Neutralise formulas in the rejects too.")
    var spreadsheetSafe = false

    @Flag(help: "Show values in the summary; they may be personal.")
    var showValues = false

    mutating func validate() throws {
        if rejects == "-" { throw ValidationError("--rejects takes a file, not -") }
        if secrets == "-" { throw ValidationError("--secrets takes a file, not -") }
        if let secrets, secrets == results || secrets == rejects {
            let other = secrets == results ? "--results" : "--rejects"
            throw ValidationError("--secrets and \(other) name the same file")
        }
        if let results, results == rejects, results != "/dev/null" {
            throw ValidationError("--results and --rejects name the same file")
        }
    }

    func apply(to options: inout ImportOptions) {
        options.results = results
        options.rejects = rejects
        options.secrets = secrets
        options.showsValues = showValues
        options.isShareable = shareable
        options.isSpreadsheetSafe = spreadsheetSafe
    }
}
