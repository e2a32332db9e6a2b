import Credentials
import Glibc
import Provisioning
import ResultReporting
import SQLiteDirectory

/// Looks for the raw record of a run: in its folder, then in the feed's own file.
struct RawRecordSearch {
    let run: RunListing
    let record: UInt32
    let folder: RunFolder
    /// Where the feed's file is now; nil: where it was then.
    let file: String?
    /// SHA-256 of the file that the run had; empty: not known.
    let fileHash: String
    let options: ImportOptions
    let configuration: MusterConfiguration
    let hashKey: (UInt64, UInt64)

    private static let formats = ["csv", "xml", "jsonl"]

    /// Fills in the raw record, or why there is none, and gives it.
    ///
    /// `outcomes` are those of the run's records as far as they are known.
    /// - Throws: a halt when a file that has it cannot be read.
    func search(
        _ outcomes: ContiguousArray<Outcome>, outcome: String?, into explanation: inout Explanation
    ) throws(RunHalt) -> RawRecord? {
        for format in Self.formats {
            let path = folder.records(format: format)
            guard access(path, R_OK) == 0 else { continue }
            if let found = try read(record, path, format) {
                return try take(found, .records, path, &explanation)
            }
        }
        // A copy in the rejects has all cells of the header; only the file has the record as it was.
        let isShort = explanation.issues.contains { $0.code == IssueCode.csvFieldsTooFew.rawValue }
        if isShort, let found = try searchFile(&explanation, outcome) { return found }
        if outcome == Outcome.rejected.word, outcomes.count >= Int(record) {
            let number = outcomes[..<Int(record)].reduce(0) { $0 + ($1 == .rejected ? 1 : 0) }
            for format in Self.formats {
                let path = folder.rejects(format: format)
                guard number > 0, access(path, R_OK) == 0 else { continue }
                if let found = try read(UInt32(number), path, format) {
                    explanation.isPadded = isShort
                    explanation.rawMissing = nil
                    return try take(found, .rejects, path, &explanation)
                }
            }
        }
        return try searchFile(&explanation, outcome)
    }

    private func searchFile(
        _ explanation: inout Explanation, _ outcome: String?
    ) throws(RunHalt) -> RawRecord? {
        let path = file ?? options.file
        let kept = configuration.keptInput
        let why = "keep_input is \(kept.rawValue), so the run folder has no copy"
        guard path != "-" else {
            explanation.rawMissing = "not kept: \(why), and the feed came on standard input"
            return nil
        }
        let shown = MessageText.path(path)
        guard access(path, R_OK) == 0 else {
            explanation.rawMissing =
                "not kept: \(why), and \(shown) is not there any more (--file names another place)"
            return nil
        }
        guard !fileHash.isEmpty, try digest(path) == fileHash else {
            explanation.rawMissing =
                "not kept: \(why), and \(shown) is not the file that the run had"
            return nil
        }
        guard let found = try read(record, path, nil) else { return nil }
        return try take(found, .file, path, &explanation)
    }

    private func digest(_ path: String) throws(RunHalt) -> String {
        try OpenedInput(path: path, spoolFolder: nil).digestWhole()
    }

    /// Reads a record; copies are in UTF-8 whatever the feed is in.
    private func read(
        _ number: UInt32, _ path: String, _ format: String?
    ) throws(RunHalt) -> RawRecord? {
        var options = options
        if let format {
            options.inputFormat = format
            options.encoding = nil
        }
        options.file = path
        let profile = options.applied(to: configuration.profile(of: options.feed))
        return try RawRecord.read(
            number, from: path, options, profile, configuration.limits, hashKey: hashKey)
    }

    private func take(
        _ found: RawRecord, _ source: Explanation.RawSource, _ path: String,
        _ explanation: inout Explanation
    ) throws(RunHalt) -> RawRecord {
        explanation.raw = try found.text()
        explanation.rawSource = source
        explanation.rawPath = path
        if explanation.line == nil, source == .file { explanation.line = found.place.line }
        return found
    }
}
