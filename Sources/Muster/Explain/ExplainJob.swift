import Credentials
import Glibc
import Provisioning
import ResultReporting
import SQLiteDirectory

/// Finds out why a record got its outcome: from the run folder, the log, and the directory as it is.
///
/// Writes nothing.
package struct ExplainJob {
    let place: DirectoryPlace
    /// Where the feed's file is now; nil: where the run found it.
    package var file: String?

    package init(_ place: DirectoryPlace) { self.place = place }

    /// What everything is looked up in.
    struct Sources {
        let directory: SQLiteDirectory
        let configuration: MusterConfiguration
        let folder: RunFolder
        let summary: JSONFile?
        let hashKey: (UInt64, UInt64)
        let run: RunListing

        /// Records of the run, without leavers.
        var recordCount: UInt64 { max(UInt64(run.plan.records), run.summary?.records ?? 0) }

        /// Path of the results that the run left.
        var results: String {
            summary?.object("files")?.text("results") ?? folder.results
        }
    }

    /// Explains a record of a run.
    ///
    /// - Parameters:
    ///   - word: its number; or a user, as `muster user` names one; `leaver:USER` for a leaver.
    ///   - name: name of the run.
    /// - Returns: everything there is to say.
    /// - Throws: a halt with status 1 if there is no such run or record; 66, 74, 78.
    func explain(_ word: String, ofRun name: String) throws(RunHalt) -> Explanation {
        let sources = try sources(name)
        var explanation = Explanation(run: sources.run)
        let subject = try RecordSearch(sources: sources, place: place).find(word)
        explanation.record = subject.record
        explanation.subject = subject.leaver.map { "leaver \($0)" }
        note(&explanation, sources)
        let number = subject.number
        if let number, number > 0 {
            explanation.log = try sources.directory.recordLog(run: sources.run.id, record: number)
        }
        var outcomes: ContiguousArray<Outcome> = []
        if sources.run.plan.command != "user" {
            outcomes = try sources.directory.outcomes(ofRun: sources.run.id)
            let isCutShort = [.running, .interrupted, .superseded].contains(sources.run.state)
            explanation.isUnwritten = isCutShort && Int(number ?? .max) > outcomes.count
            // Of a run that applied nothing the results alone know them.
            if outcomes.isEmpty, let record = subject.record {
                outcomes = RecordedResult.outcomes(through: record, from: sources.results)
            }
        }
        settle(&explanation, subject, outcomes, sources)
        let raw = try readRaw(&explanation, outcomes, sources)
        try lookUp(&explanation, raw, subject, sources)
        explanation.answer = AnswerText(explanation).text
        return explanation
    }

    private func sources(_ name: String) throws(RunHalt) -> Sources {
        let directory = try place.openForReading()
        guard let run = try directory.run(named: name) else { throw RunHistory.notFound(name) }
        let folder = try RunFolder(beside: place.directory, run: run.plan.name)
        return Sources(
            directory: directory,
            configuration: try place.loadConfiguration(checksTemplates: false),
            folder: folder, summary: JSONFile(path: folder.summary),
            hashKey: try place.openKey().words(for: .rowFingerprint), run: run)
    }

    /// Says what is gone, and what is not as it was.
    private func note(_ explanation: inout Explanation, _ sources: Sources) {
        let plan = sources.run.plan
        let hash = plan.configurationHash
        if !hash.isEmpty, hash != sources.configuration.configurationHash {
            explanation.remarks.append(
                "the configuration has changed since the run: what is derived again here follows "
                    + "the configuration of now")
        }
        if plan.command != "user", sources.summary == nil {
            explanation.remarks.append(unfinished(explanation.run.state, sources))
        }
        if explanation.run.state == .running {
            explanation.remarks.append("the run is still going: it may not have come to everything")
        } else if explanation.run.state == .interrupted || explanation.run.state == .superseded {
            explanation.remarks.append(
                "the run was cut short: records behind the last checkpoint have no outcome")
        }
    }

    /// What the lack of a summary means.
    private func unfinished(_ state: RunState, _ sources: Sources) -> String {
        guard access(sources.folder.path, F_OK) == 0 else {
            return "the run folder is gone: messages and raw records are not known any more, and "
                + "what follows is from the log"
        }
        return state == .running
            ? "the run has no summary yet: what follows is from what it has written so far"
            : "the run has no summary, because it did not come to its end: what follows is from "
                + "what it wrote until then"
    }

    /// Fills in outcome and findings, from the results or else from the log.
    private func settle(
        _ explanation: inout Explanation, _ subject: RecordSearch.Subject,
        _ outcomes: ContiguousArray<Outcome>, _ sources: Sources
    ) {
        let log = explanation.log
        if let result = subject.result {
            explanation.line = result.line
            explanation.outcome = result.outcome
            explanation.action = result.action
            explanation.identity = (result.username, result.email, result.externalID)
            explanation.issues = result.issues
            explanation.detail = result.detail
            return
        }
        explanation.action = log.action?.word
        if let number = subject.number, number > 0, Int(number) <= outcomes.count {
            explanation.outcome = outcomes[Int(number) - 1].word
        } else {
            explanation.outcome = log.outcome?.word
        }
        if explanation.outcome == Outcome.rejected.word, let code = log.openCode {
            explanation.issues = [(code, "")]
        }
        guard sources.run.plan.command == "user", let summary = sources.run.summary else { return }
        if explanation.outcome == nil {
            explanation.outcome = Outcome.allCases.first { summary.count($0) > 0 }?.word
        }
        explanation.action = explanation.action ?? sources.run.plan.file
        explanation.issues = summary.issues.keys.sorted {
            ($0.severity.rawValue, $0.rawValue) < ($1.severity.rawValue, $1.rawValue)
        }.map { ($0.rawValue, "") }
    }

    private func readRaw(
        _ explanation: inout Explanation, _ outcomes: ContiguousArray<Outcome>, _ sources: Sources
    ) throws(RunHalt) -> RawRecord? {
        guard let record = explanation.record else { return nil }
        guard !sources.run.plan.feed.isEmpty else {
            explanation.rawMissing =
                sources.run.plan.command == "user"
                ? "the record was a command, of which the history keeps action, user and reason"
                : "the record was made by muster \(sources.run.plan.command)"
            return nil
        }
        let options = RunRequest.options(of: sources.run.plan)
        let search = RawRecordSearch(
            run: sources.run, record: record, folder: sources.folder, file: file,
            fileHash: known(sources), options: options, configuration: sources.configuration,
            hashKey: sources.hashKey)
        let raw: RawRecord?
        do throws(RunHalt) {
            raw = try search.search(outcomes, outcome: explanation.outcome, into: &explanation)
        } catch {
            // What is known from results and log is worth saying without it.
            explanation.rawMissing = "cannot be read again: \(error.message)"
            return nil
        }
        guard let raw else { return nil }
        explanation.columns = ColumnExplaining(
            raw, options: options, isCopy: explanation.rawSource != .file
        ).columns()
        return raw
    }

    private func known(_ sources: Sources) -> String {
        if !sources.run.plan.fileHash.isEmpty { return sources.run.plan.fileHash }
        return sources.summary?.object("hashes")?.text("file") ?? ""
    }

    /// Fills in what the directory says now: whom the keys lead to, policies, and what would come of
    /// the record.
    private func lookUp(
        _ explanation: inout Explanation, _ raw: RawRecord?, _ subject: RecordSearch.Subject,
        _ sources: Sources
    ) throws(RunHalt) {
        let directory = sources.directory
        let groups = try directory.groups()
        _ = try directory.apps()
        var user: UserState?
        if let raw, !raw.isFaulty, !explanation.isPadded, let record = explanation.record {
            user = try MatchExplaining(
                raw, in: directory, groups: groups, run: sources.run, record: record,
                limits: sources.configuration.limits
            ).fill(&explanation)
            explanation.now = try RecordRehearsal(sources: sources, place: place).rehearse(raw)
        }
        let known = explanation.log.user ?? subject.user
        if let known {
            user = try directory.load([known])[known]
            explanation.userNow =
                user.map(MatchExplaining.name) ?? "user id:\(known.value), who is deleted since"
        } else if let user {
            explanation.userNow = MatchExplaining.name(user)
        }
        guard let user else { return }
        explanation.policies = PolicyExplaining(
            groups: groups, policy: sources.configuration.policy
        ).policies(of: user) { column in
            raw.map { !$0.batch.value($0.index, column).isKeep } ?? false
        }
    }
}
