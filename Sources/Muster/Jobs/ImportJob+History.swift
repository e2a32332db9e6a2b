import Provisioning
import ResultReporting
import SQLiteDirectory

/// What the end of an import says about the runs before it.
extension ImportJob {
    /// Fills in the earlier run of the same file, and the records that are still open.
    func look(
        back report: inout RunReport, _ ending: RunEnding, in directory: SQLiteDirectory
    ) throws(RunHalt) {
        if let earlier = try directory.earlierRun(
            of: options.feed, fileHash: report.fileHash, except: report.run)
        {
            report.repeats = RepeatedRun(name: earlier.name, startedAt: earlier.startedAt)
        }
        guard !ending.stillOpen.isEmpty else { return }
        let names = try directory.runNames(ending.stillOpen.keys)
        report.stillOpen = ending.stillOpen.sorted { $0.key < $1.key }.compactMap { run, records in
            names[run].map { OpenRejectCount(run: $0, records: records) }
        }
    }
}
