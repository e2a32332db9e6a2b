/// The formats of a results file.
package enum ResultsFormat: String, CaseIterable, Sendable {
    case csv, jsonLines

    /// The format of the file at `path`: JSON Lines for `-` and the extensions `.jsonl`,
    /// `.ndjson` and `.json`, else CSV.
    package init(path: String) {
        let name = path.lowercased()
        let isLines = [".jsonl", ".ndjson", ".json"].contains { name.hasSuffix($0) }
        self = path == OutputFile.standardOutputPath || isLines ? .jsonLines : .csv
    }
}
