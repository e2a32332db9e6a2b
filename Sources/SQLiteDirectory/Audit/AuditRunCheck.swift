import GRDB
import Provisioning

/// Compares the entries of runs' beginnings and ends with the history.
final class AuditRunCheck {
    private let database: Database
    /// The newest run from before there was a log; 0: there was one from the first.
    private(set) var runsBefore: Int64 = 0
    private var endings: [Int64: (entry: Int64, body: ContiguousArray<UInt8>)] = [:]
    private var names: [Int64: String] = [:]

    init(_ database: Database) throws { self.database = database }

    /// Name of a run, as the history has it; nil: 0, or no such run.
    func name(_ run: Int64) -> String? {
        guard run != 0 else { return nil }
        if let known = names[run] { return known }
        let name = try? String.fetchOne(
            database, sql: "SELECT name FROM runs WHERE id = ?", arguments: [run])
        names[run] = name
        return name
    }

    func open(_ entry: AuditEntry, into verdict: inout AuditVerdict) throws {
        endings[entry.run] = nil
        let row = try Row.fetchOne(
            database, sql: "SELECT * FROM runs WHERE id = ?", arguments: [entry.run])
        guard let row else {
            return verdict.add(
                AuditFinding(
                    entry: entry.id, message: "the history has no run \(entry.run) any more"))
        }
        let plan = try SQLiteDirectory.plan(row)
        let isBeginning =
            AuditLog.openingBody(plan, isResumed: false) == entry.body
            && plan.startedAt.milliseconds == entry.at
        guard isBeginning || AuditLog.openingBody(plan, isResumed: true) == entry.body else {
            return verdict.add(
                AuditFinding(
                    entry: entry.id, run: plan.name,
                    message: "the history says something else of this run"))
        }
    }

    func close(_ entry: AuditEntry, into verdict: inout AuditVerdict) throws {
        endings[entry.run] = (entry.id, entry.body)
    }

    func note(event entry: AuditEntry) throws {
        guard entry.id == 1 else { return }
        runsBefore = try AuditBodyText.number(entry.body, "runs_before", database) ?? 0
    }

    /// Compares how runs ended.
    func finish(into verdict: inout AuditVerdict) throws {
        let rows = try Row.fetchCursor(
            database, sql: "SELECT id, name, state, summary FROM runs WHERE id > ? ORDER BY id",
            arguments: [runsBefore])
        while let row = try rows.next() {
            let id: Int64 = try row.value(0)
            let state = RunState(rawValue: try row.value(2))
            let text: String? = try row.value(3)
            guard let ending = endings[id] else {
                // One that is running, or was cut short, has no end yet.
                guard state != .running, state != .interrupted else { continue }
                verdict.add(
                    AuditFinding(
                        run: try row.value(1), message: "the log does not know that this run ended")
                )
                continue
            }
            let summary = try text.map { try SummaryText.summary(of: $0, database) }
            if let state, let summary, AuditLog.closingBody(state, summary) == ending.body {
                continue
            }
            verdict.add(
                AuditFinding(
                    entry: ending.entry, run: try row.value(1),
                    message: "the history says that this run ended in another way"))
        }
    }
}
