package import Provisioning
import ResultReporting
import SQLiteDirectory

/// What `muster runs` prints.
package struct RunHistory {
    /// The name of a run says when it started, too.
    private static let columns: [TableColumn] = [
        .whole("RUN"), .repetition("STARTED"), .text("COMMAND", least: 8),
        .text("FEED", least: 8), .whole("STATE"), .number("RECORDS"), .number("REJECTED"),
        .text("ACTOR", least: 6, rank: 8), .text("NOTE", least: 24, rank: 7),
    ]

    private let place: DirectoryPlace

    package init(_ place: DirectoryPlace) { self.place = place }

    /// Prints the newest runs that the options let through, newest first.
    /// - Returns: what there is to say of a feed that has no run at all; nil: nothing.
    /// - Throws: a halt with status 64 for a state or a time that is none, 66, 74 or 75.
    package func list(
        _ options: RunListOptions, format: CommandFormat, to output: StandardOutput, width: Int?,
        style: CommandStyle
    ) throws(RunHalt) -> String? {
        let printer = RowPrinter(
            Self.columns, format: format, to: output, width: width, style: style,
            nothing: "No such run. muster import FILE makes one.")
        let directory = try place.openForReading()
        let runs = try directory.listRuns(try options.filter())
        try printer.print(runs.map(Self.row))
        try printer.finish()
        guard runs.isEmpty, let feed = options.feed else { return nil }
        let known = try directory.feeds(withRunsOf: FeedReport.commands)
        return known.contains(feed) ? nil : FeedReport.noRuns(of: feed, known).text
    }

    /// Prints one run.
    /// - Throws: a halt with status 1 if there is none of that name.
    package func show(
        _ name: String, format: CommandFormat, to output: StandardOutput, width: Int? = nil
    ) throws(RunHalt) {
        let directory = try place.openForReading()
        guard let run = try directory.run(named: name) else { throw Self.notFound(name) }
        let description = RunDescription(
            run, relations: try directory.relations(of: run),
            folder: try RunFolder(beside: place.directory, run: run.plan.name))
        switch format {
        case .json: try output.write(description.object)
        case .text: try output.write(description.text(Figures(width: width)))
        }
        try output.flush()
    }

    /// The halt for a run that is not there.
    static func notFound(_ name: String) -> RunHalt {
        RunHalt(
            .someRejected, .runNotFound, "the history has no run \"\(MessageText.quoted(name))\"",
            advice: "muster runs list shows those it has.")
    }

    private static func row(_ run: RunListing) -> PrintedRow {
        let plan = run.plan
        let rejected = run.summary?.count(.rejected)
        return PrintedRow(
            cells: [
                plan.name, plan.startedAt.text, plan.command, plan.feed, run.state.rawValue,
                run.summary.map { "\($0.records)" } ?? "", rejected.map { "\($0)" } ?? "",
                plan.actor, note(run),
            ], members: members(run))
    }

    /// What other runs say of this one.
    private static func note(_ run: RunListing) -> String {
        var notes: [String] = []
        if let undo = run.undoneBy { notes.append("undone by \(undo)") }
        if let first = run.firstAttempt { notes.append("rejects of \(first)") }
        return notes.joined(separator: "; ")
    }

    static func members(_ run: RunListing) -> [(name: String, value: PrintedRow.Value)] {
        let plan = run.plan
        return [
            ("run", .text(plan.name)), ("started_at", .text(plan.startedAt.text)),
            ("finished_at", .text(run.finishedAt?.text)), ("command", .text(plan.command)),
            ("feed", .text(plan.feed.isEmpty ? nil : plan.feed)),
            ("file", .text(plan.file.isEmpty ? nil : plan.file)), ("actor", .text(plan.actor)),
            ("reason", .text(plan.reason)), ("state", .text(run.state.rawValue)),
            ("records", .number(run.summary?.records)),
            ("rejected", .number(run.summary?.count(.rejected))),
            ("undone_by", .text(run.undoneBy)), ("first_attempt", .text(run.firstAttempt)),
        ]
    }
}
