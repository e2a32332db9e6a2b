import Testing

/// A full file that was cut off hurts nobody.
@Suite struct TruncatedFeedTests {
    private static let header = "username,email,external_id,department,groups\n"

    private static func lines(_ count: Int) -> String {
        header
            + (0..<count).map {
                "user\($0),user\($0)@corp.example,E\($0),dep\($0 % 7),team\($0 % 5)\n"
            }.joined()
    }

    @Test func aFileOfSixTenthsStopsTheRunAndChangesNothing() throws {
        let place = try Workplace(isOptimised: true)
        try place.write("feeds: {hr: {mode: full, mail: {onboarding: on}}}\n", to: "muster.yaml")
        try place.write(Self.lines(10_000), to: "hr.csv")
        #expect(place.muster("import", "hr.csv", "--feed", "hr", "--quiet").status == 0)
        let before = try place.contents()
        let mails = place.muster("mail", "status").output
        let state = try FeedState.text(of: place.path("muster.sqlite"))
        try place.write(Self.lines(6_000), to: "hr.csv")

        for allowance in [[], ["--allow", "removals=3999"]] {
            let words = ["import", "hr.csv", "--feed", "hr", "--quiet"] + allowance
            let stopped = place.start(words).end()
            #expect(stopped.status == 2)
            let limit =
                allowance.isEmpty
                ? "500 (by default 5 % of 10000 active users, at least 5 and at most 500)"
                : "3999 (--allow removals=3999)"
            let lines = stopped.error.split(separator: "\n").map(String.init)
            #expect(
                lines.first
                    == "muster: stopped by the guard \"removals\": 4000 users would be disabled or "
                    + "deleted, and the limit is \(limit); nothing was changed [run.guard.removals]"
            )
            #expect(
                lines.contains(
                    "  removals, for example: id:6001, id:6002, id:6003, id:6004, id:6005"))
            #expect(
                lines.contains(
                    "  the file has 6000 records, and the last full one had 10000: was it cut off?")
            )
            #expect(
                lines.last
                    == "  If that is meant, allow it for one run: muster import hr.csv --feed hr "
                    + "--quiet --allow removals=4000 --reason '...'")
            #expect(try place.contents() == before)
            #expect(place.muster("mail", "status").output == mails)
            #expect(try FeedState.text(of: place.path("muster.sqlite")) == state)
        }
        let shown = place.muster("import", "hr.csv", "--feed", "hr", "--show-values", "--quiet")
        #expect(shown.error.contains("id:6001 user6000, id:6002 user6001"))

        let allowed = place.muster(
            "import", "hr.csv", "--feed", "hr", "--allow", "removals=4000", "--reason", "spun off",
            "--quiet")
        #expect(allowed.status == 0)
        #expect(allowed.error.isEmpty)
        let left = try place.contents().export.split(separator: "\n").count { $0.contains("false") }
        #expect(left == 4_000)
    }

    @Test func halfOfTheRecordsIsADriftEvenWhereNobodyLeaves() throws {
        let place = try Workplace(isOptimised: true)
        try place.write(
            "feeds: {hr: {mode: full, guards: {removals: none}}}\n", to: "muster.yaml")
        for (count, status) in [(1_000, 0), (499, 2), (500, 0), (751, 2), (750, 0)] {
            let ending = place.muster(
                "import", "-", "--feed", "hr", "--quiet", input: Self.lines(count))
            #expect(ending.status == Int32(status), "\(count)")
            #expect(ending.error.contains("[run.guard.drift]") == (status == 2), "\(count)")
        }
    }
}
