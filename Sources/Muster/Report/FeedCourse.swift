import Provisioning
import SQLiteDirectory

/// How a feed has fared: its newest runs and their figures.
struct FeedCourse {
    let feed: String
    /// Newest first.
    let runs: [RunListing]
    /// Of the runs that went to their end, so that they can be compared; corrected rejects of an
    /// earlier run are no delivery of their own.
    let figures: FeedFigures
    /// Name of the newest of those; nil: there is none.
    let newest: String?

    init(feed: String, runs: [RunListing]) {
        self.feed = feed
        self.runs = runs
        let whole = runs.filter {
            $0.state == .finished && $0.summary != nil && $0.firstAttempt == nil
        }
        newest = whole.first?.plan.name
        var figures = FeedFigures()
        for run in whole.reversed() {
            guard let summary = run.summary else { continue }
            figures.records.append(summary.records)
            figures.changes.append(Self.changes(summary))
            figures.rejects.append(summary.count(.rejected))
            figures.durations.append(run.milliseconds ?? 0)
        }
        self.figures = figures
    }

    /// Records and leavers that changed somebody.
    static func changes(_ summary: RunSummary) -> UInt64 {
        count([.created, .updated, .deleted, .disabled, .enabled, .applied], summary)
    }

    /// Users who were deleted or disabled, leavers too.
    static func removals(_ summary: RunSummary) -> UInt64 { count([.deleted, .disabled], summary) }

    private static func count(_ outcomes: [Outcome], _ summary: RunSummary) -> UInt64 {
        outcomes.reduce(0) { $0 + summary.count($1) + (summary.leavers[$1] ?? 0) }
    }
}

extension RunListing {
    /// From its beginning to its end, in milliseconds by the clock on the wall; nil: it has not ended.
    var milliseconds: UInt64? {
        finishedAt.map { UInt64(max(0, $0.milliseconds - plan.startedAt.milliseconds)) }
    }
}
