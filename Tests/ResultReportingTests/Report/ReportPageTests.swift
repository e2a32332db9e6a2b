import Provisioning
import ResultReporting
import Testing

/// What the page says, and that it says it in the same bytes.
@Suite struct ReportPageTests {
    static let records: [FixtureRecord] = {
        var records = (1...6).map { number in
            FixtureRecord.rejected(
                ["ada\(number)", "a@@b", "E\(number)"],
                RecordIssue(
                    .fieldEmailMalformed, column: "email", value: "a@@b\(number)",
                    finding: "is not an e-mail address"))
        }
        records.append(
            .rejected(
                ["bob", "b@corp.example", "E7"],
                RecordIssue(
                    .fieldPhoneCountryMissing, column: "phone", value: "030 1", finding: "has none")
            ))
        var warned = FixtureRecord(["cleo", "c@corp.example", "E8"])
        warned.issues = [
            RecordIssue(.policyGroupCreated, column: "groups", value: "Sales", finding: "is new")
        ]
        records.append(warned)
        records += (9...20).map { FixtureRecord(["u\($0)", "u\($0)@corp.example", "E\($0)"]) }
        return records
    }()

    static func earlier(_ change: (inout RunSummary) -> Void) -> EarlierRun {
        var summary = RunSummary()
        summary.records = 10
        summary.outcomes = [.created: 8, .updated: 2]
        change(&summary)
        return EarlierRun(
            name: "20261123-031500-11112222",
            startedAt: Instant(milliseconds: 1_795_403_700_000), summary: summary)
    }

    @Test func thePageIsTheSameForTheSameRun() throws {
        let pages = try (0..<3).map { _ in try WrittenReport(Self.records).text }
        #expect(Set(pages).count == 1)
    }

    @Test func theHeadSaysWhatHappened() throws {
        let page = try WrittenReport(Self.records).markup
        #expect(
            page.contains(
                "<h1>in/users.csv: 20 records in 12 s, 13 accepted, 7 rejected.</h1>"))
        #expect(
            page.contains("<span aria-hidden=\"true\">!</span> Finished, with rejected records"))
        #expect(page.contains("<dt>Run</dt><dd>20261124-031500-7f3a</dd>"))
        #expect(page.contains("<dt>Started</dt><dd>2026-11-24 03:15:00 UTC</dd>"))
        #expect(page.contains("<dt>By</dt><dd>cron</dd>"))
    }

    @Test func totalsHaveTheirChange() throws {
        let page = try WrittenReport(Self.records) { report in
            report.earlier = Self.earlier { $0.outcomes[.rejected] = 0 }
        }.markup
        #expect(
            page.contains("Compared with run 20261123-031500-11112222 of 2026-11-23 03:15:00 UTC"))
        #expect(
            page.contains(
                "<span class=\"name\">Records</span><span class=\"count\">20</span>"
                    + "<span class=\"change\">▲\u{A0}10\u{A0}more (+100\u{A0}%)</span>"))
        #expect(
            page.contains(
                "<span class=\"name\">Updated</span><span class=\"count\">0</span>"
                    + "<span class=\"change\">▼\u{A0}2\u{A0}fewer (−100\u{A0}%)</span>"))
        #expect(
            page.contains(
                "<span class=\"name\">Rejected</span><span class=\"count\">7</span>"
                    + "<span class=\"change\">▲\u{A0}7\u{A0}more</span>"))
        let first = try WrittenReport(Self.records).markup
        #expect(first.contains("The first run of this feed: there is nothing to compare with."))
        #expect(!first.contains("class=\"change\""))
    }

    @Test func causesStandBiggestFirstWithWhatToDo() throws {
        let page = try WrittenReport(Self.records).markup
        let causes = page.components(between: "<li class=\"cause ", and: "</div>\n</li>")
        #expect(causes.count == 3)
        #expect(causes[0].contains("<b>6</b><span>30\u{A0}% of records</span>"))
        #expect(causes[0].contains("<h3><code>field.email.malformed</code></h3>"))
        #expect(causes[0].contains("<strong>Do:</strong> Correct the address"))
        #expect(causes[0].contains("<span class=\"chip\">email</span>"))
        #expect(
            causes[0].contains(
                "<span class=\"place\">Line 2, record 1</span> "
                    + "&quot;a@@b1&quot; is not an e-mail address</li>"))
        #expect(causes[0].components(between: "class=\"place\">", and: "<").count == 3)
        #expect(causes[0].contains("href=\"#records\" data-code=\"field.email.malformed\""))
        #expect(causes[1].contains("field.phone.country-missing"))
        #expect(causes[2].hasPrefix("warning"))
    }

    @Test func guardsHaveTheirMargins() throws {
        let page = try WrittenReport(Self.records) { report in
            report.allowances = "removals=731"
            report.guards.append(
                GuardReading(
                    name: "rejects", count: 9, limit: 4, hasTripped: true,
                    remark: "phone fails in every record: is the column shifted?"))
        }.markup
        #expect(page.contains("Allowed for this run: removals=731."))
        #expect(
            page.contains("<rect width=\"6\" height=\"10\"></rect></svg><span> 0.6\u{A0}%</span>"))
        #expect(
            page.contains(
                "<rect width=\"1000\" height=\"10\"></rect></svg><span> 225\u{A0}%</span>"))
        #expect(page.contains("<strong>✕ stopped the run</strong>"))
        #expect(page.contains("Without a limit: creates (1,200,000)."))
        #expect(
            page.contains(
                "<p class=\"pattern\">Phone fails in every record: is the column shifted?</p>"))
    }

    @Test func aQuietRunSaysSo() throws {
        let page = try WrittenReport([FixtureRecord(["u", "", ""], outcome: .unchanged)]).markup
        #expect(page.contains("All records accepted"))
        #expect(page.contains("Nothing: no record was rejected."))
        #expect(page.contains("No record was rejected."))
        #expect(!page.contains("Errors by code"))
        let none = try WrittenReport([]).markup
        #expect(none.contains("no records."))
    }

    @Test func chartsSayInWordsWhatTheyShow() throws {
        let page = try WrittenReport(Self.records).markup
        #expect(
            page.contains(
                "aria-label=\"Share of each outcome: created 13 (65\u{A0}%), "
                    + "rejected 7 (35\u{A0}%)\""))
        let bars = page.components(between: "<ul class=\"bars\">", and: "</ul>")
        #expect(bars.count == 2)
        #expect(bars[0].contains("<code>field.email.malformed</code><b>6</b><svg"))
    }

    @Test func theFirstRejectedRecordsStandInThePage() throws {
        let records = (1...250).map { number in
            FixtureRecord.rejected(
                ["u\(number)", "a@@b", ""],
                RecordIssue(.fieldEmailMalformed, column: "email", finding: "is wrong"))
        }
        let page = try WrittenReport(records, limit: 240).markup
        #expect(page.contains("<h3>The first 200 of 250 rejected records</h3>"))
        let rows = page.components(between: "<table class=\"plain keys\">", and: "</table>")
            .flatMap { $0.components(between: "<tr><td>", and: "</tr>") }
        #expect(rows.count == 200)
        #expect(rows[199].hasPrefix("200</td><td>201</td><td>u200</td><td>a@@b</td>"))
    }
}
