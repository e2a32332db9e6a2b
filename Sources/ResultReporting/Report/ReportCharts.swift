import Provisioning

/// Outcomes and codes as charts: inline SVG beside the figures, which say the same in words.
struct ReportCharts {
    /// Codes that a chart shows; the rest is added up.
    private static let codesMax = 12
    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    /// Writes the sections.
    func write(to html: inout HTMLWriter) {
        guard report.summary.records > 0 else { return }
        html.markup("<section aria-labelledby=\"outcomes-title\">\n")
        html.markup("<h2 id=\"outcomes-title\">Outcomes</h2>\n")
        writeOutcomes(to: &html)
        html.markup("</section>\n")
        guard !report.causes.isEmpty else { return }
        html.markup("<div class=\"pair\">\n")
        writeCodes(.error, "Errors by code", "errors-title", to: &html)
        writeCodes(.warning, "Warnings by code", "warnings-title", to: &html)
        html.markup("</div>\n")
    }

    private var outcomes: [(outcome: Outcome, count: UInt64)] {
        Outcome.allCases.map { ($0, report.summary.count($0)) }.filter { $0.1 > 0 }
    }

    private func share(_ count: UInt64) -> String {
        ShareText.percent(count, of: report.summary.records)
    }

    private func writeOutcomes(to html: inout HTMLWriter) {
        let words = outcomes.map {
            "\($0.outcome.word) \(GroupedNumber.text($0.count)) (\(share($0.count)))"
        }
        html.markup("<figure class=\"stack\">\n")
        html.element(
            "svg", ("viewBox", "0 0 1000 40"), ("preserveAspectRatio", "none"), ("role", "img"),
            ("aria-label", "Share of each outcome: \(words.joined(separator: ", "))")
        ) { html in
            var start = 0
            for (place, width) in zip(outcomes, widths) {
                html.element(
                    "rect", ("class", "o-\(place.outcome.word)"), ("x", "\(start)"), ("y", "0"),
                    ("width", "\(max(width - 2, 2))"), ("height", "40"), text: "")
                start += width
            }
        }
        html.markup("\n<figcaption>\n<ul class=\"legend\">\n")
        for (outcome, count) in outcomes {
            html.element("li") { html in
                html.element(
                    "span", ("class", "swatch o-\(outcome.word)"), ("aria-hidden", "true"), text: ""
                )
                html.text(" \(outcome.word) ")
                html.element("b", text: GroupedNumber.text(count))
                html.element("span", ("class", "faint"), text: " \(share(count))")
            }
        }
        html.markup("\n</ul>\n</figcaption>\n</figure>\n")
    }

    /// Widths that add up to 1,000, none below 6: what happened at all is seen.
    private var widths: [Int] {
        let counts = outcomes.map { Double($0.count) }
        let whole = counts.reduce(0, +)
        let least = 6.0
        let raw = counts.map { max($0 / whole * 1_000, least) }
        let sum = raw.reduce(0, +)
        // What the small ones were given is taken from the others.
        let spare = raw.map { $0 - least }.reduce(0, +)
        let excess = sum - 1_000
        return raw.map { width in
            let cut = spare > 0 ? (width - least) / spare * excess : 0
            return Int((width - cut).rounded())
        }
    }

    private func writeCodes(
        _ severity: IssueSeverity, _ title: String, _ identifier: String, to html: inout HTMLWriter
    ) {
        let codes = CauseGroup.groups(of: report, severity)
        guard let most = codes.first?.count else { return }
        html.element("section", ("aria-labelledby", identifier)) { html in
            html.element("h2", ("id", identifier), text: title)
            html.markup("\n<ul class=\"bars\">\n")
            for code in codes.prefix(Self.codesMax) {
                writeBar(code.code.rawValue, code.count, of: most, severity, to: &html)
            }
            let rest = codes.dropFirst(Self.codesMax)
            if !rest.isEmpty {
                let count = rest.reduce(0) { $0 + $1.count }
                writeBar("\(rest.count) more codes", count, of: most, severity, to: &html)
            }
            html.markup("</ul>\n")
        }
    }

    private func writeBar(
        _ name: String, _ count: UInt64, of most: UInt64, _ severity: IssueSeverity,
        to html: inout HTMLWriter
    ) {
        let width = min(max(Int(Double(count) / Double(most) * 1_000), 4), 1_000)
        html.element("li") { html in
            html.element("code", text: name)
            html.element("b", text: GroupedNumber.text(count))
            html.element(
                "svg", ("viewBox", "0 0 1000 10"), ("preserveAspectRatio", "none"),
                ("aria-hidden", "true"), ("class", severity.rawValue)
            ) { html in
                html.markup("<rect class=\"rail\" width=\"1000\" height=\"10\"></rect>")
                html.element("rect", ("width", "\(width)"), ("height", "10"), text: "")
            }
        }
        html.markup("\n")
    }
}
