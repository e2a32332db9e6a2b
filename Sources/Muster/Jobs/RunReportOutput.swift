import Glibc
import Provisioning
import ResultReporting

/// Where the HTML report of a run goes, and what it is made from.
final class RunReportOutput {
    /// Results that are listed at most; nil: no report is wanted.
    var listed: Int? { path == nil ? nil : ReportFile.listedMax }
    /// Why there is no report although one was wanted.
    private(set) var fault: RunHalt?

    private let path: String?
    private let file: ReportFile?
    private let isShareable: Bool
    /// Whether the user named the place.
    private let isAskedFor: Bool
    /// Where the run's folder has results that are kept for the report alone, because they cannot be
    /// read back from where they go; nil: a rehearsal, which has no folder and keeps them in a file
    /// without a name.
    private let rowsPath: String?

    /// Settles where the report goes: where the user named, else in the run's folder, if it has one.
    /// - Throws: a halt with status 73 if nothing can be written there.
    init(_ named: String?, _ folder: RunFolder?, isShareable: Bool) throws(RunHalt) {
        path = named ?? folder?.report
        // The folder is yet to be made, and nothing else can be there.
        file = if let named { try ReportFile(path: named) } else { nil }
        rowsPath = folder?.reportRows
        isAskedFor = named != nil
        self.isShareable = isShareable
    }

    /// A file for the results of a rehearsal that nobody else wants, without a name in any folder: it
    /// is gone with the process, however that ends; nil: no report is wanted.
    /// - Throws: a halt with status 73.
    func rehearsedRows() throws(RunHalt) -> OutputFile? {
        guard let path else { return nil }
        return try OutputFile(unnamedFor: path)
    }

    /// The same bytes as those of results that cannot be read back; nil: they can, or no report is
    /// wanted.
    ///
    /// `position` is how much the results of a resumed run have; a copy that has less is of no use.
    /// - Throws: a halt with status 73 or 74.
    func copy(of results: OutputFile, resuming position: UInt64?) throws(RunHalt) -> OutputFile? {
        guard !results.isTruncatable else { return nil }
        guard let rowsPath else { return try rehearsedRows() }
        guard let position, position > 0 else {
            return try OutputFile(path: rowsPath, .replacing)
        }
        guard RunFiles.holds(rowsPath, bytes: position), access(rowsPath, F_OK) == 0 else {
            return nil
        }
        return try OutputFile(path: rowsPath, .resuming)
    }

    /// Writes the report of a run that has ended, and fills in where it is; on failure see `fault`.
    ///
    /// A run with nothing else to complain of has status 74 then, if the report was asked for.
    func write(_ report: inout RunReport, _ results: RunResults) {
        guard let path else { return }
        defer { removeRows() }
        let leavers = report.leavers.values.reduce(0, +)
        let source = results.reportSource(expecting: report.summary.records + leavers)
        var told = report
        told.reportPath = path
        do throws(RunHalt) {
            let file = if let file { file } else { try ReportFile(path: path) }
            try file.write(told, listing: source, isShareable: isShareable)
            report.reportPath = path
        } catch {
            fault = error.afterwards("the run is done, but its report is missing")
            if isAskedFor, report.status == .allAccepted { report.status = .inputOutput }
        }
    }

    /// Removes the results that were kept for the report.
    func removeRows() { if let rowsPath { unlink(rowsPath) } }
}
