import Provisioning
import Testing

@Suite("Dates")
struct DateTests {
    private let cells = CellChecker()

    private func check(_ format: String, _ cell: String) -> CheckedCell {
        var profile = FeedProfile()
        profile.dateFormats["end_date"] = format
        return CellChecker(profile: profile).check(.endDate, cell)
    }

    @Test(arguments: [
        ("2024-05-01", "2024-05-01"), ("2024-02-29", "2024-02-29"), ("2000-02-29", "2000-02-29"),
        ("9999-12-31", "9999-12-31"), ("1900-01-01", "1900-01-01"),
        ("2024-05-01T00:00:00Z", "2024-05-01"), ("2024-05-01 23:59", "2024-05-01"),
        ("2024-05-01T12:30:00.123+02:00", "2024-05-01"), (" 2024-05-01 ", "2024-05-01"),
        ("2024-5-1", "2024-05-01"),
    ])
    func isoDateIsADay(cell: String, expected: String) {
        #expect(cells.check(.endDate, cell) == .value(expected))
        #expect(cells.check(.startDate, cell) == .value(expected))
        #expect(cells.check(.passwordExpires, cell) == .value(expected))
    }

    @Test(arguments: [
        ("2023-02-29", IssueCode.fieldDateOutOfRange), ("1900-02-29", .fieldDateOutOfRange),
        ("2024-04-31", .fieldDateOutOfRange), ("2024-13-01", .fieldDateOutOfRange),
        ("2024-00-10", .fieldDateOutOfRange), ("2024-01-00", .fieldDateOutOfRange),
        ("1899-12-31", .fieldDateOutOfRange), ("0000-01-01", .fieldDateOutOfRange),
        ("24-05-01", .fieldDateMalformed), ("tomorrow", .fieldDateMalformed),
        ("2024-05-01T", .fieldDateMalformed), ("2024-05-01T25:00", .fieldDateMalformed),
        ("2024-05-01x", .fieldDateMalformed), ("2024-05-011", .fieldDateMalformed),
        ("2024-05-01T10:00+2", .fieldDateMalformed), ("10000-01-01", .fieldDateMalformed),
        ("45413", .fieldDateMalformed), ("01/05/2024", .fieldDateMalformed),
        ("\u{662}024-05-01", .fieldDateMalformed),
    ])
    func cellThatIsNoDayIsRefused(cell: String, code: IssueCode) {
        #expect(cells.check(.endDate, cell) == .fault(code))
    }

    @Test(arguments: [
        ("DD/MM/YYYY", "01/05/2024", "2024-05-01"), ("DD/MM/YYYY", "1/5/2024", "2024-05-01"),
        ("MM/DD/YYYY", "05/01/2024", "2024-05-01"),
        ("MM/DD/YYYY", "5/1/2024 12:00:00 AM", "2024-05-01"),
        ("DD.MM.YYYY", "01.05.2024", "2024-05-01"), ("YYYYMMDD", "20240501", "2024-05-01"),
        ("DD-MON-YY", "11-FEB-20 07.51.57 PM", "2020-02-11"),
        ("DD-MON-YY", "11-FEB-20 07.51.57.000000 PM", "2020-02-11"),
        ("DD-MON-YY", "11-feb-50", "1950-02-11"), ("DD-MON-YY", "11-feb-49", "2049-02-11"),
        ("DD-MON-YYYY", "01-Dec-2024", "2024-12-01"), ("dd/mm/yyyy", "01/05/2024", "2024-05-01"),
        ("epoch-ms", "1714521600000", "2024-05-01"), ("epoch-s", "1714521600", "2024-05-01"),
        ("epoch-s", "1714607999", "2024-05-01"), ("epoch-s", "0", "1970-01-01"),
        ("epoch-ms", "-1", "1969-12-31"), ("epoch-ms", "253402214400000", "9999-12-31"),
        ("epoch-s", "951782400", "2000-02-29"), ("epoch-s", "-2208988800", "1900-01-01"),
    ])
    func declaredFormatIsRead(format: String, cell: String, expected: String) {
        #expect(check(format, cell) == .value(expected))
    }

    @Test(arguments: [
        ("DD/MM/YYYY", "05/31/2024", IssueCode.fieldDateOutOfRange),
        ("DD/MM/YYYY", "2024-05-01", .fieldDateMalformed),
        ("YYYYMMDD", "2024051", .fieldDateMalformed),
        ("DD-MON-YY", "11-FEX-20", .fieldDateMalformed),
        ("epoch-s", "-2208988801", .fieldDateOutOfRange), ("epoch-s", "1e9", .fieldDateMalformed),
        ("epoch-ms", "253402300800000", .fieldDateOutOfRange),
        ("epoch-s", "-", .fieldDateMalformed),
        ("epoch-s", "99999999999999999999", .fieldDateMalformed),
        ("nonsense", "2024-05-01", .fieldDateMalformed),
    ])
    func cellInAnotherFormatIsRefused(format: String, cell: String, code: IssueCode) {
        #expect(check(format, cell) == .fault(code))
    }

    @Test func findingNamesBothForms() {
        let both = cells.finding(.endDate, "01/05/2024") ?? ""
        #expect(both.contains("DD/MM/YYYY or MM/DD/YYYY") && both.contains("YYYY-MM-DD"))
        let one = cells.finding(.endDate, "31/05/2024") ?? ""
        #expect(one.contains("DD/MM/YYYY") && !one.contains("MM/DD/YYYY"))
        #expect(cells.finding(.endDate, "45413")?.contains("spreadsheet") == true)
    }

    @Test(arguments: ["YYYY", "YYYY-MM", "YYYY-MM-DD-DD", "YYYYxMMxDD", "", "MM/MON/YYYY"])
    func patternWithoutOneDayIsNone(pattern: String) { #expect(DateFormat(pattern) == nil) }

    @Test func daysOfThirteenDecadesSurviveTheEpoch() {
        var day = 0
        var found = 0
        let checker = CellChecker(profile: profile(endDate: "epoch-s"))
        while day < 365 * 130 {
            if case .value(let text) = checker.check(.endDate, String(day * 86_400)) {
                if cells.check(.endDate, text) == .value(text) { found += 1 }
            }
            day += 13
        }
        #expect(found == (365 * 130 + 12) / 13)
    }

    private func profile(endDate: String) -> FeedProfile {
        var profile = FeedProfile()
        profile.dateFormats["end_date"] = endDate
        return profile
    }
}
