import Provisioning

/// Where the files of the run are.
struct ReportFiles {
    private let report: RunReport

    init(_ report: RunReport) { self.report = report }

    /// Writes the section, if there are files.
    func write(to html: inout HTMLWriter) {
        let files = [
            ("Results", report.resultsPath), ("Rejects", report.rejectsPath),
            ("Secrets", report.secretsPath), ("Plan", report.planPath),
            ("Summary", report.summaryPath), ("This report", report.reportPath),
        ]
        guard files.contains(where: { $0.1 != nil }) else { return }
        html.markup(
            "<section aria-labelledby=\"files-title\">\n<h2 id=\"files-title\">Files</h2>\n")
        html.markup("<dl class=\"files\">\n")
        for (name, path) in files {
            guard let path else { continue }
            html.markup("<div>")
            html.element("dt", text: name)
            html.element("dd") { html in html.element("code", text: path) }
            html.markup("</div>\n")
        }
        html.markup("</dl>\n</section>\n")
    }
}
