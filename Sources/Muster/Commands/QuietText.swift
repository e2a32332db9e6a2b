import Provisioning
import ResultReporting

/// What a quiet run still says, on standard error: why it did not end with 0, and what would otherwise
/// go unnoticed for nights.
package enum QuietText {
    /// Notices that are said even so: the file was not taken as what it is meant to be.
    private static let grave: Set<IssueCode> = [.feedLeaversOff, .configProfileUnknown]

    /// One line each, with its end; empty after a run of which nothing has to be said.
    package static func text(_ ending: ImportEnding) -> String {
        let report = ending.report
        var lines = report.summary.notices.filter { grave.contains($0.code) }.map { notice in
            "\(HarmlessText.escaped(notice.message)) [\(notice.code.rawValue)]"
        }
        if ending.stop == nil, let line = rejects(report) { lines.append(line) }
        return lines.map { "muster: \($0)\n" }.joined()
    }

    private static func rejects(_ report: RunReport) -> String? {
        let count = report.summary.count(.rejected)
        guard count > 0 else { return nil }
        let file = report.file == "-" ? "standard input" : MessageText.path(report.file)
        let records = "\(count) of \(report.summary.records) records"
        if report.summary.issues[.runAtomicAborted] != nil {
            return "\(file): nothing was applied, since \(records) would be rejected "
                + "[\(IssueCode.runAtomicAborted.rawValue)]"
        }
        let code = report.summary.issues.filter { $0.key.severity == .error }
            .max { ($0.value, $1.key.rawValue) < ($1.value, $0.key.rawValue) }?.key
        let place = report.rejectsPath ?? report.resultsPath
        return "\(file): \(records) rejected"
            + (place.map { "; see \(MessageText.quoted($0))" } ?? "")
            + (code.map { " [\($0.rawValue)]" } ?? "")
    }
}
