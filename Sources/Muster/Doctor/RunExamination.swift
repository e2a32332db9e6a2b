import Provisioning
import ResultReporting
import SQLiteDirectory

/// What the runs have left to do, and when each feed last came.
struct RunExamination {
    private static let subject = "runs"
    private static let runsMax = 5
    private let place: DirectoryPlace
    private let directory: SQLiteDirectory
    private let clock: any WallClock

    init(_ place: DirectoryPlace, _ directory: SQLiteDirectory, clock: any WallClock) {
        self.place = place
        self.directory = directory
        self.clock = clock
    }

    func examine() -> [DoctorFinding] {
        do throws(RunHalt) {
            return try interrupted() + feeds()
        } catch {
            return [DoctorFinding(Self.subject, error)]
        }
    }

    private func interrupted() throws(RunHalt) -> [DoctorFinding] {
        var filter = RunFilter(limit: Self.runsMax)
        filter.state = .interrupted
        return try directory.listRuns(filter).map { run in
            let feed = run.plan.feed.isEmpty ? "" : " of \(MessageText.quoted(run.plan.feed))"
            return DoctorFinding(
                Self.subject, .warning,
                "run \(run.plan.name) (\(run.plan.command)\(feed)) was interrupted",
                advice: "Carry it on with: muster resume \(run.plan.name)")
        }
    }

    /// The last run of each feed that went to its end.
    private func feeds() throws(RunHalt) -> [DoctorFinding] {
        var findings: [DoctorFinding] = []
        for feed in try directory.feeds(withRunsOf: FeedReport.commands) {
            guard
                let run = try directory.lastFinishedRun(
                    of: feed, commands: FeedReport.commands, except: nil)
            else { continue }
            let rejected = run.summary?.count(.rejected) ?? 0
            let rejects = rejected > 0 ? ", \(GroupedNumber.text(rejected)) rejected" : ""
            let records = GroupedNumber.text(run.summary?.records ?? 0, "record")
            let age = Duration.milliseconds(
                max(0, clock.now().milliseconds - run.plan.startedAt.milliseconds))
            findings.append(
                DoctorFinding(
                    Self.subject, .ok,
                    "feed \(MessageText.quoted(feed)): last finished \(AgeText.text(age)) ago, "
                        + "\(records)\(rejects)"))
        }
        return findings
    }
}

/// How long ago something was, about: `40 s`, `12 min`, `5 h` or `3 days`.
enum AgeText {
    /// The words for a length of time, rounded down.
    static func text(_ age: Duration) -> String {
        let seconds = max(0, age.components.seconds)
        if seconds < 120 { return "\(seconds) s" }
        if seconds < 7_200 { return "\(seconds / 60) min" }
        if seconds < 172_800 { return "\(seconds / 3_600) h" }
        return "\(seconds / 86_400) days"
    }
}
