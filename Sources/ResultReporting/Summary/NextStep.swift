import Provisioning

/// What to do after a run, in lines of a command where there is one.
enum NextStep {
    static func lines(for report: RunReport) -> [String] {
        switch report.state {
        case .interrupted, .running:
            guard let run = report.run else { return [] }
            return ["Carry on with: muster resume \(run)"]
        case .stopped: return afterStop(report)
        case .finished, .superseded: return afterEnd(report)
        }
    }

    private static func afterStop(_ report: RunReport) -> [String] {
        let allowed = report.guards.filter(\.hasTripped).map { reading in
            // The guard on rejects has an option of its own.
            reading.name == "rejects"
                ? "--max-rejects \(reading.count)" : "--allow \(reading.name)=\(reading.count)"
        }
        guard !allowed.isEmpty else { return [] }
        return WrappedText.lines(
            "If the file is right, run it again with: \(allowed.joined(separator: " "))")
    }

    private static func afterEnd(_ report: RunReport) -> [String] {
        if report.summary.count(.rejected) > 0, let rejects = report.rejectsPath {
            return WrappedText.lines(
                "Correct \(FileFault.shown(rejects)) and import it as it is.", rest: "  ")
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
