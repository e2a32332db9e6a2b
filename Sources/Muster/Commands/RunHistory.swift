package import Provisioning
import ResultReporting
import SQLiteDirectory

/// What `muster runs` prints.
package struct RunHistory {
    private let place: DirectoryPlace

    package init(_ place: DirectoryPlace) { self.place = place }

    /// Prints the newest `limit` runs, newest first: those of one feed, or, for nil, all of them
    /// and commands too.
    package func list(
        feed: String?, limit: Int, format: CommandFormat, to output: StandardOutput, width: Int?,
        style: CommandStyle
    ) throws(RunHalt) {
        let printer = RowPrinter(
            ["RUN", "STARTED", "COMMAND", "FEED", "STATE", "RECORDS", "REJECTED", "ACTOR"],
            format: format, to: output, width: width, style: style)
        let runs = try place.openForReading().listRuns(feed: feed, limit: limit)
        try printer.print(runs.map(Self.row))
        try printer.finish()
    }

    /// Prints one run.
    /// - Throws: a halt with status 1 if there is none of that name.
    package func show(
        _ name: String, format: CommandFormat, to output: StandardOutput
    ) throws(RunHalt) {
        guard let run = try place.openForReading().run(named: name) else {
            throw RunHalt(
                .someRejected, .runNotFound,
                "the history has no run \"\(MessageText.quoted(name))\"",
                advice: "muster runs list shows those it has.")
        }
        switch format {
        case .json: try output.write(Self.object(run))
        case .text: try output.write(Self.text(run))
        }
        try output.flush()
    }

    private static func row(_ run: RunListing) -> PrintedRow {
        let plan = run.plan
        let rejected = run.summary?.count(.rejected)
        return PrintedRow(
            cells: [
                plan.name, plan.startedAt.text, plan.command, plan.feed, run.state.rawValue,
                run.summary.map { "\($0.records)" } ?? "", rejected.map { "\($0)" } ?? "",
                plan.actor,
            ], members: members(run))
    }

    private static func members(_ run: RunListing) -> [(name: String, value: PrintedRow.Value)] {
        let plan = run.plan
        return [
            ("run", .text(plan.name)), ("started_at", .text(plan.startedAt.text)),
            ("finished_at", .text(run.finishedAt?.text)), ("command", .text(plan.command)),
            ("feed", .text(plan.feed.isEmpty ? nil : plan.feed)),
            ("file", .text(plan.file.isEmpty ? nil : plan.file)), ("actor", .text(plan.actor)),
            ("reason", .text(plan.reason)), ("state", .text(run.state.rawValue)),
            ("records", .number(run.summary?.records)),
            ("rejected", .number(run.summary?.count(.rejected))),
        ]
    }

    private static func object(_ run: RunListing) -> ByteString {
        var members = members(run)
        if let summary = run.summary {
            for outcome in Outcome.allCases where summary.count(outcome) > 0 {
                members.append((outcome.word, .number(summary.count(outcome))))
            }
            members.removeAll { $0.name == "rejected" }
            members.append(("rejected", .number(summary.count(.rejected))))
            members.append(("mails_queued", .number(summary.mailsQueued)))
        }
        members.append(("file_hash", .text(known(run.plan.fileHash))))
        members.append(("configuration_hash", .text(known(run.plan.configurationHash))))
        members.append(("options_hash", .text(known(run.plan.optionsHash))))
        return PrintedRow(cells: [], members: members).object
    }

    private static func text(_ run: RunListing) -> String {
        let plan = run.plan
        var facts: [(name: String, value: String?)] = [
            ("Run", plan.name), ("State", run.state.rawValue), ("Command", plan.command),
            ("Feed", plan.feed), ("File", MessageText.quoted(plan.file)),
            ("Actor", MessageText.quoted(plan.actor)),
            ("Reason", plan.reason.map(MessageText.quoted)), ("Started", plan.startedAt.text),
            ("Finished", run.finishedAt?.text), ("File hash", plan.fileHash),
        ]
        if let summary = run.summary {
            facts.append(("Records", "\(summary.records)"))
            for outcome in Outcome.allCases where summary.count(outcome) > 0 {
                facts.append(("  \(outcome.word)", "\(summary.count(outcome))"))
            }
            if summary.mailsQueued > 0 { facts.append(("Mails queued", "\(summary.mailsQueued)")) }
            for (code, count) in summary.issues.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                facts.append(("  \(code.rawValue)", "\(count)"))
            }
        }
        return FactList.text(facts)
    }

    private static func known(_ hash: String) -> String? { hash.isEmpty ? nil : hash }
}
