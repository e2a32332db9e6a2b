import Credentials
import Provisioning
import SQLiteDirectory

/// Says what would come of a record if it were imported now, by deciding it and writing nothing.
struct RecordRehearsal {
    let sources: ExplainJob.Sources
    let place: DirectoryPlace

    /// - Throws: a halt when the directory cannot be read.
    func rehearse(_ raw: RawRecord) throws(RunHalt) -> Explanation.Now? {
        let clock = SystemClock()
        let random = SystemRandom()
        let sink = OneResult()
        var profile = raw.profile
        // One record says nothing of a file as a whole.
        profile.mode = .delta
        profile.guards = Dictionary(
            uniqueKeysWithValues: GuardName.allCases.map { ($0, .unlimited) })
        let plan = RunPlan(
            name: "explain", feed: profile.feed, command: "explain", actor: "",
            startedAt: clock.now(), file: "")
        var inputs = RunInputs(
            source: SingleRecordSource(raw.place, of: raw.feed.source), mapping: raw.feed.mapping,
            directory: sources.directory, sink: sink,
            credentials: CredentialVault(key: try place.openKey(), random: random),
            policy: sources.configuration.policy, profile: profile,
            limits: sources.configuration.limits, runPlan: plan, today: ByteString(clock.now().day),
            hashKey: sources.hashKey)
        inputs.isDryRun = true
        _ = try ImportRun(inputs).run()
        guard let result = sink.result else { return nil }
        return Explanation.Now(
            outcome: result.outcome.word,
            messages: result.issues.map { issue in
                let column = issue.column.map { "\($0): " } ?? ""
                return "\(column)\(issue.message) [\(issue.code.rawValue)]"
            }, detail: result.detail)
    }
}
