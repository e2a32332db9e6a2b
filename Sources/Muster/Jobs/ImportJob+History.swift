import Provisioning
import ResultReporting
import SQLiteDirectory

extension EarlierRun {
    /// What a report says of a run of the history; nil: it kept no figures.
    init?(_ run: RunListing) {
        guard let summary = run.summary else { return nil }
        self.init(name: run.plan.name, startedAt: run.plan.startedAt, summary: summary)
    }
}

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
        if !options.isDryRun || options.report != nil {
            report.earlier = try directory.lastFinishedRun(
                of: options.feed, commands: ["import", "apply"], except: report.run
            ).flatMap(EarlierRun.init)
        }
        guard !ending.stillOpen.isEmpty else { return }
        let names = try directory.runNames(ending.stillOpen.keys)
        report.stillOpen = ending.stillOpen.sorted { $0.key < $1.key }.compactMap { run, records in
            names[run].map { OpenRejectCount(run: $0, records: records) }
        }
    }
}
