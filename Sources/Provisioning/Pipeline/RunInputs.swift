/// Everything that a run needs from outside: ports, rules and what the user asked for.
package struct RunInputs {
    package var source: any RecordSource
    /// What the columns of the source are.
    package var mapping: HeaderMapping
    package var directory: any Directory
    package var sink: any ResultSink
    /// Makes hashes, sealed secrets, codes and tokens.
    package var credentials: any CredentialIssuer
    package var policy: DirectoryPolicy
    package var profile: FeedProfile
    package var limits: Limits
    /// Row of the run in the history, as far as it is known before the feed is read.
    package var runPlan: RunPlan
    /// What is doubtful about the file, found when it was opened; warnings.
    package var notices: [RecordIssue] = []
    /// SHA-256 of the feed in hexadecimal; asked for once the feed has been read to its end.
    package var fileHash: () -> String = { "" }
    package var isDryRun = false
    /// What `--allow` lets pass: how many a guard may count in this run.
    package var allowances: [GuardName: UInt64] = [:]
    /// Whether the whole run is one transaction, with nothing applied where a record is rejected.
    package var isAtomic = false
    /// Whether messages on standard error may name users otherwise than by number.
    package var showsValues = false
    /// Where the records come from.
    package var origin = RunOrigin.feed
    /// What the run takes back; nil: it is no undo.
    package var reversal: RunReversal?
    package var mailOption: Bool?
    /// Whether what an earlier delivery of the same file did is done again.
    package var repeats = false
    /// Today in the profile's time zone, as `YYYY-MM-DD`.
    package var today: ByteString
    /// Key of the hashes in memory and of the fingerprints; never leaves the machine.
    package var hashKey: (UInt64, UInt64)
    /// What else the fingerprints depend on: program version and configuration.
    package var basisText = ""
    /// The interrupted run that this one carries on.
    package var resuming: InterruptedRun?
    /// Called once the guards have passed, before a new run is opened.
    package var beforeOpening: () throws(RunHalt) -> Void = {}
    /// Sees the finished plan before it is applied; nil: nobody does.
    package var review: (any PlanReview)?
    /// How a plan that is carried out has found its users: whoever is otherwise when their record is
    /// applied is left alone; nil: they are decided again.
    package var plannedVersions: PlannedVersions?
    /// Asked between chunks: whether a signal asks the run to end.
    package var shouldStop: () -> Bool = { false }
    /// Told after each chunk.
    package var progress: (RunProgress) -> Void = { _ in }
    /// Creates from which on indexes are built after the load.
    package var deferredIndexesMin: UInt32 = 5_000

    package init(
        source: any RecordSource, mapping: HeaderMapping, directory: any Directory,
        sink: any ResultSink, credentials: any CredentialIssuer,
        policy: DirectoryPolicy, profile: FeedProfile, limits: Limits, runPlan: RunPlan,
        today: ByteString, hashKey: (UInt64, UInt64)
    ) {
        self.source = source
        self.mapping = mapping
        self.directory = directory
        self.sink = sink
        self.credentials = credentials
        self.policy = policy
        self.profile = profile
        self.limits = limits
        self.runPlan = runPlan
        self.today = today
        self.hashKey = hashKey
    }
}

/// How far a run has come.
package struct RunProgress: Equatable, Sendable {
    package enum Phase: Sendable { case decide, apply }
    package var phase: Phase
    package var records: UInt64
    /// Bytes of the feed up to here.
    package var bytes: UInt64
    /// Bytes of the feed in all, if known.
    package var bytesTotal: UInt64?
    package var rejected: UInt64
}

/// What came of a run.
package struct RunEnding {
    package var summary: RunSummary
    package var state: RunState
    /// nil for a dry run.
    package var run: OpenRun?
    /// Records that were decided to be rejected, whether or not a guard stopped the run.
    package var rejectsDecided: UInt64
    /// What the guards came to, in order; empty: they were not checked.
    package var guards: [GuardCheck]
    /// Why a guard stopped it.
    package var halt: RunHalt?
    /// Records of earlier runs that were rejected and are still not corrected, by number of the run.
    package var stillOpen: [Int64: Int] = [:]

    /// The status that the process ends with.
    package var status: ExitStatus {
        if let halt { return halt.status }
        return summary.count(.rejected) == 0 ? .allAccepted : .someRejected
    }
}
