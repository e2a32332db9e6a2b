import FeedFormats
import Glibc
import Provisioning
import ResultReporting

/// The files that a run writes: results, rejects, secrets, summary and report.
final class RunFiles {
    let results: RunResults
    private let folder: RunFolder?
    private let resultsPath: String?
    private let rejectsPath: String?
    private let keptPath: String?
    private let secrets: SecretsWriter?
    /// Results and rejects that wait until the run has ended.
    private let held: RunOutputs?
    private let report: RunReportOutput
    /// Why there is no report although one was wanted; nil: there is, or none was.
    var reportFault: RunHalt? { report.fault }

    var sink: any ResultSink { results }

    /// Opens the files; a dry run has only those that the user named.
    /// - Throws: a halt with status 73 or 74.
    init(
        _ options: ImportOptions, place: DirectoryPlace, run: String, feed: OpenedFeed,
        profile: FeedProfile, keeps keptInput: KeptInput, resuming: InterruptedRun?
    ) throws(RunHalt) {
        folder = options.isDryRun ? nil : try RunFolder(beside: place.directory, run: run)
        report = try RunReportOutput(options.report, folder, isShareable: options.isShareable)
        try folder?.create()
        // First of all: nothing is emptied for a run that has no place for its secrets.
        let secrets = try Self.secretsWriter(options, folder, isResumed: resuming != nil)
        self.secrets = secrets
        let kept = KeptFiles(keptInput, options, folder, feed.form)
        keptPath = kept.copy
        let outputs = RunOutputs(options, folder: folder, rejects: kept.rejects)
        held = outputs
        resultsPath = outputs.results.path
        rejectsPath = outputs.rejects.path
        let opening = resuming == nil ? OutputFile.Opening.replacing : .resuming
        var resultsWriter: ResultsWriter?
        if let file = try Self.results(resultsPath, opening, report) {
            let path = outputs.results.destination ?? file.path
            resultsWriter = ResultsWriter(
                file: file, format: ResultsFormat(path: path),
                isShareable: options.isShareable, listed: report.listed,
                copy: try report.copy(of: file, resuming: resuming?.positions.results))
        }
        var rejectsWriter: RejectsWriter?
        if let path = rejectsPath {
            rejectsWriter = RejectsWriter(
                file: try Self.open(path, opening),
                encoding: try Self.encoding(
                    feed, profile, options, masks: options.rejects == nil))
        }
        var keptWriter: RejectsWriter?
        if let path = keptPath {
            keptWriter = RejectsWriter(
                file: try Self.open(path, opening),
                encoding: try Self.encoding(feed, profile, options, masks: true),
                takesAll: keptInput == .all)
        }
        if resuming == nil, let secrets, access(secrets.path, F_OK) == 0 {
            throw RunHalt(
                .usage, .usageOptionInvalid,
                "\(FileFault.shown(secrets.path)) came to be while the run began",
                advice: "Name another file for the secrets: it must be a new one.")
        }
        results = RunResults(
            results: resultsWriter, rejects: rejectsWriter, kept: keptWriter, secrets: secrets,
            showsSecrets: options.secrets != nil, isDurable: !options.isDryRun,
            tally: SummaryTally(
                file: Self.label(of: options.file),
                columns: Set(feed.mapping.sources.map(\.header.written))))
        if let resuming {
            try results.truncate(to: resuming.positions)
            try results.resume(after: resuming.outcomes, records: Int(resuming.plan.records))
        }
    }

    /// Opens the files of a run whose records the program makes itself: it has no rejects file.
    /// - Throws: a halt with status 73 or 74.
    init(_ options: SystemRunOptions, place: DirectoryPlace, run: String) throws(RunHalt) {
        folder = options.isDryRun ? nil : try RunFolder(beside: place.directory, run: run)
        report = try RunReportOutput(options.report, folder, isShareable: options.isShareable)
        try folder?.create()
        resultsPath = options.results ?? folder?.results
        rejectsPath = nil
        keptPath = nil
        secrets = nil
        held = nil
        var writer: ResultsWriter?
        if let file = try Self.results(resultsPath, .replacing, report) {
            writer = ResultsWriter(
                file: file, format: ResultsFormat(path: file.path),
                isShareable: options.isShareable,
                listed: report.listed, copy: try report.copy(of: file, resuming: nil))
        }
        results = RunResults(
            results: writer, rejects: nil, isDurable: !options.isDryRun,
            tally: SummaryTally(file: options.command))
    }

