import Muster
import Provisioning

/// Counts the places at which a process could die, and dies at one of them.
///
/// What dies does nothing any more: no rollback, no closing, just as after `kill -9`.
final class FaultPoint {
    /// The place at which it dies, from 1; 0: never.
    let place: Int
    private(set) var reached = 0
    private(set) var isDead = false

    init(at place: Int) { self.place = place }

    /// Passes a place, or dies there.
    func pass() throws(RunHalt) {
        reached += 1
        if isDead || reached == place {
            isDead = true
            throw RunHalt(.interrupted, .runInterrupted, "killed at place \(reached)")
        }
    }

    /// Passes a place before and one after a call.
    func around<T>(_ call: () throws(RunHalt) -> T) throws(RunHalt) -> T {
        try pass()
        let value = try call()
        try pass()
        return value
    }
}

/// A directory at each of whose writes the process can die.
final class FaultyDirectory: Directory {
    private let real: any Directory
    private let fault: FaultPoint
    /// Called once the run has been opened, before anything of it is written.
    var afterOpening: () -> Void = {}

    init(_ real: any Directory, _ fault: FaultPoint = FaultPoint(at: 0)) {
        self.real = real
        self.fault = fault
    }

    func openRun(_ plan: RunPlan) throws(RunHalt) -> OpenRun {
        let run = try fault.around { () throws(RunHalt) in try real.openRun(plan) }
        afterOpening()
        return run
    }

    func reopenRun(_ run: InterruptedRun, creates: UInt32) throws(RunHalt) -> OpenRun {
        try fault.around { () throws(RunHalt) in try real.reopenRun(run, creates: creates) }
    }

    func activeUsers() throws(RunHalt) -> UInt64 { try real.activeUsers() }

    func acceptedFile(of feed: FeedID, mode: FeedMode) throws(RunHalt) -> AcceptedFile? {
        try real.acceptedFile(of: feed, mode: mode)
    }

    func beginChunk() throws(RunHalt) {
        try fault.around { () throws(RunHalt) in try real.beginChunk() }
    }

    func write(_ chunk: DecidedChunk, run: OpenRun) throws(RunHalt) -> [ConstraintViolation] {
        try fault.around { () throws(RunHalt) in try real.write(chunk, run: run) }
    }

    func openRejects(of feed: FeedID, limit: Int) throws(RunHalt) -> [OpenReject] {
        try real.openRejects(of: feed, limit: limit)
    }

    func noteRejects(_ changes: [RejectChange], run: OpenRun) throws(RunHalt) {
        try fault.around { () throws(RunHalt) in try real.noteRejects(changes, run: run) }
    }

    func closeRejects(_ changes: [RejectChange], run: OpenRun) throws(RunHalt) {
        try fault.around { () throws(RunHalt) in try real.closeRejects(changes, run: run) }
    }

    func linkRun(_ run: OpenRun, toAttempt earlier: Int64) throws(RunHalt) {
        try fault.around { () throws(RunHalt) in
            try real.linkRun(run, toAttempt: earlier)
        }
    }

    func commitChunk(_ checkpoint: RunCheckpoint, run: OpenRun) throws(RunHalt) {
        try fault.around { () throws(RunHalt) in try real.commitChunk(checkpoint, run: run) }
    }

    func beginWhole() throws(RunHalt) {
        try fault.around { () throws(RunHalt) in try real.beginWhole() }
    }

    func commitWhole() throws(RunHalt) {
        try fault.around { () throws(RunHalt) in try real.commitWhole() }
    }

    func closeRun(_ run: OpenRun, state: RunState, summary: RunSummary) throws(RunHalt) {
        try fault.around { () throws(RunHalt) in
            try real.closeRun(run, state: state, summary: summary)
        }
    }

    func rollbackChunk() { if !fault.isDead { real.rollbackChunk() } }
    func rollbackWhole() { if !fault.isDead { real.rollbackWhole() } }

