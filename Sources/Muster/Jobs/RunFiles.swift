import FeedFormats
import Glibc
import Provisioning
import ResultReporting

/// The files that a run writes: results, rejects, secrets and summary.
final class RunFiles {
    let results: RunResults
    private let folder: RunFolder?
    private let resultsPath: String?
    private let rejectsPath: String?
    private let secrets: SecretsWriter?

    var sink: any ResultSink { results }

    /// Opens the files; a dry run has only those that the user named.
    /// - Throws: a halt with status 73 or 74.
    init(
        _ options: ImportOptions, place: DirectoryPlace, run: String, feed: OpenedFeed,
        profile: FeedProfile, resuming: InterruptedRun?
    ) throws(RunHalt) {
        folder = options.isDryRun ? nil : try RunFolder(beside: place.directory, run: run)
        try Self.refuseOverwriting(options, place)
        try folder?.create()
        // First of all: nothing is emptied for a run that has no place for its secrets.
        let secrets = try Self.secretsWriter(options, folder, isResumed: resuming != nil)
        self.secrets = secrets
        resultsPath = options.results ?? folder?.results
        rejectsPath = options.rejects ?? folder?.rejects(format: feed.form.fileExtension)
        let opening = resuming == nil ? OutputFile.Opening.replacing : .resuming
        var resultsWriter: ResultsWriter?
        if let path = resultsPath {
            resultsWriter = ResultsWriter(
                file: try Self.open(path, opening), format: ResultsFormat(path: path),
                isShareable: options.isShareable)
        }
        var rejectsWriter: RejectsWriter?
        if let path = rejectsPath {
            rejectsWriter = try Self.rejectsWriter(
                try Self.open(path, opening), feed, profile, options)
        }
        if resuming == nil, let secrets, access(secrets.path, F_OK) == 0 {
            throw Self.sameFile(secrets.path, resultsPath ?? secrets.path)
        }
        results = RunResults(
            results: resultsWriter, rejects: rejectsWriter, secrets: secrets,
            showsSecrets: options.secrets != nil,
            tally: SummaryTally(file: Self.label(of: options.file)))
        if let resuming {
            try results.truncate(to: resuming.positions)
            try results.resume(after: resuming.outcomes)
        }
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

    /// Writes rejects as the feed is written; secrets stand only in a file that the user named.
    private static func rejectsWriter(
        _ file: OutputFile, _ feed: OpenedFeed, _ profile: FeedProfile, _ options: ImportOptions
    ) throws(RunHalt) -> RejectsWriter {
        let masks = options.rejects == nil
        let hasMark = profile.encoding != nil
        let encoding: any RejectsEncoding
        switch feed.form {
        case .csv(let dialect):
            encoding = CSVRejectsEncoding(
                header: try feed.source.header(),
                dialect: FeedDialect(
                    profile, delimiter: dialect.delimiter,
                    isSpreadsheetSafe: options.isSpreadsheetSafe),
                secretColumns: masks ? feed.mapping.secretSourceColumns : [])
        case .jsonLines:
            encoding = JSONRejectsEncoding(masksSecrets: masks, hasByteOrderMark: hasMark)
        case .xml(let opening, let closing):
            encoding = XMLRejectsEncoding(
                opening: opening, closing: closing, masksSecrets: masks,
                hasByteOrderMark: hasMark)
        }
        return RejectsWriter(file: file, encoding: encoding)
    }

    /// Removes the files of a run that came to nothing, and the folders around them that are empty
    /// then; those that the user named stay.
    func discard() {
        guard let folder else { return }
        for path in [resultsPath, rejectsPath] {
            if let path, path.hasPrefix(folder.path + "/") { unlink(path) }
        }
        folder.removeIfEmpty()
    }

    /// Writes the summary and fills in where the files are.
    func complete(_ report: inout RunReport) throws(RunHalt) {
        report.resultsPath = resultsPath == OutputFile.standardOutputPath ? nil : resultsPath
        report.rejectsPath = report.summary.count(.rejected) > 0 ? rejectsPath : nil
        if let secrets {
            report.secretsPath = secrets.position > 0 ? secrets.path : nil
            report.secrets = secrets.count
            secrets.release()
        }
        guard let folder else { return }
        report.summaryPath = folder.summary
        try SummaryFile.write(report, to: folder.summary)
    }

    /// Refuses output files that are the feed or the directory itself: opening would empty them.
    private static func refuseOverwriting(
        _ options: ImportOptions, _ place: DirectoryPlace
    ) throws(RunHalt) {
        for output in [options.results, options.rejects, options.secrets] {
            guard let output, output != OutputFile.standardOutputPath else { continue }
            for kept in [options.file, place.directory, place.key, place.configuration]
            where isSameFile(output, kept) {
                throw sameFile(output, kept)
            }
        }
    }

    private static func sameFile(_ output: String, _ kept: String) -> RunHalt {
        RunHalt(
            .usage, .usageOptionInvalid,
            "\(output) is the same file as \(kept), which it would overwrite",
            advice: "Name another file for the results, the rejects or the secrets.")
    }

    /// Whether a file has at least so many bytes; what is no regular file cannot be told.
    static func holds(_ path: String, bytes: UInt64) -> Bool {
        guard bytes > 0, path != OutputFile.standardOutputPath else { return true }
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT != S_IFREG || UInt64(max(status.st_size, 0)) >= bytes
    }

    private static func isSameFile(_ left: String, _ right: String) -> Bool {
        var one = stat()
        var other = stat()
        guard stat(left, &one) == 0, stat(right, &other) == 0 else { return false }
        return one.st_dev == other.st_dev && one.st_ino == other.st_ino
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
    static func label(of file: String) -> String {
        guard file != "-" else { return "standard input" }
        return String(file.split(separator: "/").last ?? "feed")
    }
}
