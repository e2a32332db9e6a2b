import Provisioning

/// The page: its frame, and its sections in the order in which they are read.
struct ReportPage {
    /// Rejected results that stand in the page itself, for print and where no script runs.
    static let staticRowsMax = 200

    let report: RunReport
    let source: ReportSource?
    let isShareable: Bool

    init(_ report: RunReport, source: ReportSource?, isShareable: Bool) {
        self.report = isShareable ? report.shareable : report
        self.source = source
        self.isShareable = isShareable
    }

    /// Writes the page.
    /// - Throws: a halt with status 74.
    func write(to file: OutputFile) throws(RunHalt) {
        var html = HTMLWriter()
        writeHead(to: &html)
        html.markup("<body>\n<a class=\"skip\" href=\"#records\">Skip to the records</a>\n")
        ReportHeader(report).write(to: &html)
        html.markup("<main>\n")
        ReportTotals(report).write(to: &html)
        ReportCharts(report).write(to: &html)
        ReportCauses(report, showsValues: !isShareable).write(to: &html)
        ReportGuards(report).write(to: &html)
        ReportNotes(report, showsValues: !isShareable).write(to: &html)
        ReportFiles(report).write(to: &html)
        html.move(to: &file.buffer)
        try ReportTable(report, source: source, isShareable: isShareable).write(to: file)
        html.markup("</main>\n")
        writeFoot(to: &html)
        html.markup("<script>")
        html.asset(.script)
        html.markup("</script>\n</body>\n</html>\n")
        html.move(to: &file.buffer)
        try file.flush()
    }

    private func writeHead(to html: inout HTMLWriter) {
        html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        html.empty(
            "meta", ("http-equiv", "Content-Security-Policy"), ("content", ReportAsset.policy))
        html.markup(
            """

            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="referrer" content="no-referrer">
            <meta name="robots" content="noindex">
            <meta name="color-scheme" content="light dark">

            """)
        html.element("title", text: "\(Headline.text(for: report)) - Muster")
        html.markup("\n<link rel=\"icon\" href=\"data:,\">\n<style>")
        html.asset(.style)
        html.markup("</style>\n</head>\n")
    }

    private func writeFoot(to html: inout HTMLWriter) {
        html.markup("<footer>\n<p>")
        html.text("Written by Muster at \(InstantText.utc(report.finishedAt)). ")
        html.text(
            isShareable
                ? "Personal data was left out (--shareable)."
                : "This page holds personal data; --shareable makes one without.")
        html.markup("</p>\n</footer>\n")
    }
}
