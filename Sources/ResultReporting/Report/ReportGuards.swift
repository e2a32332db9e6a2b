import Provisioning

/// How far the run was from what the guards allow.
struct ReportGuards {
    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    /// Writes the section, if guards were checked.
    func write(to html: inout HTMLWriter) {
        guard !report.guards.isEmpty else { return }
        html.markup("<section aria-labelledby=\"guards-title\">\n")
        html.markup("<h2 id=\"guards-title\">Guards</h2>\n")
        html.element("p", ("class", "note"), text: introduction)
        html.markup(
            """

            <table class="guards">
            <thead><tr><th scope="col">Guard</th><th scope="col" class="figure">Count</th>\
            <th scope="col" class="figure">Limit</th><th scope="col">Share of the limit</th>\
            <th scope="col">Verdict</th></tr></thead>
            <tbody>

            """)
        for reading in report.guards where reading.limit != nil || reading.hasTripped {
            write(reading, to: &html)
        }
        html.markup("</tbody>\n</table>\n")
        let off = report.guards.filter { $0.limit == nil && !$0.hasTripped }.map { reading in
            "\(reading.name) (\(GroupedNumber.text(reading.count)))"
        }
        if !off.isEmpty {
            html.element(
                "p", ("class", "note off"), text: "Without a limit: \(off.joined(separator: ", "))."
            )
        }
        html.markup("</section>\n")
    }

    private var introduction: String {
        let text =
            "A guard stops a run before anything is changed when its count is above the limit."
        guard let allowances = report.allowances, !allowances.isEmpty else { return text }
        return "\(text) Allowed for this run: \(allowances)."
    }

    private func write(_ reading: GuardReading, to html: inout HTMLWriter) {
        html.element("tr", ("class", reading.hasTripped ? "tripped" : "")) { html in
            html.element("th", ("scope", "row"), text: reading.name)
            html.element(
                "td", ("class", "figure"), ("data-name", "Count"),
                text: GroupedNumber.text(reading.count))
            html.element(
                "td", ("class", "figure"), ("data-name", "Limit"),
                text: reading.limit.map { GroupedNumber.text($0) } ?? "–")
            html.element("td", ("data-name", "Share")) { html in
                guard let limit = reading.limit else {
                    return html.element("span", ("class", "faint"), text: "no limit")
                }
                writeMeter(reading, limit, to: &html)
            }
            html.element("td", ("data-name", "Verdict")) { html in
                html.element(
                    "strong", text: reading.hasTripped ? "✕ stopped the run" : "✓ passed")
                if let remark = reading.remark {
                    html.element("span", ("class", "remark"), text: remark)
                }
            }
        }
        html.markup("\n")
    }

    private func writeMeter(_ reading: GuardReading, _ limit: UInt64, to html: inout HTMLWriter) {
        let share = limit > 0 ? Double(reading.count) / Double(limit) : reading.count > 0 ? 1 : 0
        let width = Int((min(share, 1) * 1_000).rounded())
        html.element(
            "svg", ("class", "meter"), ("viewBox", "0 0 1000 10"), ("preserveAspectRatio", "none"),
            ("aria-hidden", "true")
        ) { html in
            html.markup("<rect class=\"rail\" width=\"1000\" height=\"10\"></rect>")
            html.element("rect", ("width", "\(width)"), ("height", "10"), text: "")
        }
        let words =
            limit > 0
            ? ShareText.percent(reading.count, of: limit)
            : reading.count > 0 ? "none is allowed" : "none"
        html.element("span", text: " \(words)")
    }
}
