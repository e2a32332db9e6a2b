import Provisioning

/// The records: data and frame of a table that a script fills in, and the first rejected ones as they
/// are, for print and where no script runs.
struct ReportTable {
    private let report: RunReport
    private let source: ReportSource?
    private let isShareable: Bool

    init(_ report: RunReport, source: ReportSource?, isShareable: Bool) {
        self.report = report
        self.source = source
        self.isShareable = isShareable
    }

    /// Writes the section; the listed results go through the file's buffer one by one.
    /// - Throws: a halt with status 74.
    func write(to file: OutputFile) throws(RunHalt) {
        var html = HTMLWriter()
        html.markup(
            """
            <section id="records" aria-labelledby="records-title" tabindex="-1">
            <h2 id="records-title">Records</h2>

            """)
        guard let source else {
            let none =
                report.summary.records == 0
                ? "There are none."
                : "They are not listed: the results went where they cannot be read back."
            html.element("p", ("class", "note"), text: none)
            html.markup("\n</section>\n")
            return html.move(to: &file.buffer)
        }
        writeBrowser(to: &html)
        html.markup("<script type=\"text/plain\" id=\"data\"")
        html.markup(source.format == .csv ? " data-format=\"csv\"" : " data-format=\"jsonl\"")
        html.markup(isShareable ? ">\n" : " data-keys>\n")
        html.move(to: &file.buffer)
        let rows = try source.copyListed(to: file)
        html.markup("</script>\n")
        if let rows {
            html.element(
                "p", ("class", "note"), text: notListed(rows.missing(of: report), rows.count))
            html.markup("\n")
        }
        try writeStatic(source, to: &html)
        html.markup("</section>\n")
        html.move(to: &file.buffer)
        try file.flushIfFull()
    }

    /// What is left out, in words.
    private func notListed(_ missing: [String], _ count: UInt64) -> String {
        let words =
            missing.count > 1
            ? missing.dropLast().joined(separator: ", ") + " and " + (missing.last ?? "")
            : missing.joined()
        let see = report.resultsPath.map { ": see \($0)" } ?? ""
        guard count > 0 else { return "Not listed here: \(words)\(see)." }
        return "\(GroupedNumber.text(count, "record")) listed here. Not listed: \(words)\(see)."
    }

    // MARK: The frame

    private struct Heading {
        var key: StaticString
        var name: String
    }

    private var headings: [Heading] {
        var headings = [
            Heading(key: "record", name: "Record"), Heading(key: "outcome", name: "Outcome"),
            Heading(key: "action", name: "Action"),
        ]
        if !isShareable {
            headings += [
                Heading(key: "username", name: "Username"), Heading(key: "email", name: "E-mail"),
                Heading(key: "external_id", name: "External id"),
            ]
        }
        return headings + [Heading(key: "finding", name: "Findings and changes")]
    }

    private func writeBrowser(to html: inout HTMLWriter) {
        html.markup(
            """
            <div id="browser" hidden>
            <form class="tools" role="search" aria-label="Records">
            <label for="search">Search<input id="search" type="search" autocomplete="off" \
            spellcheck="false" placeholder="name, address, message, record number"></label>
            <label for="outcome">Outcome<select id="outcome"></select></label>
            <label for="code">Code<select id="code"></select></label>
            <button type="reset" id="clear">Show all</button>
            </form>
            <p id="found" role="status" aria-live="polite"></p>
            <div id="scroller" class="scroller" role="region" aria-labelledby="records-title" \
            tabindex="0">

            """)
        html.element(
            "table",
            ("id", "table"), ("role", "table"), ("class", isShareable ? "list bare" : "list"),
            ("aria-labelledby", "records-title")
        ) { html in
            html.markup("\n<thead role=\"rowgroup\"><tr role=\"row\" aria-rowindex=\"1\">")
            for heading in headings {
                html.element(
                    "th", ("role", "columnheader"), ("scope", "col"), ("aria-sort", "none")
                ) { html in
                    html.element(
                        "button", ("type", "button"), ("data-key", "\(heading.key)"),
                        text: heading.name)
                }
            }
            html.markup("</tr></thead>\n<tbody id=\"rows\" role=\"rowgroup\"></tbody>\n")
        }
        html.markup(
            """

            </div>
            <aside id="detail" aria-labelledby="detail-title" hidden>
            <h3 id="detail-title" tabindex="-1"></h3>
            <dl id="facts"></dl>
            <button type="button" id="close">Close</button>
            </aside>
            </div>

            """)
    }

    // MARK: Without a script

    private func writeStatic(
        _ source: ReportSource, to html: inout HTMLWriter
    ) throws(RunHalt) {
        var rejected: [StaticRow] = []
        try source.readRejected(most: ReportPage.staticRowsMax) { rejected.append(StaticRow($0)) }
        html.markup("<div class=\"static\">\n")
        if rejected.isEmpty {
            html.markup("<p class=\"note\">No record was rejected.</p>\n")
        } else {
            let all = report.summary.count(.rejected)
            html.element(
                "h3",
                text: UInt64(rejected.count) < all
                    ? "The first \(rejected.count) of \(GroupedNumber.text(all)) rejected records"
                    : "The rejected records")
            write(rejected, to: &html)
        }
        html.markup("</div>\n")
    }

    private func write(_ rows: [StaticRow], to html: inout HTMLWriter) {
        html.markup(
            isShareable
                ? "\n<table class=\"plain\">\n<thead><tr>"
                : "\n<table class=\"plain keys\">\n<thead><tr>")
        let keys = isShareable ? [] : ["Username", "E-mail", "External id"]
        for name in ["Record", "Line"] + keys + ["Code", "Message"] {
            html.element("th", ("scope", "col"), text: name)
        }
        html.markup("</tr></thead>\n<tbody>\n")
        for row in rows {
            html.element("tr") { html in
                for cell in isShareable
                    ? [row.cells[0], row.cells[1]] + row.cells[5...] : row.cells[...]
                { html.element("td", text: cell) }
            }
            html.markup("\n")
        }
        html.markup("</tbody>\n</table>\n")
    }
}

/// A rejected result as text.
private struct StaticRow {
    /// Record, line, three keys, codes and messages.
    let cells: [String]

    init(_ result: ResultLine) {
        let columns: [ResultLine.Column] = [
            .record, .line, .username, .email, .externalID, .codes, .messages,
        ]
        cells = columns.map { column in
            let text = result.text(column)
            return column == .codes
                ? text.split(separator: ";").joined(separator: "; ") : text
        }
    }
}
