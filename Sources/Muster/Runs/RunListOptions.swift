import Provisioning
import SQLiteDirectory

/// Which runs `muster runs list` shows.
package struct RunListOptions: Sendable {
    /// Only of this feed; nil: all, and commands too.
    package var feed: String?
    /// Only in this state; nil: in any.
    package var state: String?
    /// Only those that began then or later; see `InstantWord`.
    package var since: String?
    /// Runs at most.
    package var limit = 20

    package init() {}

    /// - Throws: a halt with status 64 for a state or a time that is none.
    func filter() throws(RunHalt) -> RunFilter {
        var filter = RunFilter(feed: feed, limit: limit)
        if let since { filter.since = try InstantWord.read(since, option: "since") }
        guard let state else { return filter }
        guard let known = RunState(rawValue: state) else {
            throw RunHalt(
                .usage, .usageOptionInvalid,
                "--state: \"\(MessageText.quoted(state))\" is no state of a run",
                advice: "States are "
                    + RunState.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        filter.state = known
        return filter
    }
}
