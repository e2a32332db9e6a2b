import Provisioning
import ResultReporting

/// A report with something in every place.
func sampleReport() -> RunReport {
    var summary = RunSummary()
    summary.records = 1_234_567
    summary.outcomes = [.created: 1_200_000, .unchanged: 34_000, .rejected: 567]
    summary.issues = [
        .fieldEmailMalformed: 560, .duplicateUsernameInFile: 7, .policyGroupCreated: 1_002,
    ]
    summary.firstPlaces = [
        .fieldEmailMalformed: "users.csv:41 (record 38)",
        .duplicateUsernameInFile: "users.csv:907 (record 904)",
        .policyGroupCreated: "users.csv:2 (record 1)",
    ]
    summary.mailsQueued = 1_200_000
    summary.groupsCreated = 12
    summary.notices = [
        RecordIssue(
            .feedColumnUnknown, column: "Badge No", finding: "is no column that Muster knows")
    ]
    var report = RunReport(
        run: "20261124-031500-7f3a", feed: "hr", command: "import", file: "in/users.csv",
        state: .finished, status: .someRejected,
        startedAt: Instant(milliseconds: 1_795_490_100_000),
        finishedAt: Instant(milliseconds: 1_795_490_112_345), duration: .milliseconds(12_345),
        summary: summary)
    report.actor = "cron"
    report.leavers = [.disabled: 3, .missing: 10]
    report.examples = [
        .fieldEmailMalformed: RecordIssue(
            .fieldEmailMalformed, column: "email", value: "ada@@corp",
            finding: "is not an e-mail address: it has two @ signs"),
        .duplicateUsernameInFile: RecordIssue(
            .duplicateUsernameInFile, column: "username", value: "ada",
            finding: "is also in record 12, which was taken"),
        .policyGroupCreated: RecordIssue(
            .policyGroupCreated, column: "groups", value: "Sales", finding: "is a new group"),
    ]
    report.guards = [
        GuardReading(name: "removals", count: 3, limit: 500, hasTripped: false),
        GuardReading(name: "creates", count: 1_200_000, limit: nil, hasTripped: false),
    ]
    report.fileHash = "ab12"
    report.resultsPath = "muster.runs/20261124-031500-7f3a/results.csv"
    report.rejectsPath = "muster.runs/20261124-031500-7f3a/rejects.csv"
    report.summaryPath = "muster.runs/20261124-031500-7f3a/summary.json"
    return report
}
