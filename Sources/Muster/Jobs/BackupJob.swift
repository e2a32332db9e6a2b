package import Provisioning
import ResultReporting
package import SQLiteDirectory

/// One copy of a directory, made while it is in use.
package struct BackupJob {
    private let place: DirectoryPlace
    private let file: String
    private let actor: String
    /// How long to wait for other writers, to log that a copy is made.
    package var wait: Duration = .seconds(30)
    /// Asked every few megabytes: whether a signal asks to end.
    package var shouldStop: () -> Bool = { false }
    private let clock: any WallClock

    package init(
        _ file: String, of place: DirectoryPlace, actor: String,
        clock: any WallClock = SystemClock()
    ) {
        self.file = file
        self.place = place
        self.actor = actor
        self.clock = clock
    }

    /// Makes the copy.
    ///
    /// That it is made is logged first: no copy leaves without an entry in the audit log, which the
    /// copy has in it, too.
    /// - Throws: a halt; what stood in the place of the copy is still there.
    package func run() throws(RunHalt) -> BackupEnding {
        let started = ContinuousClock.now
        // A directory that is not there is not made for this.
        let directory = try place.openForReading()
        let copy = try directory.backUp(
            to: file, keeping: [place.key, place.configuration], shouldStop: shouldStop
        ) { () throws(RunHalt) in
            try place.openForCommand(wait: wait, clock: clock).recordEvent(
                "backup.begun", actor: actor, detail: ["file": ByteString(file)],
                at: clock.now())
        }
        return BackupEnding(
            place: place, file: file, copy: copy, finishedAt: clock.now(),
            duration: ContinuousClock.now - started)
    }
}

/// What came of a backup.
package struct BackupEnding: Sendable {
    var place: DirectoryPlace
    var file: String
    package var copy: BackupCopy
    var finishedAt: Instant
    var duration: Duration

    /// What is in the copy and what is not, each line with its end.
    package var text: String {
        let users = GroupedNumber.text(copy.users, "user")
        let time = ResultReporting.DurationText.text(duration)
        let path = HarmlessText.escaped(file)
        var lines = WrappedText.lines(
            "Copied to \(path): \(users), \(size), checked, in \(time).")
        if let run = copy.lastRun {
            let feed = run.plan.feed.isEmpty ? "" : " of \(HarmlessText.escaped(run.plan.feed))"
            lines += WrappedText.lines(
                "The last run in it: \(run.plan.name) (\(run.plan.command)\(feed), "
                    + "\(run.state.rawValue)).")
        }
        lines += WrappedText.lines(
            "\(HarmlessText.escaped(place.key)) is not in it: keep a copy of the key in another "
                + "place. Without it the copy is of no use.")
        return lines.joined(separator: "\n") + "\n"
    }

    /// The same for programs.
    package var json: ByteString {
        var json = JSONWriter(layout: .indented)
        json.beginObject()
        json.member("file", file)
        json.member("directory", place.directory)
        json.member("bytes", copy.bytes)
        json.member("users", copy.users)
        json.member("finished_at", InstantText.utc(finishedAt))
        json.member("duration_ms", ResultReporting.DurationText.milliseconds(duration))
        json.key("last_run")
        if let run = copy.lastRun {
            json.beginObject()
            json.member("run", run.plan.name)
            json.member("command", run.plan.command)
            json.member("feed", run.plan.feed.isEmpty ? nil : run.plan.feed)
            json.member("state", run.state.rawValue)
            json.member("started_at", InstantText.utc(run.plan.startedAt))
            json.endObject()
        } else {
            json.null()
        }
        json.key("audit_entry")
        if let entry = copy.auditEntry { json.value(entry) } else { json.null() }
        json.endObject()
        return json.take()
    }

    private var size: String {
        let kilobytes = (copy.bytes + 999) / 1_000
        if kilobytes < 10_000 { return "\(GroupedNumber.text(kilobytes)) kB" }
        return "\(GroupedNumber.text((copy.bytes + 500_000) / 1_000_000)) MB"
    }
}
