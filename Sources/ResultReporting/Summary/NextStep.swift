import Provisioning

/// What to do after a run, in lines of a command where there is one.
enum NextStep {
    static func lines(for report: RunReport) -> [String] {
        switch report.state {
        case .interrupted, .running:
            guard let run = report.run else { return [] }
            return ["Carry on with: muster resume \(run)"]
        case .stopped: return afterStop(report)
        case .finished, .superseded, .undone: return afterEnd(report)
        }
    }

    private static func afterStop(_ report: RunReport) -> [String] {
        if report.status == .someRejected {
            return WrappedText.lines(
                "Correct the rejected records in the file itself and import it again: --atomic applies "
                    + "all of it or nothing.", rest: "  ")
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

    private static func afterEnd(_ report: RunReport) -> [String] {
        if let plan = report.planPath {
            let path = FileFault.shown(plan)
            return [
                "Look at it with: muster plan show \(path)",
                "Carry it out with: muster apply \(path)",
            ]
        }
        if report.summary.count(.rejected) > 0, let rejects = report.rejectsPath {
            let how = inputFormat(of: rejects, report).map { "with --input-format \($0)" }
            return WrappedText.lines(
                "Correct \(FileFault.shown(rejects)) and import it \(how ?? "as it is").",
                rest: "  ")
        }
        if report.isDryRun, report.status == .allAccepted, report.summary.records > 0 {
            return ["Run it again without --dry-run to apply it."]
        }
        if report.summary.mailsQueued > 0, !report.isDryRun {
            return ["Send the queued mail with: muster mail deliver"]
        }
        return []
    }
}