    /// Where secrets go; a rehearsal has none.
    private static func secretsWriter(
        _ options: ImportOptions, _ folder: RunFolder?, isResumed: Bool
    ) throws(RunHalt) -> SecretsWriter? {
        guard let path = options.secrets, let folder else { return nil }
        do throws(RunHalt) {
            return isResumed
                ? try SecretsWriter(resuming: path, folder: folder)
                : try SecretsWriter(path: path, folder: folder)
        } catch {
            if !isResumed { folder.removeIfEmpty() }
            throw error
        }
    }

    /// Writes records as the feed is written; secrets stand only in a file that the user named.
    private static func encoding(
        _ feed: OpenedFeed, _ profile: FeedProfile, _ options: ImportOptions, masks: Bool
    ) throws(RunHalt) -> any RejectsEncoding {
        try feed.rejectsEncoding(
            profile, masks: masks, isSpreadsheetSafe: options.isSpreadsheetSafe)
    }

    /// Removes the files of a run that came to nothing, and the folders around them that are empty
    /// then; those that the user named stay.
    func discard() {
        guard let folder else { return }
        for path in [resultsPath, rejectsPath, keptPath] {
            if let path, path.hasPrefix(folder.path + "/") { unlink(path) }
        }
        report.removeRows()
        folder.removeIfEmpty()
    }

    /// Writes report and summary, and fills in where the files are.
    ///
    /// A report that cannot be written is no reason to leave the rest undone: see `reportFault`.
    func complete(_ report: inout RunReport) throws(RunHalt) {
        let shown = held?.results.destination ?? resultsPath
        report.resultsPath = shown == OutputFile.standardOutputPath ? nil : shown
        report.rejectsPath =
            report.summary.count(.rejected) > 0 ? held?.rejects.destination ?? rejectsPath : nil
        if let secrets {
            report.secretsPath = secrets.position > 0 ? secrets.path : nil
            report.secrets = secrets.count
            secrets.release()
        }
        report.summaryPath = folder?.summary
        // Whoever reads what had to wait has it before the report is made: a run that is killed over
        // its report has been committed, and is not carried on.
        var undelivered: RunHalt?
        do throws(RunHalt) { try held?.deliver() } catch { undelivered = error }
        self.report.write(&report, results)
        if let undelivered { throw undelivered }
        held?.removeHeld()
        guard let folder else { return }
        do throws(RunHalt) {
            try SummaryFile.write(report, to: folder.summary)
        } catch {
            throw error.afterwards("the run is done, but its summary is missing")
        }
    }

    /// Whether a file has at least so many bytes; what is no regular file cannot be told.
    static func holds(_ path: String, bytes: UInt64) -> Bool {
        guard bytes > 0, path != OutputFile.standardOutputPath else { return true }
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT != S_IFREG || UInt64(max(status.st_size, 0)) >= bytes
    }

    /// Where results are written: where they belong, else aside for the report alone; nil: nobody
    /// wants any.
    private static func results(
        _ path: String?, _ opening: OutputFile.Opening, _ report: RunReportOutput
    ) throws(RunHalt) -> OutputFile? {
        guard let path else { return try report.rehearsedRows() }
        return try open(path, opening)
    }

    private static func open(
        _ path: String, _ opening: OutputFile.Opening
    ) throws(RunHalt) -> OutputFile {
        if path == OutputFile.standardOutputPath { return .standardOutput() }
        // A run that was killed before it made the file is resumed all the same.
        let isMissing = access(path, F_OK) != 0
        return try OutputFile(path: path, isMissing ? .replacing : opening)
    }

    /// What messages call the feed: the last part of its path.
    static func label(of file: String) -> String { FeedLabel.text(of: file) }
}
