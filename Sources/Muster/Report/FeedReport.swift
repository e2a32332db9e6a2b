package import Provisioning
import SQLiteDirectory

/// What `muster report` prints: records, changes, rejects and duration of feeds over time.
package struct FeedReport {
    /// Commands that bring a feed's file into the directory.
    static let commands = ["import", "apply"]
    private let place: DirectoryPlace
    /// Only of this feed; nil: of each that has runs.
    package var feed: String?
    /// Only runs that began then or later; see `InstantWord`. nil: whenever.
    package var since: String?
    /// The newest runs that are shown of each feed, at least 1.
    package var limit = 20

    package init(_ place: DirectoryPlace) { self.place = place }

    /// Prints the report; `width` is the columns of the terminal, nil a pipe.
    ///
    /// On a terminal each feed has its table, newest first, with its course and what stands out
    /// below; in a pipe there is a line for each run, with tabs between the figures.
    /// - Throws: a halt with status 64 for a time that is none; 1 for a feed without runs; 66, 74
    ///   or 75.
    package func print(
        format: CommandFormat, to output: StandardOutput, width: Int?, style: CommandStyle
    ) throws(RunHalt) {
        let directory = try place.openForReading()
        let feeds = try self.feeds(of: directory)
        var filter = RunFilter(limit: limit)
        filter.commands = Self.commands
        if let since { filter.since = try InstantWord.read(since, option: "since") }
        var courses: [FeedCourse] = []
        for feed in feeds {
            filter.feed = feed
            courses.append(FeedCourse(feed: feed, runs: try directory.listRuns(filter)))
        }
        switch format {
        case .json: try FeedReportObject.write(courses, to: output)
        case .text:
            let text = FeedReportText(width: width, style: style)
            for (index, course) in courses.enumerated() {
                if index > 0, width != nil { try output.write("\n") }
                try output.write(text.text(of: course))
            }
        }
        try output.flush()
    }

    private func feeds(of directory: SQLiteDirectory) throws(RunHalt) -> [String] {
        let feeds = try directory.feeds(withRunsOf: Self.commands)
        guard let feed else { return feeds }
        guard feeds.contains(feed) else {
            throw Self.noRuns(of: feed, feeds)
        }
        return [feed]
    }

    /// The halt for a feed that has no runs, where these have some.
    static func noRuns(of feed: String, _ feeds: [String]) -> RunHalt {
        let known = feeds.map(MessageText.quoted).joined(separator: ", ")
        return RunHalt(
            .someRejected, .runNotFound,
            "the history has no run of a feed \"\(MessageText.quoted(feed))\"",
            advice: feeds.isEmpty
                ? "It has none of any feed: muster import FILE makes the first."
                : "It has runs of: \(known).")
    }
}
