/// The store of users, as a run needs it: chunk-wise, never row-wise.
///
/// One thread at a time. Everything between `beginChunk` and `commitChunk` is one transaction.
package protocol Directory: UserLookup {
    /// Whether the directory has no users; takes no time, however many it has.
    func isEmpty() throws(RunHalt) -> Bool

    /// Highest number that a user of the directory has or had; 0: none.
    func highestUser() throws(RunHalt) -> UInt32

    /// The groups of the directory.
    func groups() throws(RunHalt) -> GroupTable

    /// The applications of the directory.
    func apps() throws(RunHalt) -> AppTable

    /// Users of the directory who may sign in; counting goes through all users.
    func activeUsers() throws(RunHalt) -> UInt64

    /// The last file of the feed whose run finished, of those that hold changes or those that hold
    /// everybody; nil: there was none.
    func acceptedFile(of feed: FeedID, mode: FeedMode) throws(RunHalt) -> AcceptedFile?

    /// The feed called `name`; nil if the directory has none of that name yet.
    func feed(named name: String) throws(RunHalt) -> FeedID?

    /// Whether a finished run of the feed had a file with this SHA-256.
    func wasApplied(_ fileHash: String, of feed: FeedID) throws(RunHalt) -> Bool

    /// Whether a finished run of the feed created a user by this record of that file.
    func wasCreated(
        _ user: UserID, by record: UInt32, of fileHash: String, feed: FeedID
    ) throws(RunHalt) -> Bool

    /// Records of that file by which finished runs of the feed deleted somebody.
    func deletions(by fileHash: String, of feed: FeedID) throws(RunHalt) -> Set<UInt32>

    /// Records of that file by which runs of the feed, finished or not, did something that happens
    /// (`Action.happens`) rather than sets a state.
    func happened(by fileHash: String, of feed: FeedID) throws(RunHalt) -> Set<UInt32>

    /// Whether another run of this run's feed, finished or not, had a file with this SHA-256.
    func wasDelivered(_ fileHash: String, except run: OpenRun) throws(RunHalt) -> Bool

    /// Whether the run has created or changed a user.
    func wasChanged(_ user: UserID, by run: OpenRun) throws(RunHalt) -> Bool

    /// Fingerprints of the feed's rows that still hold for `basis`, each with its user.
    ///
    /// Calls `each` once per row, in no particular order.
    func fingerprints(
        of feed: FeedID, basis: UInt64, _ each: (RowFingerprint, UserID) -> Void
    ) throws(RunHalt)

    /// Users of the feed with numbers from `first` through `last` for whom `isExcepted` says false,
    /// ascending; without those of whom the feed has let go and who are disabled.
    func members(
        of feed: FeedID, from first: UserID, through last: UserID,
        except isExcepted: (UserID) -> Bool
    ) throws(RunHalt) -> [UserID]

    /// SHA-256 of the feed's last accepted full file, in lower-case hexadecimal; nil: there was none.
    func lastFullFile(of feed: FeedID) throws(RunHalt) -> String?

    /// Opens a run: its row in the history, its feed, and numbers for the users it will create.
    ///
    /// Committed when it returns. - Returns: the run, with the first number for new users.
    func openRun(_ plan: RunPlan) throws(RunHalt) -> OpenRun

    /// Opens an interrupted run again, with new numbers for the users it has yet to create.
    ///
    /// Committed when it returns.
    func reopenRun(_ run: InterruptedRun, creates: UInt32) throws(RunHalt) -> OpenRun

    /// Begins the transaction of a chunk, waiting for single-user commands to end theirs.
    func beginChunk() throws(RunHalt)

    /// Writes a chunk's decisions.
    ///
    /// A record that a constraint of the directory refuses is left out whole; all others are
    /// written. Nothing is committed.
    /// - Returns: the refused records, ascending, each with the column at fault.
    func write(_ chunk: DecidedChunk, run: OpenRun) throws(RunHalt) -> [ConstraintViolation]

    /// Rejected records of a feed that nobody has corrected yet, oldest first; at most `limit`.
    func openRejects(of feed: FeedID, limit: Int) throws(RunHalt) -> [OpenReject]

    /// Writes what became of rejected records, in the transaction of a chunk.
    func noteRejects(_ changes: [RejectChange], run: OpenRun) throws(RunHalt)

    /// Closes rejected records behind the last chunk. Committed when it returns.
    func closeRejects(_ changes: [RejectChange], run: OpenRun) throws(RunHalt)

    /// Says that a run brings back what another one rejected. Committed when it returns.
    func linkRun(_ run: OpenRun, toAttempt earlier: Int64) throws(RunHalt)

    /// Stores the checkpoint and commits the chunk.
    func commitChunk(_ checkpoint: RunCheckpoint, run: OpenRun) throws(RunHalt)

    /// Gives the chunk's transaction up; nothing of it remains.
    func rollbackChunk()

    /// Begins the one transaction of an atomic run: chunks begun and committed from here on are part
    /// of it.
    func beginWhole() throws(RunHalt)

    /// Commits all chunks since `beginWhole` at once.
    func commitWhole() throws(RunHalt)

    /// Gives all chunks since `beginWhole` up; does nothing where that was not called.
    func rollbackWhole()

    /// Closes a run: rebuilds what a bulk load left for the end, and stores the final state.
    func closeRun(_ run: OpenRun, state: RunState, summary: RunSummary) throws(RunHalt)

    /// The interrupted run of this feed, if there is one.
    func interruptedRun(of feed: String) throws(RunHalt) -> InterruptedRun?
}

