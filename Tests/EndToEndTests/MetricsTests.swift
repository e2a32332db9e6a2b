import Foundation
import Glibc
import Testing

/// The Prometheus file of a run says what happened, however the run ended.
@Suite struct MetricsTests {
    static let feed = "username,email\nada,ada@example.com\nben,ben@example.com\ncyd,nonsense\n"

    static func metrics(_ place: Workplace) throws -> MetricsText {
        try MetricsText(try place.read("muster.prom"))
    }

    @Test func anImportLeavesItsFigures() throws {
        let place = try Workplace()
        try place.write(Self.feed, to: "hr.csv")
        let before = Date().timeIntervalSince1970
        let ending = place.muster(
            "import", "hr.csv", "--feed", "hr", "--mail", "--quiet", "--metrics", "muster.prom")
        #expect(ending.status == 1)
        #expect(place.mode(of: "muster.prom") == 0o644)
        let metrics = try Self.metrics(place)
        let labels = ["feed=hr", "command=import"]
        #expect(metrics.samples.keys.allSatisfy { key in labels.allSatisfy(key.contains) })
        #expect(metrics.value("muster_run_status") == 1)
        #expect(metrics.value("muster_run_records", "outcome=created") == 2)
        #expect(metrics.value("muster_run_records", "outcome=rejected") == 1)
        #expect(metrics.value("muster_run_records", "outcome=updated") == 0)
        #expect(metrics.value("muster_run_issues", "code=field.email.malformed") == 1)
        #expect(metrics.value("muster_guard_count", "guard=rejects") == 1)
        #expect(metrics.value("muster_guard_tripped", "guard=rejects") == 0)
        #expect(metrics.value("muster_mails_queued") == 2)
        #expect(metrics.value("muster_open_rejects") == 0)
        #expect(metrics.value("muster_users", "state=enabled") == 2)
        #expect(metrics.value("muster_users", "state=not_onboarded") == 2)
        #expect(metrics.value("muster_run_info", "state=finished") == 1)
        let finished = try #require(metrics.value("muster_run_last_finished_timestamp_seconds"))
        #expect(finished >= before - 1)
        #expect(metrics.value("muster_run_last_success_timestamp_seconds") == finished)
        // The next run says what the first one left open.
        try place.write("username,email\nada,ada@example.com\n", to: "hr.csv")
        place.muster("import", "hr.csv", "--feed", "hr", "--quiet", "--metrics", "muster.prom")
        #expect(try Self.metrics(place).value("muster_open_rejects") == 1)
        // Nobody's name is in it.
        let text = try place.read("muster.prom")
        #expect(!text.contains("ada") && !text.contains("example.com"))
    }

    @Test func aGuardThatTripsAndAFailureKeepTheLastSuccess() throws {
        let place = try Workplace()
        try place.write("username,email\nada,ada@example.com\n", to: "hr.csv")
        place.muster("import", "hr.csv", "--quiet", "--metrics", "muster.prom")
        let first = try Self.metrics(place)
        let success = try #require(first.value("muster_run_last_success_timestamp_seconds"))
        try place.write(Self.feed, to: "hr.csv")
        let stopped = place.muster(
            "import", "hr.csv", "--quiet", "--max-rejects", "0", "--metrics", "muster.prom")
        #expect(stopped.status == 2)
        let second = try Self.metrics(place)
        #expect(second.value("muster_run_status") == 2)
        #expect(second.value("muster_guard_tripped", "guard=rejects") == 1)
        #expect(second.value("muster_guard_limit", "guard=rejects") == 0)
        #expect(second.value("muster_run_records", "outcome=skipped") == 3)
        #expect(second.value("muster_run_last_success_timestamp_seconds") == success)
        place.remove("hr.csv")
        #expect(
            place.muster("import", "hr.csv", "--quiet", "--metrics", "muster.prom").status == 66)
        let third = try Self.metrics(place)
        #expect(third.value("muster_run_status") == 66)
        #expect(third.value("muster_run_info", "state=failed") == 1)
        #expect(third.value("muster_run_last_success_timestamp_seconds") == success)
        #expect(third.value("muster_run_records", "outcome=skipped") == nil)
        // A file that was lost is made again from the history.
        place.remove("muster.prom")
        place.muster("import", "hr.csv", "--quiet", "--metrics", "muster.prom")
        let fourth = try Self.metrics(place)
        let known = try #require(fourth.value("muster_run_last_success_timestamp_seconds"))
        #expect(abs(known - success) < 5)
    }

    @Test func aBusyDirectoryIsAFailure() throws {
        let place = try Workplace()
        try place.write("username,email\nada,ada@example.com\n", to: "hr.csv")
        place.muster("import", "hr.csv", "--quiet")
        let lock = try HeldLock(on: place.path("muster.sqlite"))
        for words in [["import", "hr.csv"], ["sweep"]] {
            let ending = place.start(
                words + ["--quiet", "--wait", "0", "--metrics", "muster.prom"]
            ).end()
            #expect(ending.status == 75)
            #expect(try Self.metrics(place).value("muster_run_status") == 75)
        }
        withExtendedLifetime(lock) {}
    }

    @Test func aSweepHasItsOwn() throws {
        let place = try Workplace()
        try place.write(
            "username,email,end_date\nada,ada@example.com,2020-01-01\n", to: "hr.csv")
        place.muster("import", "hr.csv", "--quiet")
        #expect(place.muster("sweep", "--quiet", "--metrics", "muster.prom").status == 0)
        let metrics = try Self.metrics(place)
        #expect(metrics.value("muster_run_records", "command=sweep", "outcome=disabled") == 1)
        #expect(metrics.value("muster_users", "state=disabled") == 1)
    }

    @Test func aRehearsalLeavesNone() throws {
        let place = try Workplace()
        try place.write(Self.feed, to: "hr.csv")
        place.muster("import", "hr.csv", "--dry-run", "--metrics", "muster.prom")
        #expect(!place.names.contains("muster.prom"))
    }

    @Test func namesOfFeedsAreEscaped() throws {
        let place = try Workplace()
        try place.write("username,email\nada,ada@example.com\n", to: "hr.csv")
        let ending = place.muster(
            "import", "hr.csv", "--feed", "a\"b\\c", "--quiet", "--metrics", "muster.prom")
        #expect(ending.status == 0, "\(ending.error)")
        #expect(try Self.metrics(place).value("muster_run_status", "feed=a\"b\\c") == 0)
    }

    @Test func noOtherFileIsReplaced() throws {
        let place = try Workplace()
        try place.write(Self.feed, to: "hr.csv")
        place.muster("init", "--quiet")
        symlink("hr.csv", place.path("pointer"))
        for name in ["hr.csv", "muster.sqlite", "muster.key", "muster.yaml", "pointer", "."] {
            let ending = place.muster("import", "hr.csv", "--metrics", name)
            #expect(ending.status == 64, "\(name): \(ending.error)")
        }
        #expect(try place.read("hr.csv") == Self.feed)
        #expect(place.muster("import", "hr.csv", "--metrics", "no/where.prom").status == 73)
        #expect(place.muster("users", "list").output.isEmpty, "nothing was applied")
    }
}
