import GRDB
import Provisioning

/// The entries of a run's beginning and end.
extension AuditLog {
    /// Adds the entry of a run that begins; it is as old as the run's row in the history.
    func appendOpening(_ plan: RunPlan, run: Int64, in database: Database) throws {
        var entry = AuditEntry(
            id: 0, at: plan.startedAt.milliseconds, kind: .opened,
            body: Self.openingBody(plan, isResumed: false))
        entry.run = run
        try append(entry, in: database)
    }

    /// Adds the entry of an interrupted run that is carried on.
    func appendReopening(
        _ run: OpenRun, plan: RunPlan, at: Instant, in database: Database
    ) throws {
        var entry = AuditEntry(
            id: 0, at: at.milliseconds, kind: .opened,
            body: Self.openingBody(plan, isResumed: true))
        entry.run = run.id
        try append(entry, in: database)
    }

    /// Adds the entry of a run that ends; the head's file follows the commit.
    func appendClosing(
        _ run: OpenRun, state: RunState, summary: RunSummary, at: Instant, in database: Database
    ) throws {
        var entry = AuditEntry(
            id: 0, at: at.milliseconds, kind: .closed, body: Self.closingBody(state, summary))
        entry.run = run.id
        try append(entry, in: database)
        publishAfterCommit()
    }

    /// What the opening of a run says: everything of its row in the history that does not change
    /// while it runs.
    static func openingBody(_ plan: RunPlan, isResumed: Bool) -> ContiguousArray<UInt8> {
        var json = JSONWriter()
        json.beginObject()
        let texts: [(String, String?)] = [
            ("run", plan.name), ("feed", plan.feed), ("command", plan.command),
            ("actor", plan.actor), ("reason", plan.reason), ("file", plan.file),
            ("file_hash", plan.fileHash), ("configuration_hash", plan.configurationHash),
            ("options_hash", plan.optionsHash),
        ]
        for (name, text) in texts {
            json.key(name)
            json.text(text)
        }
        // Runs of older versions have no such entry.
        if !plan.allowances.isEmpty {
            json.key("allowances")
            json.text(plan.allowances)
        }
        if isResumed {
            json.key("resumed")
            json.number(1)
        }
        json.endObject()
        return json.bytes
    }

    /// What the end of a run says: of its row in the history what counts.
    static func closingBody(_ state: RunState, _ summary: RunSummary) -> ContiguousArray<UInt8> {
        var json = JSONWriter()
        json.beginObject()
        json.key("state")
        json.text(state.rawValue)
        json.key("records")
        json.number(Int64(summary.records))
        json.key("outcomes")
        append(summary.outcomes, to: &json)
        if summary.leavers.values.contains(where: { $0 > 0 }) {
            json.key("leavers")
            append(summary.leavers, to: &json)
        }
        json.key("mails_queued")
        json.number(Int64(summary.mailsQueued))
        json.endObject()
        return json.bytes
    }

    private static func append(_ outcomes: [Outcome: UInt64], to json: inout JSONWriter) {
        json.beginObject()
        for outcome in Outcome.allCases {
            guard let count = outcomes[outcome], count > 0 else { continue }
            json.key(outcome.word)
            json.number(Int64(count))
        }
        json.endObject()
    }
}