/// States of a run; the raw value is stored.
package enum RunState: String, CaseIterable, Sendable {
    case running, finished, stopped, interrupted, superseded, undone
}

/// What a run is about to do, as its row in the history says.
package struct RunPlan: Equatable, Sendable {
    /// Short unique name, such as `20261124-031500-7f3a90c2`.
    package var name: String
    package var feed: String
    /// Command that made it: `import`, `user`, `groups` ...
    package var command: String
    package var actor: String
    package var reason: String?
    package var startedAt: Instant
    /// Path or `-`; kept for people, never opened again.
    package var file: String
    /// SHA-256 of file, configuration and options, in lower-case hexadecimal; see "Crash".
    package var fileHash: String
    package var configurationHash: String
    package var optionsHash: String
    /// Basis under which the run's fingerprints hold; 0: the run stores none.
    package var fingerprintBasis: UInt64
    /// Users that the run will create.
    package var creates: UInt32
    /// Whether unique indexes may be built after the load: every key was proven unique.
    package var allowsDeferredIndexes: Bool
    /// What the file holds.
    package var mode = FeedMode.delta
    /// Records of the file; leavers have the numbers that follow.
    package var records: UInt32 = 0
    /// Leavers in the order in which they are dealt with: decided once, and kept for a run that is
    /// carried on.
    package var leavers: [UserID] = []
    /// Guards that were overridden, as the options say them; empty: none.
    package var allowances = ""
    /// Everything that is needed to carry the run on, as JSON; empty: it cannot be.
    package var request = ""
    /// The run that this one takes back; nil: none.
    package var undoes: Int64?

    package init(
        name: String, feed: String, command: String, actor: String, startedAt: Instant,
        file: String
    ) {
        self.name = name
        self.feed = feed
        self.command = command
        self.actor = actor
        self.startedAt = startedAt
        self.file = file
        reason = nil
        fileHash = ""
        configurationHash = ""
        optionsHash = ""
        fingerprintBasis = 0
        creates = 0
        allowsDeferredIndexes = false
    }
}

/// A run that has a row in the history and may write.
package struct OpenRun: Equatable, Sendable {
    package var id: Int64
    package var name: String
    package var feed: FeedID
    /// Number of the first user that the run creates; the n-th gets `firstNewUser + n`.
    package var firstNewUser: UInt32
    package var fingerprintBasis: UInt64
    package var actor: String
    package var startedAt: Instant

    package init(
        id: Int64, name: String, feed: FeedID, firstNewUser: UInt32, fingerprintBasis: UInt64,
        actor: String, startedAt: Instant
    ) {
        self.id = id
        self.name = name
        self.feed = feed
        self.firstNewUser = firstNewUser
        self.fingerprintBasis = fingerprintBasis
        self.actor = actor
        self.startedAt = startedAt
    }
}

/// How far a run has come; stored with each chunk.
package struct RunCheckpoint: Equatable, Sendable {
    /// Ordinal of the chunk, from 0.
    package var chunk: Int
    /// Last record that is done.
    package var record: UInt32
    /// Lengths of the result files with these records in them.
    package var positions: ResultPositions
    /// Outcomes of the chunk's records, one byte each.
    package var outcomes: ContiguousArray<Outcome>

    package init(
        chunk: Int, record: UInt32, positions: ResultPositions, outcomes: ContiguousArray<Outcome>
    ) {
        self.chunk = chunk
        self.record = record
        self.positions = positions
        self.outcomes = outcomes
    }
}

/// A run that a crash or a signal cut short.
package struct InterruptedRun: Equatable, Sendable {
    package var run: OpenRun
    package var plan: RunPlan
    /// Outcomes of the records that are done, from record 1 on.
    package var outcomes: ContiguousArray<Outcome>
    /// Chunks that are done.
    package var chunks: Int
    package var positions: ResultPositions

    package init(
        run: OpenRun, plan: RunPlan, outcomes: ContiguousArray<Outcome>, chunks: Int,
        positions: ResultPositions
    ) {
        self.run = run
        self.plan = plan
        self.outcomes = outcomes
        self.chunks = chunks
        self.positions = positions
    }
}

/// A record that a constraint of the directory refused.
package struct ConstraintViolation: Equatable, Sendable {
    /// Index of the record in its chunk.
    package var record: Int
    /// `directory.username.taken` and its like.
    package var code: IssueCode
    package var column: UserColumn
    package init(record: Int, code: IssueCode, column: UserColumn) {
        self.record = record
        self.code = code
        self.column = column
    }
}
