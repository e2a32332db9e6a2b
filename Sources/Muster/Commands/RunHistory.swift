package import Provisioning
import ResultReporting
import SQLiteDirectory

/// What `muster runs` prints.
package struct RunHistory {
    private let place: DirectoryPlace

    package init(_ place: DirectoryPlace) { self.place = place }

    /// Prints the newest runs that the options let through, newest first.
    /// - Throws: a halt with status 64 for a state or a time that is none, 66, 74 or 75.
    package func list(
        _ options: RunListOptions, format: CommandFormat, to output: StandardOutput, width: Int?,
        style: CommandStyle
    ) throws(RunHalt) {
        let printer = RowPrinter(
            [
                "RUN", "STARTED", "COMMAND", "FEED", "STATE", "RECORDS", "REJECTED", "ACTOR",
                "NOTE",
            ],
            format: format, to: output, width: width, style: style)
        let runs = try place.openForReading().listRuns(try options.filter())
        try printer.print(runs.map(Self.row))
        try printer.finish()
    }

    /// Prints one run.
    /// - Throws: a halt with status 1 if there is none of that name.
    package func show(
        _ name: String, format: CommandFormat, to output: StandardOutput
    ) throws(RunHalt) {
        let directory = try place.openForReading()
        guard let run = try directory.run(named: name) else { throw Self.notFound(name) }
        let description = RunDescription(
            run, relations: try directory.relations(of: run),
            folder: try RunFolder(beside: place.directory, run: run.plan.name))
        switch format {
        case .json: try output.write(description.object)
        case .text: try output.write(description.text)
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
