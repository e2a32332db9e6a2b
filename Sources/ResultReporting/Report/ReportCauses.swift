import Provisioning

/// What to put right first: findings by cause, with what each means and what to do about it.
struct ReportCauses {
    /// Causes that are shown in full; the rest is named.
    private static let causesMax = 25
    private let report: RunReport
    private let showsValues: Bool

    init(_ report: RunReport, showsValues: Bool) {
        self.report = report
        self.showsValues = showsValues
    }

    /// Writes the sections: errors, and warnings where there are some.
    func write(to html: inout HTMLWriter) {
        let errors = CauseGroup.groups(of: report, .error)
        html.markup("<section aria-labelledby=\"fix-title\">\n")
        html.markup("<h2 id=\"fix-title\">Fix these first</h2>\n")
        writePatterns(to: &html)
        if errors.isEmpty {
            let none =
                report.summary.count(.rejected) == 0
                ? "Nothing: no record was rejected."
                : "What was wrong is not known any more: see the results."
            html.element("p", ("class", "note"), text: none)
        } else {
            let rejected = report.summary.count(.rejected)
            let records =
                rejected > 0 ? " \(GroupedNumber.text(rejected, "record")) rejected in all." : ""
            html.element(
                "p", ("class", "note"),
                text: "The biggest cause first; a record can have several.\(records)")
        }
        write(errors, to: &html)
        html.markup("</section>\n")
        let warnings = CauseGroup.groups(of: report, .warning)
        guard !warnings.isEmpty else { return }
        html.markup("<section aria-labelledby=\"look-title\">\n")
        html.markup("<h2 id=\"look-title\">Worth a look</h2>\n")
        html.markup("<p class=\"note\">Warnings: these records were accepted.</p>\n")
        write(warnings, to: &html)
        html.markup("</section>\n")
    }

    /// What stands out in the run as a whole, as the guards say it.
    private func writePatterns(to html: inout HTMLWriter) {
        for remark in report.guards.compactMap(\.remark) {
            html.element("p", ("class", "pattern"), text: remark.capitalisedWord)
            html.markup("\n")
        }
    }

    private func write(_ groups: [CauseGroup], to html: inout HTMLWriter) {
        guard !groups.isEmpty else { return }
        html.markup("<ol class=\"causes\">\n")
        for group in groups.prefix(Self.causesMax) { write(group, to: &html) }
        html.markup("</ol>\n")
        let rest = groups.dropFirst(Self.causesMax)
        guard !rest.isEmpty else { return }
        let names = rest.map { "\($0.code.rawValue) (\(GroupedNumber.text($0.count)))" }
        html.element("p", ("class", "note"), text: "And \(names.joined(separator: ", ")).")
    }

    private func write(_ group: CauseGroup, to html: inout HTMLWriter) {
        html.element("li", ("class", "cause \(group.code.severity.rawValue)")) { html in
            html.markup("<div class=\"weight\">")
            html.element("b", text: GroupedNumber.text(group.count))
            let share = ShareText.percent(group.count, of: report.summary.records)
            if group.count <= report.summary.records {
                html.element("span", text: "\(share) of records")
            }
            html.markup("</div>\n<div class=\"what\">\n<h3>")
            html.element("code", text: group.code.rawValue)
            html.markup("</h3>\n")
            if let advice = group.code.advice {
                html.element("p") { html in
                    html.prose(advice.meaning)
                    html.markup(" ")
                    html.element("strong", text: "Do:")
                    html.markup(" ")
                    html.prose(advice.remedy)
                }
                html.markup("\n")
            }
            writeColumns(group, to: &html)
            writeExamples(group, to: &html)
            html.element(
                "p", ("class", "act"),
                body: { html in
                    html.element(
                        "a", ("class", "filter"), ("href", "#records"),
                        ("data-code", group.code.rawValue),
                        text: "Show these records in the table")
                })
            html.markup("\n</div>\n")
        }
        html.markup("\n")
    }

    private func writeColumns(_ group: CauseGroup, to html: inout HTMLWriter) {
        guard !group.columns.isEmpty else { return }
        html.markup("<p class=\"columns\">")
        html.text(group.columns.count == 1 ? "Column " : "Columns ")
        for (index, column) in group.columns.prefix(8).enumerated() {
            if index > 0 { html.markup(", ") }
            html.element("span", ("class", "chip"), text: column.name)
            if group.columns.count > 1 { html.text(" \(GroupedNumber.text(column.count))") }
        }
        if group.columns.count > 8 { html.text(" and \(group.columns.count - 8) more") }
        html.markup("</p>\n")
    }

    private func writeExamples(_ group: CauseGroup, to html: inout HTMLWriter) {
        html.markup("<ul class=\"examples\">\n")
        for (column, example) in group.examples {
            html.element("li") { html in
                let place =
                    example.record > 0
                    ? "Line \(GroupedNumber.text(example.line)), record "
                        + GroupedNumber.text(UInt64(example.record))
                    : "Leaver"
                html.element("span", ("class", "place"), text: place)
                html.text(" ")
                if let column, group.columns.count > 1 { html.text("\(column): ") }
                html.text(example.message(withValue: showsValues) ?? "")
            }
            html.markup("\n")
        }
        html.markup("</ul>\n")
    }
}
