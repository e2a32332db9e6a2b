package import Provisioning

/// The figures of one run for Prometheus.
///
/// No name or other detail of a person stands in them.
package struct RunMetrics: Sendable {
    /// Name of the feed; empty: the run has none.
    package var feed: String
    /// `import`, `sweep` ...
    package var command: String
    /// What the process ends with.
    package var status: ExitStatus
    package var finishedAt: Instant
    package var duration: Duration
    /// When a run of this feed and command last finished; nil: none has, as far as is known.
    package var lastSuccess: Instant?
    /// Everything else; nil: the run ended before there was anything to count.
    package var report: RunReport?
    /// Users by state, in the order to write them; empty: nobody counted.
    package var users: [(state: String, count: UInt64)] = []
    /// Version of the program.
    package var version: String

    package init(
        feed: String, command: String, status: ExitStatus, finishedAt: Instant,
        duration: Duration, version: String
    ) {
        self.feed = feed
        self.command = command
        self.status = status
        self.finishedAt = finishedAt
        self.duration = duration
        self.version = version
    }

    /// Whether the run did what it was for: it went to its end, whatever it rejected.
    package var isSuccess: Bool { Self.isSuccess(status) }

    /// Whether a run that ended with `status` went to its end, whatever it rejected.
    package static func isSuccess(_ status: ExitStatus) -> Bool {
        status == .allAccepted || status == .someRejected
    }

    /// Name of the one figure that the next run reads back.
    static let lastSuccessName = "muster_run_last_success_timestamp_seconds"

    /// The whole text of the file.
    package var text: ByteString {
        var text = PrometheusText(common: [("feed", feed), ("command", command)])
        text.gauge(
            "muster_run_info", "The run that these figures are of; always 1.",
            [
                (
                    [
                        ("run", report?.run ?? ""), ("state", report?.state.rawValue ?? "failed"),
                        ("version", version),
                    ], "1"
                )
            ])
        text.gauge(
            "muster_run_last_finished_timestamp_seconds", "When the run ended, however it did.",
            value: Self.time(finishedAt))
        if let lastSuccess {
            text.gauge(
                Self.lastSuccessName, "When a run last went to its end (status 0 or 1).",
                value: Self.time(lastSuccess))
        }
        text.gauge(
            "muster_run_status", "Exit status of the run.", value: "\(status.rawValue)")
        text.gauge(
            "muster_run_duration_seconds", "Time that the run took.",
            value: PrometheusText.seconds(milliseconds: DurationText.milliseconds(duration)))
        if let report { Self.write(report, to: &text) }
        text.gauge(
            "muster_users", "Users of the directory when the run ended, by state.",
            users.map { ([("state", $0.state)], "\($0.count)") })
        return text.text()
    }

    private static func write(_ report: RunReport, to text: inout PrometheusText) {
        text.gauge(
            "muster_run_records", "Records of the run, by outcome.",
            Outcome.allCases.map {
                ([("outcome", $0.word)], "\(report.summary.outcomes[$0] ?? 0)")
            })
        text.gauge(
            "muster_run_leavers", "Users missing from a full file, by outcome.",
            Outcome.allCases.map { ([("outcome", $0.word)], "\(report.leavers[$0] ?? 0)") })
        text.gauge(
            "muster_run_issues", "Findings of the run, by code.",
            CodeCount.ordered(report.summary.issues).map {
                ([("code", $0.code.rawValue)], "\($0.count)")
            })
        write(report.guards, to: &text)
        text.gauge(
            "muster_mails_queued", "Mails that the run owes.",
            value: "\(report.summary.mailsQueued)")
        guard !report.feed.isEmpty else { return }
        text.gauge(
            "muster_open_rejects", "Rejected records of earlier runs that nobody has corrected.",
            value: "\(report.stillOpen.reduce(0) { $0 + $1.records })")
    }

    private static func write(_ guards: [GuardReading], to text: inout PrometheusText) {
        text.gauge(
            "muster_guard_count", "What each guard counted.",
            guards.map { ([("guard", $0.name)], "\($0.count)") })
        text.gauge(
            "muster_guard_limit", "The largest count that each guard lets pass.",
            guards.map { ([("guard", $0.name)], $0.limit.map { "\($0)" } ?? "+Inf") })
        text.gauge(
            "muster_guard_tripped", "Whether the guard stopped the run (1) or not (0).",
            guards.map { ([("guard", $0.name)], $0.hasTripped ? "1" : "0") })
    }

    private static func time(_ instant: Instant) -> String {
        PrometheusText.seconds(milliseconds: instant.milliseconds)
    }
}
