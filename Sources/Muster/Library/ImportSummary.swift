import Provisioning

/// What an import did, in figures.
public struct ImportSummary: Equatable, Sendable {
    /// Name of the run in the history; nil: a dry run, which leaves none.
    public var run: String?
    /// Records of the feed; the sum of `outcomes`.
    public var records: UInt64
    /// Records by outcome, such as `created` or `rejected`; outcomes that none had are absent.
    public var outcomes: [String: UInt64]
    /// Findings by code, such as `field.email.malformed`, warnings too.
    public var issues: [String: UInt64]
    /// Mails that were queued.
    public var mailsQueued: UInt64
    /// Why a guard stopped the import, so that nothing was changed; nil: none did.
    public var stop: MusterError?
    /// Path of the results file; nil: there is none.
    public var resultsPath: String?
    /// Path of the file of rejected records; nil: there were none.
    public var rejectsPath: String?

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
        mailsQueued = report.summary.mailsQueued
        stop = ending.stop.map(MusterError.init)
        resultsPath = report.resultsPath
        rejectsPath = report.rejectsPath
    }
}
