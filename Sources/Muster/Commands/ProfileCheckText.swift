package import Provisioning
import ResultReporting

/// What `muster check-profile` prints.
package struct ProfileCheckText {
    private let check: ProfileCheck
    private let style: CommandStyle
    private let showsValues: Bool

    /// Text about a check; `showsValues` adds the first value of each column, which may be personal.
    package init(_ check: ProfileCheck, style: CommandStyle, showsValues: Bool = false) {
        self.check = check
        self.style = style
        self.showsValues = showsValues
    }

    /// The whole text, each line with its end.
    package var text: String {
        var blocks = [heading, columns]
        if !check.derived.isEmpty { blocks.append(derived) }
        if !check.notices.isEmpty { blocks.append(notices) }
        blocks.append(findings)
        if check.incomplete > 0 { blocks.append(incomplete) }
        return blocks.joined(separator: "\n")
    }

    private var heading: String {
        let which = check.isWhole ? "all" : "the first"
        var lines = WrappedText.lines(
            "\(HarmlessText.escaped(check.file)) as feed \(HarmlessText.escaped(check.feed)), \(which) "
                + "\(GroupedNumber.text(UInt64(check.records))) records")
        lines = lines.map(style.strong)
        if let reading = check.reading {
            lines += WrappedText.lines(ReadingLine.text(reading))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var columns: String {
        // A name is to be copied from here: nothing is cut.
        var heads: [TableColumn] = [.whole("IN THE FILE"), .whole("READ AS"), .whole("FILLED")]
        if showsValues { heads.append(.whole("FIRST VALUE")) }
        let rows = check.columns.map { column in
            var row = [
                column.header, column.column ?? "(left out)", column.filled.map(String.init) ?? "",
            ]
            if showsValues { row.append(column.example ?? "") }
            return row
        }
        var table = TextTable(heads, width: .max, style: style)
        return table.text(rows)
    }

    private var derived: String {
        let rows = check.derived.map { derived in
            "  \(derived.column) = \(HarmlessText.escaped(derived.template)), "
                + (derived.isAlways ? "always\n" : "for new users\n")
        }
        return style.strong("Derived") + "\n" + rows.joined()
    }

    private var notices: String {
        let lines = check.notices.flatMap { notice in
            WrappedText.lines(
                "\(HarmlessText.escaped(IssueText.message(notice, withValue: true)))"
                    + " [\(notice.code.rawValue)]", first: "  ", rest: "    ")
        }
        return style.strong("About the file") + "\n" + lines.joined(separator: "\n") + "\n"
    }

    private var findings: String {
        guard !check.findings.isEmpty else {
            return style.good("Every value of these records can be read.") + "\n"
        }
        let accepted = check.records - check.rejected
        var lines = [
            style.caution(
                "\(GroupedNumber.text(UInt64(accepted))) of these records can be read,"
                    + " \(GroupedNumber.text(UInt64(check.rejected))) would be rejected")
        ]
        for finding in check.findings {
            let message = IssueText.message(finding.issue, withValue: showsValues)
            lines += WrappedText.lines(
                "\(finding.count) × \(HarmlessText.escaped(finding.place))"
                    + " \(HarmlessText.escaped(message)) [\(finding.issue.code.rawValue)]",
                first: "  ", rest: "    ")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var incomplete: String {
        let place = HarmlessText.escaped(check.firstIncomplete ?? "")
        let has = check.incomplete == 1 ? "record has" : "records have"
        return WrappedText.lines(
            "\(GroupedNumber.text(UInt64(check.incomplete))) \(has) no username or no e-mail address"
                + " (first \(place)): such a record can change somebody who is there, and not create"
                + " anybody."
        ).map(style.caution).joined(separator: "\n") + "\n"
    }

    /// The same for programs, as one object.
    package var json: ByteString {
        var json = JSONWriter(layout: .indented)
        json.beginObject()
        json.member("feed", check.feed)
        json.member("file", check.file)
        json.member("records", UInt64(check.records))
        json.member("rejected", UInt64(check.rejected))
        json.member("incomplete", UInt64(check.incomplete))
        json.member("whole_file", check.isWhole)
        json.key("columns")
        json.beginArray()
        for column in check.columns {
            json.beginObject()
            json.member("header", column.header)
            json.member("column", column.column)
            json.key("filled")
            if let filled = column.filled { json.value(filled) } else { json.null() }
            if showsValues { json.member("example", column.example) }
            json.endObject()
        }
        json.endArray()
        json.key("notices")
        json.beginArray()
        for notice in check.notices {
            write(notice, count: nil, place: nil, to: &json)
        }
        json.endArray()
        json.key("findings")
        json.beginArray()
        for finding in check.findings {
            write(finding.issue, count: finding.count, place: finding.place, to: &json)
        }
        json.endArray()
        json.endObject()
        return json.take()
    }

    private func write(
        _ issue: RecordIssue, count: Int?, place: String?, to json: inout JSONWriter
    ) {
        json.beginObject()
        json.member("code", issue.code.rawValue)
        json.member("severity", issue.severity == .error ? "error" : "warning")
        json.member("column", issue.column)
        json.member("message", IssueText.message(issue, withValue: showsValues))
        if let count { json.member("count", UInt64(count)) }
        if let place { json.member("first", place) }
        json.endObject()
    }
}
