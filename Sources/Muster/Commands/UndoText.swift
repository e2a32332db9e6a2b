import Provisioning
import ResultReporting

/// What an undo says beside its summary: who is left as they are.
package enum UndoText {
    /// Users who are named; the rest is counted.
    private static let namedMax = 20

    /// Lines for standard error, each with its end; empty: everybody was taken back.
    package static func leftAlone(_ ending: ImportEnding) -> String {
        guard let undo = ending.report.undo else { return "" }
        let issues = ending.report.summary.issues
        return line(
            undo.changedSince, issues[.undoUserChanged] ?? 0,
            "changed since and left as they are")
            + line(undo.gone, issues[.undoUserGone] ?? 0, "gone or no longer on record")
    }

    private static func line(_ users: [UserID], _ count: UInt64, _ what: String) -> String {
        guard count > 0 else { return "" }
        let named = users.prefix(namedMax).map { "id:\($0.value)" }
        let more = count - min(count, UInt64(named.count))
        let rest = more > 0 ? " and \(more) more (see the results)" : ""
        return "muster: \(what): \(named.joined(separator: ", "))\(rest)\n"
    }
}
