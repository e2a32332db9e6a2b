import Provisioning
import ResultReporting
import SQLiteDirectory

/// A feed's course for people, or as fields between tabs in a pipe.
struct FeedReportText {
    /// Columns of the terminal; nil: a pipe.
    let width: Int?
    let style: CommandStyle
    /// Runs that a course of bars shows at most.
    private static let barsMax = 60

    /// Table, course and remarks, each line with its end.
    func text(of course: FeedCourse) -> String {
        guard let width else {
            var table = TextTable(Self.pipeColumns, width: nil, style: style)
            return table.text(course.runs.map { pipeCells($0, of: course.feed) })
        }
        guard !course.runs.isEmpty else {
            return "\(heading(course))\n  No run in that time.\n"
        }
        var table = TextTable(Self.columns, width: width, style: style)
        let rows = table.text(course.runs.map(cells))
        return "\(heading(course))\n\(rows)\(table.remark)\(bars(course, width: width))"
            + remarks(course, width: width)
    }

    private func heading(_ course: FeedCourse) -> String {
        let count = GroupedNumber.text(UInt64(course.runs.count), "run")
        return style.strong("Feed \(MessageText.quoted(course.feed)), \(count)")
    }

    // MARK: Rows

    private static let columns: [TableColumn] = [
        .whole("STARTED"), .number("RECORDS"), .number("CREATED", rank: 2),
        .number("UPDATED", rank: 3), .number("REMOVED", rank: 1), .number("REJECTED"),
        .whole("TOOK"), .number("UNCHANGED", rank: 8), .whole("RUN", rank: 9),
    ]
    private static let pipeColumns: [TableColumn] = [
        "FEED", "RUN", "STATE", "STARTED", "RECORDS", "CREATED", "UPDATED", "REMOVED", "UNCHANGED",
        "REJECTED", "MILLISECONDS",
    ].map { .whole($0) }

    /// A run that did not go to its end says so where the others have their time.
    private func cells(_ run: RunListing) -> [String] {
        let summary = run.summary
        func number(_ count: UInt64?) -> String { count.map { "\($0)" } ?? "" }
        let took =
            run.state == .finished
            ? run.milliseconds.map { ResultReporting.DurationText.text(.milliseconds($0)) }
            : run.state.rawValue
        return [
            String(run.plan.startedAt.text.prefix(16)).replacing("T", with: " "),
            number(summary?.records), number(summary?.count(.created)),
            number(summary?.count(.updated)), number(summary.map(FeedCourse.removals)),
            number(summary?.count(.rejected)), took ?? "", number(summary?.count(.unchanged)),
            run.plan.name,
        ]
    }

    private func pipeCells(_ run: RunListing, of feed: String) -> [String] {
        let summary = run.summary
        func number(_ count: UInt64?) -> String { count.map { "\($0)" } ?? "" }
        return [
            feed, run.plan.name, run.state.rawValue, run.plan.startedAt.text,
            number(summary?.records), number(summary?.count(.created)),
            number(summary?.count(.updated)), number(summary.map(FeedCourse.removals)),
            number(summary?.count(.unchanged)), number(summary?.count(.rejected)),
            number(run.milliseconds),
        ]
    }

    // MARK: Course

    private func bars(_ course: FeedCourse, width: Int) -> String {
        guard course.figures.records.count > 1 else { return "" }
        let rows: [(String, [UInt64], (UInt64) -> String)] = [
            ("records", course.figures.records, { GroupedNumber.text($0) }),
            ("changes", course.figures.changes, { GroupedNumber.text($0) }),
            ("rejected", course.figures.rejects, { GroupedNumber.text($0) }),
            (
                "took", course.figures.durations,
                { ResultReporting.DurationText.text(.milliseconds($0)) }
            ),
        ]
        let lines = rows.map { name, figures, text in
            let title = "  \(name)" + String(repeating: " ", count: 10 - name.count)
            let last = figures.last.map(text) ?? ""
            let usual = FeedFigures.median(figures).map(text) ?? ""
            let words = "  \(last), median \(usual)"
            let room = width - title.count - DisplayWidth.columns(words)
            let bars = Self.bars(figures.suffix(min(Self.barsMax, max(room, 1))))
            return "\(title)\(bars)\(words)\n"
        }
        return "\n\(style.faint("Runs that ended, oldest to newest"))\n\(lines.joined())"
    }

    /// A bar for each figure, from nothing to the highest one.
    static func bars(_ figures: some Collection<UInt64>) -> String {
        let steps = Array("▁▂▃▄▅▆▇█")
        let highest = figures.max() ?? 0
        return String(
            figures.map { figure in
                guard highest > 0 else { return steps[0] }
                let share = Double(figure) / Double(highest) * Double(steps.count - 1)
                return steps[min(steps.count - 1, Int(share.rounded()))]
            })
    }

    private func remarks(_ course: FeedCourse, width: Int) -> String {
        let remarks = course.figures.remarks.map { "\(course.newest ?? ""): \($0)" }
        guard !remarks.isEmpty else { return "" }
        let lines = remarks.flatMap {
            WrappedText.lines($0, first: "  ", rest: "    ", width: width)
        }
        return "\n\(style.caution("Look at"))\n\(lines.joined(separator: "\n"))\n"
    }
}
