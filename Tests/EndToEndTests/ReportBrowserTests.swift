import Foundation
import Testing

/// A report of 100,000 records in a browser: see Tests/Peers/report_browser.py for what is asked of it.
@Suite struct ReportBrowserTests {
    @Test(
        .enabled(
            if: hasBrowser,
            "1 test of the report in a browser is left out: no chromium, chromium-driver and python3-selenium"
        ))
    func aPersonFindsWhatIsWrongAndNothingElseHappens() throws {
        let place = try Workplace()
        for night in ["1", "2"] {
            let feed = Self.python(["report_feed.py", "--night", night], in: place)
            try place.write(feed.output, to: "hr.csv")
            #expect(place.muster("import", "hr.csv", "--feed", "hr", "--quiet").status == 1)
        }
        let folder = "muster.runs/\(place.newestRun)"
        let results = try place.read("\(folder)/results.csv")
        let rejected = results.split(separator: "\n").count { $0.contains(",rejected,") }
        #expect(rejected > 2_900)
        let ending = Self.python(
            [
                "report_browser.py", "check", "\(folder)/report.html", "--rejected",
                "\(rejected)", "--code", "field.email.malformed",
            ], in: place)
        #expect(ending.status == 0, "\(ending.output)\n\(ending.error)")
        #expect(ending.output.hasSuffix("all claims hold\n"))
    }

    private static let hasBrowser: Bool = {
        guard let place = try? Workplace() else { return false }
        return python(["report_browser.py", "probe"], in: place).status == 0
    }()

    private static func python(_ words: [String], in place: Workplace) -> ProcessEnding {
        ChildProcess(
            "/usr/bin/python3", [MailPeer.path(words[0])] + words.dropFirst(),
            folder: place.folder,
            environment: ["PATH": "/usr/bin:/bin", "HOME": place.folder, "TMPDIR": place.folder]
        ).end()
    }
}
