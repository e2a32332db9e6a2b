import Provisioning

/// What else there is to know: mails, leavers, the file as a whole, earlier runs, and what to do now.
struct ReportNotes {
    private let report: RunReport
    private let showsValues: Bool

    init(_ report: RunReport, showsValues: Bool) {
        self.report = report
        self.showsValues = showsValues
    }

    /// Writes the sections that have something to say.
    func write(to html: inout HTMLWriter) {
        html.markup("<div class=\"pair\">\n")
        write("Next", "next-title", next, to: &html)
        write("Mail", "mail-title", mails, to: &html)
        write("About the file", "file-title", notices, to: &html)
        write("Leavers", "leavers-title", leavers, to: &html)
        write("Beside", "beside-title", beside, to: &html)
        write("Earlier runs", "earlier-title", earlier, to: &html)
        html.markup("</div>\n")
    }

    /// A line, and whether it is typed as it stands.
    private typealias Line = (text: String, isCommand: Bool)

    private func write(
        _ title: String, _ identifier: String, _ lines: [Line], to html: inout HTMLWriter
    ) {
        guard !lines.isEmpty else { return }
        html.element("section", ("class", "note-box"), ("aria-labelledby", identifier)) { html in
            html.element("h2", ("id", identifier), text: title)
            html.markup("\n<ul>\n")
            for line in lines {
                html.element("li") { html in
                    if line.isCommand {
                        html.element("code", ("class", "command"), text: line.text)
                    } else {
                        html.text(line.text)
                    }
                }
                html.markup("\n")
            }
            html.markup("</ul>\n")
        }
        html.markup("\n")
    }

    /// The lines of the terminal, of any length; what is typed stands apart.
    private var next: [Line] {
        NextStep.lines(for: report, width: .max).flatMap { line -> [Line] in
            if line.hasPrefix("  ") { return [(String(line.dropFirst(2)), true)] }
            guard let found = line.firstRange(of: ": muster ") else { return [(line, false)] }
            let command = line[found.lowerBound...].dropFirst(2)
            return [(line[..<found.lowerBound] + ":", false), (String(command), true)]
        }
    }

    private var mails: [Line] {
        var lines: [Line] = []
        let queued = report.summary.mailsQueued
        if queued > 0 {
            let mails = GroupedNumber.text(queued, "mail")
            lines.append(
                (
                    report.isDryRun
                        ? "\(mails) would be queued."
                        : "\(mails) queued by this run, not yet sent.",
                    false
                ))
            if !report.isDryRun { lines.append(("muster mail deliver", true)) }
        }
        if let withdrawn = report.undo?.mailsWithdrawn, withdrawn > 0 {
            lines.append(
                ("\(GroupedNumber.text(withdrawn, "mail")) withdrawn before being sent.", false))
        }
        return lines
    }

    private var notices: [Line] {
        report.summary.notices.map { notice in
            // Where a file has no header, the first person stands in its place.
            let text =
                showsValues ? IssueText.message(notice, withValue: true) : notice.shareableMessage
            return ("\(text) [\(notice.code.rawValue)]", false)
        }
    }

    private var leavers: [Line] {
        Outcome.allCases.compactMap { outcome in
            guard let count = report.leavers[outcome], count > 0 else { return nil }
            let what = outcome == .missing ? "missing, and stay as they are for now" : outcome.word
            return ("\(GroupedNumber.text(count)) \(what)", false)
        }
    }

    private var beside: [Line] {
        var lines: [Line] = []
        if report.summary.groupsCreated > 0 {
            lines.append(
                ("\(GroupedNumber.text(report.summary.groupsCreated, "group")) created.", false))
        }
        if report.isDryRun, report.passwordsToHash > 0 {
            let time = report.hashingEstimate.map { ", about \(DurationText.estimate($0))" }
            lines.append(
                (
                    "\(GroupedNumber.text(report.passwordsToHash, "password")) to hash\(time ?? "").",
                    false
                ))
        }
        if report.secrets > 0 {
            lines.append(
                (
                    "\(GroupedNumber.text(report.secrets, "secret")) in the file of --secrets, shown "
                        + "nowhere else.", false
                ))
        }
        for (word, count) in report.housekeeping?.rows ?? [] where count > 0 {
            lines.append(("\(GroupedNumber.text(count)) \(word)", false))
        }
        if let undo = report.undo {
            if !undo.groupsRemoved.isEmpty {
                lines.append(
                    ("Groups removed: \(undo.groupsRemoved.joined(separator: ", "))", false))
            }
            let left = undo.changedSince.count
            if left > 0 {
                lines.append(
                    (
                        "\(GroupedNumber.text(UInt64(left), "user")) left as they are, changed since.",
                        false
                    ))
            }
        }
        return lines
    }

    private var earlier: [Line] {
        HistoryLines.sentences(report).map { ($0, false) }
    }
}
