/// Where a run's records come from: a reader of one of the feed formats, or a command's own record.
///
/// Used from one thread at a time. A second reading (`rewind`) gives the same chunks again, cut at
/// the same records.
package protocol RecordSource: AnyObject {
    /// Names of the feed's columns as its header gives them, in order; empty where each record
    /// names its own.
    ///
    /// Read once, before the first chunk.
    /// - Throws: a halt with status 65 if there is no usable header.
    func header() throws(RunHalt) -> [ByteString]

    /// Fills `chunk` with the next records, and says whether there were any.
    /// - Throws: a halt when the feed cannot be read on (status 65 or 74).
    func read(into chunk: FeedChunk) throws(RunHalt) -> Bool

    /// Goes back to the first record.
    func rewind() throws(RunHalt)

    /// Reads one record again, as the only one of `chunk`; safe beside `read` on another thread.
    ///
    /// `offset` is the byte offset of the record, and `length` its bytes or more, up to where the
    /// next one starts. Throws a halt with status 74 if the feed cannot be read there.
    func reread(
        offset: UInt64, length: UInt32, number: UInt32, line: UInt64, into chunk: FeedChunk
    ) throws(RunHalt)

    /// Bytes of the feed, if known beforehand; for progress and to size tables.
    var byteCount: UInt64? { get }

    /// How the file is read, and why; nil where there is no file.
    ///
    /// Reads the beginning of the file if that has not been done.
    /// - Throws: a halt with status 65 or 74, as `header` does.
    func reading() throws(RunHalt) -> FeedReading?

    /// What a person should know of the file as a whole, found so far; warnings, each once.
    var notices: [RecordIssue] { get }
}

extension RecordSource {
    /// There is no file.
    package func reading() throws(RunHalt) -> FeedReading? { nil }
    /// Nothing to be said.
    package var notices: [RecordIssue] { [] }
}

/// Finds users by their keys, many at once.
package protocol UserLookup: AnyObject {
    /// Users that have one of the keys.
    ///
    /// - Returns: for each query the users found, which may differ from key to key.
    /// - Complexity: one index search a key.
    func find(_ queries: [KeyQuery]) throws(RunHalt) -> [KeyMatch]

    /// Users by number; unknown numbers are absent.
    func load(_ users: [UserID]) throws(RunHalt) -> [UserID: UserState]
}

/// The keys of one record, in compared form.
package struct KeyQuery: Equatable, Sendable {
    package var username: ByteString?
    package var email: ByteString?
    package var externalID: ByteString?
    package init(username: ByteString?, email: ByteString?, externalID: ByteString?) {
        self.username = username
        self.email = email
        self.externalID = externalID
    }
}

/// The users that a record's keys lead to.
package struct KeyMatch: Equatable, Sendable {
    package var byUsername: UserID?
    package var byEmail: UserID?
    package var byExternalID: UserID?
    package init(byUsername: UserID? = nil, byEmail: UserID? = nil, byExternalID: UserID? = nil) {
        self.byUsername = byUsername
        self.byEmail = byEmail
        self.byExternalID = byExternalID
    }
}

/// One instant, in milliseconds since 1970-01-01T00:00:00Z.
package struct Instant: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    /// What lies outside of the years 1 to 9999 is their first or last moment, so that no distance of two
    /// instants overflows, whatever a damaged file says.
    package init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, -62_135_596_800_000), 253_402_300_799_999)
    }

    package static func < (left: Self, right: Self) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

/// Tells the time; replaced in tests.
package protocol WallClock: Sendable {
    func now() -> Instant
}

/// Gives unpredictable bytes; replaced in tests.
package protocol RandomBytes: Sendable {
    func bytes(_ count: Int) -> [UInt8]
}

/// Takes the one result of each record, in input order.
///
/// One thread at a time writes to it, not always the same; `showsSecrets` and `canTakeBack` never
/// change, and are asked by any.
package protocol ResultSink: AnyObject {
    /// Adds the results of a chunk; nothing need be on disk yet.
    func write(_ results: ChunkResults) throws(RunHalt)

    /// Makes everything written so far durable, and says how far the files go.
    func synchronize() throws(RunHalt) -> ResultPositions

    /// Cuts the files back to where a checkpoint left them.
    func truncate(to positions: ResultPositions) throws(RunHalt)

    /// Completes the files after the last record.
    func finish() throws(RunHalt)

    /// What was written so far, in figures; a sink that is cut back to nothing starts again.
    var summary: RunSummary { get }

    /// Whether secrets that are shown once have a place here.
    var showsSecrets: Bool { get }

    /// Whether what was written can be cut back; what went into a pipe cannot.
    var canTakeBack: Bool { get }
}

/// Lengths of a run's result files in bytes at a checkpoint.
package struct ResultPositions: Equatable, Sendable {
    package var results: UInt64
    package var rejects: UInt64
    package var secrets: UInt64
    /// The file of raw records that the run folder keeps beside the rejects.
    package var kept: UInt64
    package init(
        results: UInt64 = 0, rejects: UInt64 = 0, secrets: UInt64 = 0, kept: UInt64 = 0
    ) {
        self.results = results
        self.rejects = rejects
        self.secrets = secrets
        self.kept = kept
    }
}

/// The results of a chunk's records.
package struct ChunkResults {
    /// The records and their values.
    package let batch: RecordBatch
    /// One outcome a record.
    package var outcomes: ContiguousArray<Outcome>
    /// Issues by record index, ascending; headline first. Most records have none.
    package var issues: [(record: Int, issues: [RecordIssue])]
    /// What a view or a change has to show, by record index, ascending; such as
    /// `department: Sales → Support`.
    package var details: [(record: Int, detail: String)]
    /// Secrets to show once, by record index, ascending; they go nowhere but there.
    package var secrets: [(record: Int, secret: ShownSecret)] = []
    /// First record to write; earlier ones were written before an interruption.
    package var firstRecord = 0
    /// Mails that these records owe.
    package var mailsQueued: UInt64 = 0
    /// Keys to show in place of the record's own, by record index, ascending: for records that do
    /// not say them all (a user named by `user`, a derived username).
    package var identities: [(record: Int, identity: ShownIdentity)] = []

    package init(
        batch: RecordBatch, outcomes: ContiguousArray<Outcome>,
        issues: [(record: Int, issues: [RecordIssue])] = [],
        details: [(record: Int, detail: String)] = []
    ) {
        self.batch = batch
        self.outcomes = outcomes
        self.issues = issues
        self.details = details
    }
}

/// The keys that a result shows for its record.
package struct ShownIdentity: Equatable, Sendable {
    package var username: ByteString?
    package var email: ByteString?
    package var externalID: ByteString?
    package init(username: ByteString?, email: ByteString?, externalID: ByteString?) {
        self.username = username
        self.email = email
        self.externalID = externalID
    }
}
