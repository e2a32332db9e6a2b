import Provisioning

/// What to do after a run, in lines of a command where there is one.
enum NextStep {
    static func lines(for report: RunReport, width: Int) -> [String] {
        switch report.state {
        case .interrupted, .running:
            guard let run = report.run else { return [] }
            return ["Carry on with: muster resume \(run)\(report.given.placeText)"]
        case .stopped: return afterStop(report, width)
        case .finished, .superseded, .undone: return afterEnd(report, width)
        }
    }

    private static func afterStop(_ report: RunReport, _ width: Int) -> [String] {
        if report.status == .someRejected {
            return WrappedText.lines(
                "Correct the rejected records in the file itself and import it again: --atomic applies "
                    + "all of it or nothing.", rest: "  ", width: width)
        }
        let allowed = report.guards.filter(\.hasTripped).map { reading in
            "--allow \(reading.name)=\(reading.count)"
        }
        guard !allowed.isEmpty else { return [] }
        let words = allowed.joined(separator: " ")
        switch report.command {
        case "apply": return ["If that is meant, plan again with:", "  \(words)"]
        case "sweep": return ["If that is meant, sweep again with:", "  \(words)"]
        default: return ["If the file is right, run it again with:", "  \(words)"]
        }
    }

    /// The format of the rejects, where the name that the user gave them tells of another one.
    private static func inputFormat(of path: String, _ report: RunReport) -> String? {
        let formats = [
            (word: "csv", name: "CSV", endings: [".csv", ".tsv", ".tab", ".txt"]),
            (word: "xml", name: "XML", endings: [".xml"]),
            (word: "jsonl", name: "JSON", endings: [".jsonl", ".ndjson", ".json"]),
        ]
        let path = path.lowercased()
        guard let reading = report.reading,
            let own = formats.first(where: { reading.format.hasPrefix($0.name) }),
            let told = formats.first(where: { $0.endings.contains { path.hasSuffix($0) } }),
            own.word != told.word
        else { return nil }
        return own.word
    }

    /// The rejects are a feed like the one that they come from: where, and how they are imported.
    private static func correcting(_ rejects: String, _ report: RunReport) -> [String] {
        var command = "muster import \(ShellWord.quoted(rejects))"
        if report.feed != FeedProfile().feed, !report.feed.isEmpty {
            command += " --feed \(ShellWord.quoted(report.feed))"
        }
        if let format = inputFormat(of: rejects, report) { command += " --input-format \(format)" }
        command += report.given.readingText + report.given.placeText
        var lines = ["Correct the rejected records in their file, and import it:"]
        lines.append("  \(command)")
        if let run = report.run {
            lines += [
                "Why a record was rejected:",
                "  muster explain \(run) RECORD\(report.given.placeText)",
            ]
        }
        return lines
    }

    private static func afterEnd(_ report: RunReport, _ width: Int) -> [String] {
        if let plan = report.planPath {
            let words = ShellWord.quoted(plan) + report.given.placeText
            return [
                "Look at it with: muster plan show \(words)",
                "Carry it out with: muster apply \(words)",
            ]
        }
        let advice = ColumnAdvice.lines(for: report, width: width)
        if !advice.isEmpty { return advice }
        if report.summary.count(.rejected) > 0, let rejects = report.rejectsPath {
            return correcting(rejects, report)
        }
        if report.isDryRun, report.command == "import", report.accepted > 0,
            report.status == .someRejected
        {
            return WrappedText.lines(
                "Without --dry-run it applies what is accepted, and puts the rejected records into a "
                    + "file that you correct and import.", rest: "  ", width: width)
        }
        if report.isDryRun, report.status == .allAccepted, report.summary.records > 0 {
            return ["Run it again without --dry-run to apply it."]
        }
        if report.summary.mailsQueued > 0, !report.isDryRun {
            return ["Send the queued mail with: muster mail deliver\(report.given.placeText)"]
        }
        return []
    }
}
