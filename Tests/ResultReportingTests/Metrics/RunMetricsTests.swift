import Provisioning
import ResultReporting
import Testing

/// The text that Prometheus reads.
@Suite struct RunMetricsTests {
    static func metrics(feed: String = "hr", status: Provisioning.ExitStatus = .allAccepted)
        -> RunMetrics
    {
        RunMetrics(
            feed: feed, command: "import", status: status,
            finishedAt: Instant(milliseconds: 1_764_127_096_005), duration: .milliseconds(12_050),
            version: "1.2")
    }

    @Test func aFailureHasTheFewFiguresThatAreKnown() {
        #expect(
            Self.metrics(status: .missingFile).text.text == """
                # HELP muster_run_info The run that these figures are of; always 1.
                # TYPE muster_run_info gauge
                muster_run_info{feed="hr",command="import",run="",state="failed",version="1.2"} 1
                # HELP muster_run_last_finished_timestamp_seconds When the run ended, however it did.
                # TYPE muster_run_last_finished_timestamp_seconds gauge
                muster_run_last_finished_timestamp_seconds{feed="hr",command="import"} 1764127096.005
                # HELP muster_run_status Exit status of the run.
                # TYPE muster_run_status gauge
                muster_run_status{feed="hr",command="import"} 66
                # HELP muster_run_duration_seconds Time that the run took.
                # TYPE muster_run_duration_seconds gauge
                muster_run_duration_seconds{feed="hr",command="import"} 12.050

                """)
    }

    @Test(
        arguments: [
            ("plain", "plain"), ("a\"b", "a\\\"b"), ("a\\b", "a\\\\b"), ("a\nb", "a\\nb"),
            ("\\\"\n", "\\\\\\\"\\n"), ("Zürich", "Zürich"),
        ]) func labelsAreEscaped(feed: String, written: String)
    {
        let text = Self.metrics(feed: feed).text.text
        #expect(text.contains("muster_run_status{feed=\"\(written)\",command=\"import\"} 0\n"))
    }

    @Test func aGuardThatIsOffHasNoEnd() {
        var metrics = Self.metrics()
        var report = RunReport(
            run: "r", feed: "hr", command: "import", file: "f", state: .finished,
            status: .allAccepted, startedAt: metrics.finishedAt, finishedAt: metrics.finishedAt,
            duration: .zero, summary: RunSummary())
        report.guards = [
            GuardReading(name: "rejects", count: 3, limit: nil, hasTripped: false),
            GuardReading(name: "removals", count: 9, limit: 8, hasTripped: true),
        ]
        metrics.report = report
        let text = metrics.text.text
        for line in [
            "muster_guard_limit{feed=\"hr\",command=\"import\",guard=\"rejects\"} +Inf\n",
            "muster_guard_limit{feed=\"hr\",command=\"import\",guard=\"removals\"} 8\n",
            "muster_guard_tripped{feed=\"hr\",command=\"import\",guard=\"rejects\"} 0\n",
            "muster_guard_tripped{feed=\"hr\",command=\"import\",guard=\"removals\"} 1\n",
        ] {
            #expect(text.contains(line), "\(line)")
        }
        // Every outcome has its sample, so that an alert never asks for one that is not there.
        for outcome in Outcome.allCases {
            #expect(text.contains("outcome=\"\(outcome.word)\"} 0\n"))
        }
    }
}