    func isEmpty() throws(RunHalt) -> Bool { try real.isEmpty() }
    func highestUser() throws(RunHalt) -> UInt32 { try real.highestUser() }
    func groups() throws(RunHalt) -> GroupTable { try real.groups() }
    func apps() throws(RunHalt) -> AppTable { try real.apps() }
    func feed(named name: String) throws(RunHalt) -> FeedID? { try real.feed(named: name) }
    func find(_ queries: [KeyQuery]) throws(RunHalt) -> [KeyMatch] { try real.find(queries) }
    func load(_ users: [UserID]) throws(RunHalt) -> [UserID: UserState] { try real.load(users) }

    func wasApplied(_ fileHash: String, of feed: FeedID) throws(RunHalt) -> Bool {
        try real.wasApplied(fileHash, of: feed)
    }

    func wasCreated(
        _ user: UserID, by record: UInt32, of fileHash: String, feed: FeedID
    ) throws(RunHalt) -> Bool {
        try real.wasCreated(user, by: record, of: fileHash, feed: feed)
    }

    func deletions(by fileHash: String, of feed: FeedID) throws(RunHalt) -> Set<UInt32> {
        try real.deletions(by: fileHash, of: feed)
    }

    func happened(by fileHash: String, of feed: FeedID) throws(RunHalt) -> Set<UInt32> {
        try real.happened(by: fileHash, of: feed)
    }

    func wasDelivered(_ fileHash: String, except run: OpenRun) throws(RunHalt) -> Bool {
        try real.wasDelivered(fileHash, except: run)
    }

    func wasChanged(_ user: UserID, by run: OpenRun) throws(RunHalt) -> Bool {
        try real.wasChanged(user, by: run)
    }

    func fingerprints(
        of feed: FeedID, basis: UInt64, _ each: (RowFingerprint, UserID) -> Void
    ) throws(RunHalt) {
        try real.fingerprints(of: feed, basis: basis, each)
    }

    func members(
        of feed: FeedID, from first: UserID, through last: UserID,
        except isExcepted: (UserID) -> Bool
    ) throws(RunHalt) -> [UserID] {
        try real.members(of: feed, from: first, through: last, except: isExcepted)
    }

    func lastFullFile(of feed: FeedID) throws(RunHalt) -> String? {
        try real.lastFullFile(of: feed)
    }

    func interruptedRun(of feed: String) throws(RunHalt) -> InterruptedRun? {
        try real.interruptedRun(of: feed)
    }
}

/// A sink at each of whose writes the process can die.
final class FaultySink: ResultSink {
    private let real: any ResultSink
    private let fault: FaultPoint

    init(_ real: any ResultSink, _ fault: FaultPoint) {
        self.real = real
        self.fault = fault
    }

    func write(_ results: ChunkResults) throws(RunHalt) {
        try fault.around { () throws(RunHalt) in try real.write(results) }
    }

    func synchronize() throws(RunHalt) -> ResultPositions {
        try fault.around { () throws(RunHalt) in try real.synchronize() }
    }

    func truncate(to positions: ResultPositions) throws(RunHalt) {
        try fault.around { () throws(RunHalt) in try real.truncate(to: positions) }
    }

    func finish() throws(RunHalt) {
        try fault.around { () throws(RunHalt) in try real.finish() }
    }

    var summary: RunSummary { real.summary }
    var showsSecrets: Bool { real.showsSecrets }
    var canTakeBack: Bool { real.canTakeBack }
}

extension ImportJob {
    /// Runs with a directory and results that die at their n-th call, and says whether they did.
    func run(dyingAt place: Int) throws -> Bool {
        let fault = FaultPoint(at: place)
        configure = {
            $0.directory = FaultyDirectory($0.directory, fault)
            $0.sink = FaultySink($0.sink, fault)
        }
        do {
            _ = try run()
        } catch {
            guard fault.isDead else { throw error }
        }
        return fault.isDead
    }
}
