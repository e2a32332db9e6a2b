import Provisioning
import ResultReporting
import SQLiteDirectory

/// The same for programs: one array with an object for each run, feed by feed, newest first.
enum FeedReportObject {
    static func write(_ courses: [FeedCourse], to output: StandardOutput) throws(RunHalt) {
        var json = JSONWriter(layout: .indented)
        json.beginArray()
        for course in courses {
            for run in course.runs { write(run, to: &json) }
        }
        json.endArray()
        try output.write(json.take())
    }

    private static func write(_ run: RunListing, to json: inout JSONWriter) {
        json.beginObject()
        json.member("feed", run.plan.feed)
        json.member("run", run.plan.name)
        json.member("command", run.plan.command)
        json.member("state", run.state.rawValue)
        json.member("mode", run.plan.mode.word)
        json.member("file", run.plan.file)
        json.member("started_at", run.plan.startedAt.text)
        json.member("finished_at", run.finishedAt?.text)
        write("duration_ms", run.milliseconds, to: &json)
        write("records", run.summary?.records, to: &json)
        write("changes", run.summary.map(FeedCourse.changes), to: &json)
        write("removals", run.summary.map(FeedCourse.removals), to: &json)
        write("rejected", run.summary?.count(.rejected), to: &json)
        write("mails_queued", run.summary?.mailsQueued, to: &json)
        write("outcomes", run.summary?.outcomes, to: &json)
        write("leavers", run.summary?.leavers, to: &json)
        json.endObject()
    }

    private static func write(_ name: String, _ number: UInt64?, to json: inout JSONWriter) {
        json.key(name)
        if let number { json.value(number) } else { json.null() }
    }

    private static func write(
        _ name: String, _ outcomes: [Outcome: UInt64]?, to json: inout JSONWriter
    ) {
        json.key(name)
        guard let outcomes else { return json.null() }
        json.beginObject()
        for outcome in Outcome.allCases { json.member(outcome.word, outcomes[outcome] ?? 0) }
        json.endObject()
    }
}
