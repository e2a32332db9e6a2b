package import Provisioning

/// Everything that the end of a run is reported from: `summary.json` and the text on the terminal.
package struct RunReport: Equatable, Sendable {
    /// Name of the run; nil: a rehearsal that left no line in the history.
    package var run: String?
    /// Name of the feed.
    package var feed: String
    /// The command: `import`, `plan`, `apply` ...
    package var command: String
    /// Who ran it.
    package var actor: String?
    /// The feed's file as the user named it.
    package var file: String
    /// How the file was read, and why so; nil: there was no file, or it was not opened.
    package var reading: FeedReading?
    /// Whether nothing was to be changed.
    package var isDryRun = false
    /// Records that were done when the run was carried on; nil: it was begun anew.
    package var resumedAfter: UInt64?
    /// The interrupted run of the feed that this one has taken the place of; nil: there was none.
    package var superseded: SupersededRun?
    /// How the run ended.
    package var state: RunState
    /// What the process ends with.
    package var status: ExitStatus
    /// When the run began, by the clock of the machine.
    package var startedAt: Instant
    /// When it ended, by the same clock.
    package var finishedAt: Instant
    /// Time that the run took, by a clock that never jumps.
    package var duration: Duration
    /// Records, outcomes and findings.
    package var summary: RunSummary
    /// Leavers by outcome; they are no records.
    package var leavers: [Outcome: UInt64] = [:]
    /// The first issue of each code.
    package var examples: [IssueCode: RecordIssue] = [:]
    /// Findings by cause, in the order in which they were met.
    package var causes: [FindingCause] = []
    /// The last run of the feed that finished, to compare with; nil: there is none.
    package var earlier: EarlierRun?
    /// What `--allow` let pass in this run, such as `removals=731`; nil or empty: nothing.
    package var allowances: String?
    /// The guards that were checked, in order.
    package var guards: [GuardReading] = []
    /// SHA-256 of the file in lower-case hexadecimal; empty: not known.
    package var fileHash = ""
    /// The same of the configuration.
    package var configurationHash = ""
    /// The same of the options.
    package var optionsHash = ""
    /// Signed head of the audit log after the run; nil: there is none.
    package var auditHead: AuditHead?
    /// The newest finished run of the feed that had a file of the same bytes; nil: there is none.
    package var repeats: RepeatedRun?
    /// Records that earlier runs of the feed rejected and that nobody has corrected yet, by run,
    /// oldest first.
    package var stillOpen: [OpenRejectCount] = []
    /// Where the results are; nil: there is no such file.
    package var resultsPath: String?
    /// Where the rejects are; nil: there is no such file.
    package var rejectsPath: String?
    /// Where the secrets are that are shown once; nil: there is no such file.
    package var secretsPath: String?
    /// Secrets in that file.
    package var secrets: UInt64 = 0
    /// Passwords that the run hashes, or that a rehearsal found to be hashed.
    package var passwordsToHash: UInt64 = 0
    /// How long hashing them takes here, about; nil: nobody measured.
    package var hashingEstimate: Duration?
    /// Where the plan is that was made; nil: none was.
    package var planPath: String?
    /// What came of an undo; nil: the run took nothing back.
    package var undo: UndoReport?
    /// What a sweep removed beside; nil: it was no sweep, or nothing was to be changed.
    package var housekeeping: Housekeeping?
    /// What a command that follows this one has to repeat.
    package var given = GivenOptions()
    /// Where `summary.json` is; nil: there is no such file.
    package var summaryPath: String?

    /// Where the HTML report is; nil: there is no such file.
    package var reportPath: String?

    /// Makes a report of what every run has; the rest is set afterwards.
    package init(
        run: String?, feed: String, command: String, file: String, state: RunState,
        status: ExitStatus, startedAt: Instant, finishedAt: Instant, duration: Duration,
        summary: RunSummary
    ) {
        self.run = run
        self.feed = feed
        self.command = command
        self.file = file
        self.state = state
        self.status = status
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.duration = duration
        self.summary = summary
    }

    /// Records that were not rejected.
    package var accepted: UInt64 {
        summary.records - min(summary.records, summary.count(.rejected))
    }
}

/// An interrupted run that another file has closed.
package struct SupersededRun: Equatable, Sendable {
    /// Name of the run.
    package var name: String
    /// Records that it had done; what they changed stays.
    package var records: UInt64

    /// Names the run.
    package init(name: String, records: UInt64) {
        self.name = name
        self.records = records
    }
}

/// A run that came before, with its figures.
package struct EarlierRun: Equatable, Sendable {
    /// Its name.
    package var name: String
    /// When it began.
    package var startedAt: Instant
    /// What it did.
    package var summary: RunSummary

    /// Joins a run and its figures.
    package init(name: String, startedAt: Instant, summary: RunSummary) {
        self.name = name
        self.startedAt = startedAt
        self.summary = summary
    }
}

/// A run that came before.
package struct RepeatedRun: Equatable, Sendable {
    /// Its name.
    package var name: String
    /// When it began.
    package var startedAt: Instant

    /// Names a run and its time.
    package init(name: String, startedAt: Instant) {
        self.name = name
        self.startedAt = startedAt
    }
}

/// How many records of a run are open.
package struct OpenRejectCount: Equatable, Sendable {
    /// Name of the run.
    package var run: String
    /// Its records that are still rejected.
    package var records: Int

    /// Joins a run and its count.
    package init(run: String, records: Int) {
        self.run = run
        self.records = records
    }
}
