import Provisioning

/// What an import did, in figures.
public struct ImportSummary: Equatable, Sendable {
    /// Name of the run in the history; nil: a dry run, which leaves none.
    public var run: String?
    /// Records of the feed; the sum of `outcomes`.
    public var records: UInt64
    /// Records by outcome, such as `created` or `rejected`; outcomes that none had are absent.
    public var outcomes: [String: UInt64]
    /// Users of the feed who were missing from a full file, by what was done with them; outcomes
    /// that none had are absent. They are no records.
    public var leavers: [String: UInt64]
    /// Findings by code, such as `field.email.malformed`, warnings too.
    public var issues: [String: UInt64]
    /// The first place of each code, such as `users.csv:41 (record 38)`.
    public var firstPlaces: [String: String]
    /// Mails that were queued.
    public var mailsQueued: UInt64
    /// Why a guard stopped the import, so that nothing was changed; nil: none did.
    public var stop: MusterError?
    /// Why the report could not be written, though the import is done; nil: it was, or none was wanted.
    public var reportFault: MusterError?
    /// Path of the results file; nil: there is none.
    public var resultsPath: String?
    /// Path of the file of rejected records; nil: there were none.
    public var rejectsPath: String?

    /// How long it took.
    public var duration: Duration
    /// The exit status that the command line ends with for it: 0, 1 with rejected records, 2 stopped
    /// by a guard, 74 for nothing but a report that was asked for and is missing.
    public var status: Int

    init(_ ending: ImportEnding) {
        let report = ending.report
        run = report.run
        records = report.summary.records
        outcomes = [:]
        for (outcome, count) in report.summary.outcomes where count > 0 {
            outcomes[outcome.word] = count
        }
        issues = [:]
        for (code, count) in report.summary.issues { issues[code.rawValue] = count }
        leavers = [:]
        for (outcome, count) in report.leavers where count > 0 { leavers[outcome.word] = count }
        firstPlaces = [:]
        for (code, place) in report.summary.firstPlaces { firstPlaces[code.rawValue] = place }
        duration = report.duration
        status = Int(report.status.rawValue)
        mailsQueued = report.summary.mailsQueued
        stop = ending.stop.map(MusterError.init)
        reportFault = ending.reportFault.map(MusterError.init)
        resultsPath = report.resultsPath
        rejectsPath = report.rejectsPath
    }
}
