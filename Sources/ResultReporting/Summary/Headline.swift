import Provisioning

/// The one sentence that says how a run ended.
enum Headline {
    static func text(for report: RunReport) -> String {
        if let undo = report.undo { return undo.sentence(report) }
        // A run whose records the program makes itself has no file.
        let subject = report.file.isEmpty ? report.command : report.file
        let file = FileFault.shown(subject == "-" ? "standard input" : subject)
        let sentence = "\(file): \(beginning(of: report))\(ending(of: report))"
        guard report.isDryRun else { return sentence }
        if report.command == "plan", report.planPath == nil {
            return "\(sentence) No plan was made."
        }
        let kind = report.command == "plan" ? "Planned" : "Dry run"
        return "\(sentence) \(kind): nothing was changed."
    }

    private static func beginning(of report: RunReport) -> String {
        guard let done = report.resumedAfter, let run = report.run else { return "" }
        return "run \(run) was carried on from record \(GroupedNumber.text(done + 1)): "
    }

    private static func ending(of report: RunReport) -> String {
        let records = GroupedNumber.text(report.summary.records, "record")
        let time = DurationText.text(report.duration)
        let rejected = report.summary.count(.rejected)
        switch report.state {
        case .stopped where report.status == .someRejected:
            return
                "nothing was applied: \(GroupedNumber.text(rejected)) of \(records) were rejected."
        case .stopped: return "stopped after reading \(records); nothing was changed."
        case .interrupted, .running: return "interrupted; \(records) are done."
        case .superseded: return "closed after \(records), because another file came."
        case .finished, .undone: break
        }
        if report.summary.records == 0 { return "no records." }
        if rejected == 0 { return "\(records) in \(time), all accepted." }
        return "\(records) in \(time), \(GroupedNumber.text(report.accepted)) accepted, "
            + "\(GroupedNumber.text(rejected)) rejected."
    }
}
