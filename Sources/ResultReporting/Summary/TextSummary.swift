import Provisioning

/// What a person reads at the end of a run: what happened, why, and what to do now.
///
/// Lines have at most as many columns as are asked for, as far as their longest word allows. No
/// personal data stands in them unless values are asked for.
package struct TextSummary {
    /// Kinds of findings that are listed; the rest is counted.
    private static let codesMax = 12
    private let report: RunReport
    private let style: TextStyle
    private let showsValues: Bool
    private let width: Int

    /// Makes the text of `report` in lines of `width` columns; with `showsValues` messages quote the
    /// values found.
    package init(
        _ report: RunReport, style: TextStyle = .plain, showsValues: Bool = false,
        width: Int = WrappedText.width
    ) {
        self.width = width
        self.report = report
        self.style = style
        self.showsValues = showsValues
    }

    /// The whole text, each line with its end.
    package var text: String {
        let parts = [
            headline, totals, hashing, guards, findings(.error), findings(.warning), notices,
            HistoryLines.lines(report, width: width), files,
        ]
        let blocks = parts.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
        let advice = NextStep.lines(for: report, width: width)
        let all = advice.isEmpty ? blocks : blocks + [advice.joined(separator: "\n")]
        return all.joined(separator: "\n\n") + "\n"
    }

    private var headline: [String] {
        let paint =
            report.status == .allAccepted
            ? style.good : report.status == .someRejected ? style.caution : style.bad
        let sentence = WrappedText.lines(Headline.text(for: report), width: width).map(paint)
        guard let reading = report.reading else { return sentence + superseded }
        return sentence + superseded
            + WrappedText.lines(ReadingLine.text(reading), rest: "  ", width: width).map(
                style.faint)
    }

    private var superseded: [String] {
        guard let run = report.superseded else { return [] }
        let done = GroupedNumber.text(run.records, "record")
        return WrappedText.lines(
            "It takes the place of run \(run.name), which was interrupted after \(done) and is "
                + "closed now; what they changed stays.", rest: "  ", width: width)
    }

    private var totals: [String] {
        let summary = report.summary
        var rows = Outcome.allCases.map { (word: $0.word, count: summary.count($0)) }
        rows += Outcome.allCases.map { ("leavers \($0.word)", report.leavers[$0] ?? 0) }
        rows.append(("mails queued", summary.mailsQueued))
        rows.append(("groups created", summary.groupsCreated))
        rows.append(("mails withdrawn", report.undo?.mailsWithdrawn ?? 0))
        rows.append(("groups removed", UInt64(report.undo?.groupsRemoved.count ?? 0)))
        rows += report.housekeeping?.rows ?? []
        return aligned(rows.filter { $0.count > 0 })
    }

    /// What a rehearsal says about the time that the run will take beside reading and writing.
    private var hashing: [String] {
        guard report.isDryRun, report.passwordsToHash > 0 else { return [] }
        let passwords = report.passwordsToHash == 1 ? "password" : "passwords"
        let time = report.hashingEstimate.map { ": about \(DurationText.estimate($0))" }
        return ["  \(GroupedNumber.text(report.passwordsToHash)) \(passwords) to hash\(time ?? "")"]
    }

    private func aligned(_ rows: [(word: String, count: UInt64)]) -> [String] {
        let counts = rows.map { GroupedNumber.text($0.count) }
        let wide = counts.map(\.count).max() ?? 0
        let words = rows.map(\.word.count).max() ?? 0
        return zip(rows, counts).map { row, count in
            let gap = String(repeating: " ", count: words - row.word.count + wide - count.count)
            let paint = row.word == Outcome.rejected.word ? style.bad : style.strong
            return "  \(row.word)  \(gap)\(paint(count))"
        }
    }

    private var guards: [String] {
        let tripped = report.guards.filter(\.hasTripped)
        guard !tripped.isEmpty else { return [] }
        return [style.strong("Stopped by")]
            + tripped.flatMap { reading in
                let limit = reading.limit.map { ", above the limit of \(GroupedNumber.text($0))" }
                let remark = reading.remark.map { ": \($0)" }
                return WrappedText.lines(
                    "\(reading.name): \(GroupedNumber.text(reading.count))\(limit ?? "")"
                        + (remark ?? ""),
                    first: "  ", rest: "    ", width: width)
            }
    }

    private func findings(_ severity: IssueSeverity) -> [String] {
        let codes = CodeCount.ordered(issuesOfRecords).filter { code, _ in
            (report.examples[code]?.severity ?? code.severity) == severity
        }
        guard !codes.isEmpty else { return [] }
        let shown = codes.prefix(Self.codesMax)
        let wide = shown.map { GroupedNumber.text($0.count).count }.max() ?? 0
        var lines = [
            style.strong(
                severity == .error
                    ? "Errors, the first of each kind" : "Warnings, the first of each kind")
        ]
        for (code, count) in shown {
            let digits = GroupedNumber.text(count)
            let gap = String(repeating: " ", count: wide - digits.count)
            lines += WrappedText.lines(
                finding(code), first: "  \(gap)\(digits)  ",
                rest: String(repeating: " ", count: wide + 4), width: width)
        }
        if codes.count > shown.count {
            lines.append(style.faint("  and \(codes.count - shown.count) more kinds"))
        }
        return lines
    }

    /// Findings by code without what was found about the file as a whole, which is said apart.
    private var issuesOfRecords: [IssueCode: UInt64] {
        var issues = report.summary.issues
        for notice in report.summary.notices {
            guard let count = issues[notice.code] else { continue }
            issues[notice.code] = count > 1 ? count - 1 : nil
        }
        return issues
    }

    /// `users.csv:41 (record 38) email: the value is not an e-mail address [field.email.malformed]`
    private func finding(_ code: IssueCode) -> String {
        let place = report.summary.firstPlaces[code].map { "\(HarmlessText.escaped($0)) " } ?? ""
        let message = report.examples[code].map {
            HarmlessText.escaped(IssueText.message($0, withValue: showsValues)) + " "
        }
        return "\(place)\(message ?? "")[\(code.rawValue)]"
    }

    private var notices: [String] {
        guard !report.summary.notices.isEmpty else { return [] }
        return [style.strong("About the file")]
            + report.summary.notices.flatMap { notice in
                // A header is no personal data, and without it a notice would say nothing.
                let message = HarmlessText.escaped(IssueText.message(notice, withValue: true))
                return WrappedText.lines(
                    "\(message) [\(notice.code.rawValue)]", first: "  ", rest: "    ", width: width)
            }
    }

    private var files: [String] {
        let rows: [(String, String?, String)] = [
            ("Plan", report.planPath, ""), ("Results", report.resultsPath, ""),
            ("Rejects", rejectsPath, ""),
            ("Secrets", report.secretsPath, secretCount),
            ("Summary", report.summaryPath, ""), ("Report", report.reportPath, ""),
        ]
        let wide = rows.filter { $0.1 != nil }.map(\.0.count).max() ?? 0
        return rows.compactMap { name, path, remark in
            let gap = String(repeating: " ", count: max(0, wide - name.count) + 2)
            return path.map { "\(name)\(gap)\(style.faint(FileFault.shown($0)))\(remark)" }
        }
    }

    private var secretCount: String {
        ", \(GroupedNumber.text(report.secrets)) \(report.secrets == 1 ? "secret" : "secrets")"
    }

    private var rejectsPath: String? {
        report.summary.count(.rejected) > 0 ? report.rejectsPath : nil
    }
}
