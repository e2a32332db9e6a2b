import Glibc
import Provisioning
import ResultReporting
import SQLiteDirectory

/// What `muster runs show` says of one run.
struct RunDescription {
    private let run: RunListing
    private let relations: RunRelations
    private let summaryFile: JSONFile?
    /// Files of the run that are there, by what they are.
    private let files: [(name: String, path: String)]

    init(_ run: RunListing, relations: RunRelations, folder: RunFolder) {
        self.run = run
        self.relations = relations
        let summary = JSONFile(path: folder.summary)
        summaryFile = summary
        var paths: [(name: String, path: String)] = []
        for name in ["results", "rejects", "secrets"] {
            if let path = summary?.object("files")?.text(name) { paths.append((name, path)) }
        }
        for format in ["csv", "xml", "jsonl"] {
            paths.append(("rejects", folder.rejects(format: format)))
            paths.append(("records", folder.records(format: format)))
        }
        paths += [("summary", folder.summary), ("report", "\(folder.path)/report.html")]
        var known: Set<String> = []
        files = paths.filter { access($0.path, F_OK) == 0 && known.insert($0.path).inserted }
    }

    private var plan: RunPlan { run.plan }

    // MARK: Text

    func text(_ figures: Figures) -> String {
        var facts: [(name: String, value: String?)] = [
            ("Run", plan.name), ("State", run.state.rawValue), ("Command", plan.command),
            ("Feed", plan.feed), ("Mode", plan.feed.isEmpty ? nil : plan.mode.word),
            ("File", MessageText.path(plan.file)), ("Actor", MessageText.quoted(plan.actor)),
            ("Reason", plan.reason.map(MessageText.quoted)), ("Allowed", plan.allowances),
            ("Started", plan.startedAt.text), ("Finished", run.finishedAt?.text),
            ("File hash", plan.fileHash),
        ]
        facts += relationFacts + figureFacts(figures)
        for guardFact in guardFacts(figures) { facts.append(guardFact) }
        for file in files { facts.append((file.name.capitalised, MessageText.path(file.path))) }
        return FactList.text(facts) + openText
    }

    private var relationFacts: [(name: String, value: String?)] {
        [
            ("Undoes", relations.undoes), ("Undone by", run.undoneBy),
            ("Superseded by", relations.supersededBy), ("First attempt", run.firstAttempt),
            ("Later attempts", relations.laterAttempts.joined(separator: ", ")),
        ]
    }

    private func figureFacts(_ figures: Figures) -> [(name: String, value: String?)] {
        guard let summary = run.summary else { return [] }
        var facts: [(name: String, value: String?)] = [
            ("Records", figures.text(summary.records))
        ]
        for outcome in Outcome.allCases where summary.count(outcome) > 0 {
            facts.append(("  \(outcome.word)", figures.text(summary.count(outcome))))
        }
        for (outcome, count) in leavers {
            facts.append(("  leavers \(outcome)", figures.text(count)))
        }
        if summary.mailsQueued > 0 {
            facts.append(("Mails queued", figures.text(summary.mailsQueued)))
        }
        for (code, count) in summary.issues.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            facts.append(("  \(code.rawValue)", figures.text(count)))
        }
        return facts
    }

    private var leavers: [(name: String, number: UInt64)] {
        guard let leavers = run.summary?.leavers else { return [] }
        return Outcome.allCases.compactMap { outcome in
            leavers[outcome].flatMap { $0 > 0 ? (outcome.word, $0) : nil }
        }
    }

    private var guards: [JSONFile] { summaryFile?.list("guards") ?? [] }

    private func guardFacts(_ figures: Figures) -> [(name: String, value: String?)] {
        guards.map { reading in
            let known = reading.text("limit").flatMap { UInt64($0) }
            let limit = known.map { ", at most \(figures.text($0))" } ?? ", no limit"
            let count = reading.text("count").flatMap { UInt64($0) } ?? 0
            let tripped = reading.text("tripped") == "true" ? ": stopped the run" : ""
            return (
                "Guard \(reading.text("name") ?? "")",
                "\(figures.text(count))\(limit)\(tripped)"
            )
        }
    }

    private var openText: String {
        guard relations.openCount > 0 else { return "" }
        var lines = ["Still open, of its rejected records:"]
        for open in relations.open {
            let attempts = "\(open.attempts) \(open.attempts == 1 ? "attempt" : "attempts")"
            lines.append("  record \(open.record) [\(open.code)], \(attempts)")
        }
        let more = relations.openCount - UInt64(relations.open.count)
        if more > 0 { lines.append("  and \(more) more") }
        return lines.joined(separator: "\n") + "\n"
    }

    // MARK: JSON

    var object: ByteString {
        var json = JSONWriter(layout: .indented)
        json.beginObject()
        writeRun(to: &json)
        writeRelations(to: &json)
        writeFolder(to: &json)
        json.endObject()
        return json.take()
    }

    private func writeRun(to json: inout JSONWriter) {
        for (name, value) in RunHistory.members(run) where name != "rejected" {
            switch value {
            case .text(let text): json.member(name, text)
            case .number(let number): write(name, number, to: &json)
            case .truth, .texts: continue
            }
        }
        json.member("mode", plan.feed.isEmpty ? nil : plan.mode.word)
        json.member("allowances", known(plan.allowances))
        if let summary = run.summary {
            for outcome in Outcome.allCases
            where summary.count(outcome) > 0 && outcome != .rejected {
                json.member(outcome.word, summary.count(outcome))
            }
        }
        write("rejected", run.summary?.count(.rejected), to: &json)
        write("mails_queued", run.summary?.mailsQueued, to: &json)
        json.member("file_hash", known(plan.fileHash))
        json.member("configuration_hash", known(plan.configurationHash))
        json.member("options_hash", known(plan.optionsHash))
    }

    private func writeRelations(to json: inout JSONWriter) {
        json.member("undoes", relations.undoes)
        json.member("superseded_by", relations.supersededBy)
        json.key("later_attempts")
        json.beginArray()
        for name in relations.laterAttempts { json.value(name) }
        json.endArray()
        json.member("open_count", relations.openCount)
        json.key("open")
        json.beginArray()
        for open in relations.open {
            json.beginObject()
            json.member("record", open.record)
            json.member("code", open.code)
            json.member("attempts", open.attempts)
            json.endObject()
        }
        json.endArray()
    }

    private func writeFolder(to json: inout JSONWriter) {
        json.key("leavers")
        json.beginObject()
        for (name, number) in leavers { json.member(name, number) }
        json.endObject()
        json.key("guards")
        json.beginArray()
        for reading in guards {
            json.beginObject()
            json.member("name", reading.text("name"))
            write("count", reading.text("count").flatMap { UInt64($0) }, to: &json)
            write("limit", reading.text("limit").flatMap { UInt64($0) }, to: &json)
            json.member("tripped", reading.text("tripped") == "true")
            json.endObject()
        }
        json.endArray()
        json.key("files")
        json.beginObject()
        for (name, path) in files { json.member(name, path) }
        json.endObject()
    }

    private func write(_ name: String, _ number: UInt64?, to json: inout JSONWriter) {
        json.key(name)
        if let number { json.value(number) } else { json.null() }
    }

    private func known(_ text: String) -> String? { text.isEmpty ? nil : text }
}

extension String {
    fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
