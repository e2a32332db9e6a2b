import Provisioning

/// What happened in one sentence, how it ended, and which run it was.
struct ReportHeader {
    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    /// Writes the top of the page.
    func write(to html: inout HTMLWriter) {
        html.markup("<header>\n<p class=\"kicker\"><span class=\"brand\">Muster</span> ")
        html.text(report.isDryRun ? "Report of a rehearsal" : "Report of a run")
        html.markup("</p>\n")
        html.element("h1", text: Headline.text(for: report))
        html.markup("\n<p>")
        let (mark, word, kind) = badge
        html.element("span", ("class", "badge \(kind)")) { html in
            html.element("span", ("aria-hidden", "true"), text: mark)
            html.text(" \(word)")
        }
        if report.isDryRun {
            html.markup(" <span class=\"badge plain\">Dry run: nothing was changed</span>")
        }
        html.markup("</p>\n<dl class=\"facts\">\n")
        for (name, value) in facts {
            html.markup("<div>")
            html.element("dt", text: name)
            html.element("dd", text: value)
            html.markup("</div>\n")
        }
        html.markup("</dl>\n</header>\n")
    }

    /// A sign, a word and a colour for how the run ended.
    private var badge: (mark: String, word: String, kind: String) {
        switch report.state {
        case .finished where report.undo != nil: ("↶", "A run was taken back", "good")
        case .finished where report.status == .allAccepted: ("✓", "All records accepted", "good")
        case .finished: ("!", "Finished, with rejected records", "caution")
        case .stopped where report.status == .someRejected:
            ("✕", "Nothing applied: records were rejected", "bad")
        case .stopped: ("✕", "Stopped by a guard: nothing changed", "bad")
        case .interrupted, .running: ("‖", "Interrupted, can be resumed", "bad")
        case .superseded: ("‖", "Closed, because another file came", "caution")
        case .undone: ("↶", "Taken back", "caution")
        }
    }

    private var facts: [(String, String)] {
        var facts: [(String, String)] = []
        if let run = report.run { facts.append(("Run", run)) }
        if !report.feed.isEmpty { facts.append(("Feed", report.feed)) }
        if !report.file.isEmpty {
            let isFile = report.undo == nil
            facts.append(
                (
                    isFile ? "File" : "Run taken back",
                    report.file == "-" ? "standard input" : report.file
                ))
        }
        facts.append(("Command", "muster \(report.command)"))
        if let actor = report.actor { facts.append(("By", actor)) }
        facts.append(("Started", Self.shown(report.startedAt)))
        facts.append(("Took", duration))
        if let reading = report.reading { facts.append(("Input", Self.input(reading))) }
        if let run = report.superseded {
            facts.append(
                (
                    "Takes the place of",
                    "run \(run.name), interrupted after \(GroupedNumber.text(run.records, "record"))"
                ))
        }
        return facts
    }

    private var duration: String {
        let time = DurationText.text(report.duration)
        let milliseconds = UInt64(max(DurationText.milliseconds(report.duration), 1))
        let (product, overflow) = report.summary.records.multipliedReportingOverflow(by: 1_000)
        guard report.summary.records > 0, !overflow else { return time }
        return "\(time), \(GroupedNumber.text(product / milliseconds)) records a second"
    }

    /// `2026-11-24 03:15:00 UTC`.
    static func shown(_ instant: Instant) -> String {
        let text = InstantText.utc(instant)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
    }

    /// Without the reasons, which `summary.json` has.
    private static func input(_ reading: FeedReading) -> String {
        var plain = reading
        plain.delimiterReason = nil
        plain.encodingReason = ""
        return String(ReadingLine.text(plain).dropFirst("Read as ".count).dropLast())
    }
}
