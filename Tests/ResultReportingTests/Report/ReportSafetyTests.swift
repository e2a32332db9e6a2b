import Provisioning
import ResultReporting
import Testing

/// A page holds what people typed, and none of it does anything.
@Suite struct ReportSafetyTests {
    static let hostile = [
        "<img src=x onerror=alert(1)>", "</script><script>alert(2)</script>",
        "\"><svg onload=alert(3)>", "<!--<script>", "'><b>", "&lt;b&gt;", "=1+1", "]]>",
        "a\u{2028}b\u{202E}c\u{0}d\u{7F}", "${alert(4)}", "\\u003cimg>", "{{7*7}}",
    ]

    /// Records that have a text wherever one can stand.
    static func records(_ text: String) -> [FixtureRecord] {
        var rejected = FixtureRecord.rejected(
            [text, text, text],
            RecordIssue(
                .fieldTextForbiddenCharacter, column: text, value: text, finding: "is \(text)"))
        rejected.action = .add
        var changed = FixtureRecord(["u", text, text], outcome: .updated)
        changed.detail = text
        return [rejected, changed]
    }

    static func fill(_ report: inout RunReport, _ text: String) {
        report.run = text
        report.feed = text
        report.file = "in/\(text)"
        report.actor = text
        report.summary.notices = [
            RecordIssue(.feedColumnUnknown, column: text, value: text, finding: text)
        ]
        report.guards = [
            GuardReading(name: text, count: 1, limit: 2, hasTripped: true, remark: text)
        ]
        report.allowances = text
        report.resultsPath = text
        report.rejectsPath = text
        report.summaryPath = text
        report.superseded = SupersededRun(name: text, records: 1)
        report.stillOpen = [OpenRejectCount(run: text, records: 1)]
        report.undo = UndoReport(run: text)
        report.undo?.groupsRemoved = [text]
    }

    @Test(arguments: hostile, ResultsFormat.allCases)
    func noTextBecomesMarkup(text: String, format: ResultsFormat) throws {
        let plain = try WrittenReport(Self.records("harmless"), format: format) {
            Self.fill(&$0, "harmless")
        }
        let written = try WrittenReport(Self.records(text), format: format) {
            Self.fill(&$0, text)
        }
        // The same elements in the same order, whatever the text is.
        #expect(Self.tags(written.markup) == Self.tags(plain.markup))
        let data = written.text.components(between: "id=\"data\"", and: "</script>")[0]
        #expect(!data.contains("<"))
        for scalar in written.text.unicodeScalars {
            #expect(scalar == "\n" || scalar.value >= 0x20)
            #expect(!["\u{2028}", "\u{202E}", "\u{7F}"].contains(scalar))
        }
    }

    /// Names of elements and attributes, in order.
    static func tags(_ page: String) -> [String] {
        page.components(between: "<", and: ">").map { tag in
            // What stands in quotes is a value.
            tag.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset.isMultiple(of: 2) }.map { String($0.element) }.joined()
        }
    }

    @Test func aShareablePageNamesNobody() throws {
        let person = "Ada.Lovelace"
        for format in ResultsFormat.allCases {
            var records = [
                FixtureRecord.rejected(
                    [person, "\(person)@corp.example", person],
                    RecordIssue(
                        .fieldEmailMalformed, column: "email", value: person, finding: "is wrong"))
            ]
            records.append(FixtureRecord([person, person, person], outcome: .updated))
            records[1].detail = person
            let written = try WrittenReport(records, format: format, isShareable: true) { report in
                report.actor = person
                report.file = "/srv/\(person)/in/users.csv"
                report.resultsPath = "/srv/\(person)/results.csv"
                report.rejectsPath = "/srv/\(person)/rejects.csv"
                report.summaryPath = "/srv/\(person)/summary.json"
                report.planPath = "/srv/\(person)/hr.plan"
                report.reportPath = "/srv/\(person)/report.html"
                report.undo?.groupsRemoved = [person]
            }
            #expect(!written.text.contains("Lovelace"))
            #expect(written.text.contains("users.csv"))
            #expect(written.text.contains("the value is wrong"))
            #expect(!written.text.contains(" data-keys>"))
            #expect(written.text.contains("Personal data was left out"))
        }
    }

    @Test func nothingIsAskedOfTheNetwork() throws {
        let text = try WrittenReport(Self.records("u")).text
        #expect(text.contains("content=\"default-src &#39;none&#39;; img-src data:; style-src"))
        #expect(!text.contains("unsafe-inline"))
        for mark in ["http://", "https://", "src=", "@import", "url(", "fetch(", "XMLHttp"] {
            #expect(!text.contains(mark), "\(mark)")
        }
        let script = text.components(between: "<script>", and: "</script>")[0]
        for mark in ["innerHTML", "outerHTML", "insertAdjacent", "document.write", "eval("] {
            #expect(!script.contains(mark), "\(mark)")
        }
        #expect(!text.components(between: "<body", and: "</body>")[0].contains(" style="))
    }
}
