import Provisioning
import SQLiteDirectory

/// Drives runs of a directory the way the pipeline does.
struct RunDriver {
    let directory: SQLiteDirectory

    static func plan(
        _ name: String, creates: UInt32 = 0, feed: String = "hr", basis: UInt64 = 7
    ) -> RunPlan {
        var plan = RunPlan(
            name: name, feed: feed, command: "import", actor: "ada",
            startedAt: Instant(milliseconds: 1_000), file: "users.csv")
        plan.creates = creates
        plan.fingerprintBasis = basis
        return plan
    }

    static func checkpoint(_ chunk: DecidedChunk, _ index: Int = 0) -> RunCheckpoint {
        RunCheckpoint(
            chunk: index, record: UInt32(chunk.decisions.count),
            positions: ResultPositions(results: UInt64(index + 1) * 100, rejects: 5),
            outcomes: ContiguousArray(chunk.decisions.map(\.outcome)))
    }

    /// Writes one chunk and commits it.
    @discardableResult
    func write(
        _ chunk: DecidedChunk, run: OpenRun, index: Int = 0
    ) throws -> [ConstraintViolation] {
        try directory.beginChunk()
        let violations = try directory.write(chunk, run: run)
        try directory.commitChunk(Self.checkpoint(chunk, index), run: run)
        return violations
    }

    /// A whole run of one chunk.
    @discardableResult
    func run(_ plan: RunPlan, _ fill: (ChunkBuilder) throws -> Void) throws -> OpenRun {
        let builder = ChunkBuilder()
        try fill(builder)
        var plan = plan
        plan.creates = UInt32(
            builder.chunk.decisions.count { if case .newUser = $0.target { true } else { false } })
        let run = try directory.openRun(plan)
        try write(builder.chunk, run: run)
        try directory.closeRun(run, state: .finished, summary: RunSummary())
        return run
    }

    /// Creates users called so, with their e-mail address at example.com.
    @discardableResult
    func create(_ names: [String], plan: RunPlan = Self.plan("made")) throws -> [UserState] {
        let run = try run(plan) { builder in
            for (ordinal, name) in names.enumerated() {
                builder.create(UInt32(ordinal), Person(name))
            }
        }
        let users = names.indices.map { UserID(run.firstNewUser + UInt32($0)) }
        let states = try directory.load(users)
        return users.compactMap { states[$0] }
    }

    func export() throws -> [ExportedUser] {
        var users: [ExportedUser] = []
        try directory.exportUsers { users.append($0) }
        return users
    }

    func fingerprints(of feed: FeedID, basis: UInt64 = 7) throws -> [UserID: UInt64] {
        var found: [UserID: UInt64] = [:]
        try directory.fingerprints(of: feed, basis: basis) { row, user in found[user] = row.high }
        return found
    }
}
