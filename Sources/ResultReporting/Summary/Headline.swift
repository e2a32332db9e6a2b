import Provisioning

/// The one sentence that says how a run ended.
enum Headline {
    static func text(for report: RunReport) -> String {
        let file = FileFault.shown(report.file == "-" ? "standard input" : report.file)
        let sentence = "\(file): \(ending(of: report))"
        return report.isDryRun ? "\(sentence) Dry run: nothing was changed." : sentence
    }

    private static func ending(of report: RunReport) -> String {
        let records = GroupedNumber.text(report.summary.records, "record")
        let time = DurationText.text(report.duration)
        switch report.state {
        case .stopped: return "stopped after reading \(records); nothing was changed."
        case .interrupted, .running: return "interrupted; \(records) are done."
        case .superseded: return "closed after \(records), because another file came."
        case .finished: break
        }
        let rejected = report.summary.count(.rejected)
        if report.summary.issues[.runAtomicAborted, default: 0] > 0 {
            return
                "nothing was applied: \(GroupedNumber.text(rejected)) of \(records) were rejected."
        }
        if report.summary.records == 0 { return "no records." }
        if rejected == 0 { return "\(records) in \(time), all accepted." }
        return "\(records) in \(time), \(GroupedNumber.text(report.accepted)) accepted, "
            + "\(GroupedNumber.text(rejected)) rejected."
    }
}
