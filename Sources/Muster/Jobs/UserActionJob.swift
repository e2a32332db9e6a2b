import Credentials
package import Provisioning
import ResultReporting
import SQLiteDirectory

/// One action on one user: a feed of one record in front of the same pipeline.
package struct UserActionJob {
    let place: DirectoryPlace
    /// Column names with values, `action` among them.
    let cells: [(column: String, value: String)]
    let actor: String
    /// How long to wait for other writers.
    package var wait: Duration = .seconds(30)
    package var mail: Bool?
    package var isDryRun = false
    private let clock: any WallClock
    private let random: any RandomBytes

    package init(
        _ cells: [(column: String, value: String)], in place: DirectoryPlace, actor: String,
        clock: any WallClock = SystemClock(), random: any RandomBytes = SystemRandom()
    ) {
        self.cells = cells
        self.place = place
        self.actor = actor
        self.clock = clock
        self.random = random
    }

    /// Carries the action out.
    ///
    /// The change is committed with the run's line in the history when this returns: in one
    /// transaction, unless a secret is hashed in between.
    /// - Returns: the result of the one record, and what failed after it was committed.
    /// - Throws: a halt that kept the action from being decided or written. Nothing has changed, unless
    ///   a secret was hashed and the run was cut short between two of its transactions.
    package func run() throws(RunHalt) -> UserActionEnding {
        let configuration = try place.loadConfiguration(checksTemplates: false)
        let source = RowSource(cells)
        var profile = configuration.profile(of: MusterConfiguration.defaultFeed)
        // A command says what it means: nothing of a feed's dialect applies to it.
        let usual = FeedProfile()
        profile.derivations = [:]
        profile.columns = [:]
        profile.clearToken = usual.clearToken
        profile.keepTokens = usual.keepTokens
        profile.listSeparators = usual.listSeparators
        profile.trueWords = usual.trueWords
        profile.falseWords = usual.falseWords
        profile.dateFormats = usual.dateFormats
        profile.unknownColumns = .error
        profile.guards = Dictionary(
            uniqueKeysWithValues: GuardName.allCases.map { ($0, .unlimited) })
        let mapping = try HeaderMapping(header: try source.header(), profile: profile)
        let sink = OneResult()
        let isRehearsalOnly = isDryRun && !place.exists
        // A rehearsal makes no key, and one record in memory needs no secret for its hashes.
        let key = isRehearsalOnly ? nil : try place.openKey()
        let directory = try openDirectory()
        var inputs = RunInputs(
            source: source, mapping: mapping, directory: directory, sink: sink,
            credentials: CredentialVault(key: key ?? .temporary(random), random: random),
            policy: configuration.policy, profile: profile, limits: smallLimits(configuration),
            runPlan: runPlan(), today: ByteString(clock.now().day),
            hashKey: key?.words(for: .rowFingerprint) ?? (0, 0))
        inputs.origin = .command
        inputs.isDryRun = isDryRun
        inputs.mailOption = mail
        let ending: RunEnding
        do throws(RunHalt) {
            ending = try run(inputs, on: directory)
        } catch {
            // What is committed is done, and its secrets are to be shown: there is no other time.
            guard directory.hasCommittedWhole, let result = sink.result else { throw error }
            return UserActionEnding(
                run: inputs.runPlan.name, status: error.status, result: result,
                secrets: sink.secrets, failure: error)
        }
        guard let result = sink.result else {
            throw RunHalt(
                .internalFault, .runInternalFault, "the action ended without a result")
        }
        return UserActionEnding(
            run: ending.run?.name, status: ending.status, result: result, secrets: sink.secrets)
    }

    /// Carries the run out, of which nothing stays when it throws before it is committed.
    private func run(
        _ inputs: RunInputs, on directory: SQLiteDirectory
    ) throws(RunHalt) -> RunEnding {
        directory.commitsRunsOnce = !hashes
        do throws(RunHalt) {
            return try ImportRun(inputs).run()
        } catch {
            directory.rollbackWhole()
            throw error
        }
    }

    /// Whether a password or a code is hashed between the opening of the run and its end: that takes
    /// its time, and nobody is to wait for a lock meanwhile.
    private var hashes: Bool {
        cells.contains { column, value in
            column == UserColumn.password.name
                || (column == UserColumn.action.name
                    && ByteString(value).bytes.withUnsafeBytes { ActionWord.parse($0) }
                        == .generateBackupCode)
        }
    }

    private func openDirectory() throws(RunHalt) -> SQLiteDirectory {
        if isDryRun, !place.exists { return try SQLiteDirectory.inMemory() }
        if isDryRun { return try place.openForReading() }
        return try place.openForCommand(wait: wait, clock: clock)
    }

    /// One record needs no megabyte.
    private func smallLimits(_ configuration: MusterConfiguration) -> Limits {
        var limits = configuration.limits
        limits.chunkBytes = 4 << 10
        return limits
    }

    private func runPlan() -> RunPlan {
        let name = "\(clock.now().stamp)-\(Hexadecimal.text(random.bytes(4)))"
        var plan = RunPlan(
            name: name, feed: "", command: "user", actor: actor, startedAt: clock.now(),
            file: cells.first { $0.column == UserColumn.action.name }?.value ?? "")
        plan.reason = cells.first { $0.column == UserColumn.reason.name }?.value
        return plan
    }
}

/// What came of an action on one user.
package struct UserActionEnding: Sendable {
    /// Name of the run in the history; nil for a rehearsal.
    package var run: String?
    package var status: ExitStatus
    package var result: ShownResult
    /// Secrets that the action made, to be shown once.
    package var secrets: [ShownSecret] = []
    /// What went wrong after the action was committed; nil: nothing did.
    package var failure: RunHalt?
}

/// The result of one record, as a command shows it.
package struct ShownResult: Equatable, Sendable {
    package var action: Action
    package var outcome: Outcome
    package var identity: ShownIdentity
    package var issues: [RecordIssue]
    package var detail: String
}

/// Keeps the one result of a run with one record.
final class OneResult: ResultSink {
    private(set) var result: ShownResult?
    private(set) var secrets: [ShownSecret] = []
    private var tally = SummaryTally(file: "command")

    func write(_ results: ChunkResults) throws(RunHalt) {
        tally.add(results)
        let batch = results.batch
        guard batch.recordCount > 0 else { return }
        secrets += results.secrets.map(\.secret)
        result = ShownResult(
            action: batch.actions[0], outcome: results.outcomes[0],
            identity: results.identities.first?.identity
                ?? ShownIdentity(
                    username: batch.bytes(0, .username), email: batch.bytes(0, .email),
                    externalID: batch.bytes(0, slot: ColumnLayout.externalIDSlot)),
            issues: results.issues.first?.issues ?? [],
            detail: results.details.first?.detail ?? "")
    }

    func synchronize() throws(RunHalt) -> ResultPositions { ResultPositions() }
    func truncate(to positions: ResultPositions) throws(RunHalt) {
        tally = SummaryTally(file: tally.file)
        secrets = []
    }
    func finish() throws(RunHalt) {}
    var summary: RunSummary { tally.summary }
    var canTakeBack: Bool { true }
    var showsSecrets: Bool { true }
}
