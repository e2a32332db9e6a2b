import Provisioning
import ResultReporting
import SQLiteDirectory

/// An explanation for a person: the answer first, then what it rests on.
struct ExplanationText {
    private let it: Explanation
    private let style: CommandStyle

    init(_ explanation: Explanation, style: CommandStyle) {
        it = explanation
        self.style = style
    }

    var text: String {
        let blocks = [
            WrappedText.lines(it.answer), remarks, facts, findings, reading, matching, policies,
            written, mails, since, now,
        ]
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n") + "\n"
    }

    private func block(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : [style.strong(title)] + lines
    }

    private func wrapped(_ text: String) -> [String] {
        WrappedText.lines(HarmlessText.escaped(text), first: "  ", rest: "    ")
    }

    private var remarks: [String] {
        it.remarks.flatMap { WrappedText.lines("Note: \($0).") }.map(style.caution)
    }

    private var facts: [String] {
        let plan = it.run.plan
        var origin = plan.command == "user" ? "" : plan.file
        if let line = it.line, line > 0, !origin.isEmpty { origin += ", line \(line)" }
        let run = "\(plan.name), \(plan.command), \(it.run.state.rawValue), \(plan.startedAt.text)"
        let facts: [(name: String, value: String?)] = [
            ("Run", run), ("Feed", plan.feed), ("By", plan.actor),
            ("Reason", it.log.reason ?? plan.reason), ("File", origin),
            ("Action", it.action), ("Outcome", it.outcome),
            ("Username", it.identity?.username), ("E-mail", it.identity?.email),
            ("External id", it.identity?.externalID),
            ("User now", it.log.user == nil ? nil : it.userNow),
        ]
        return FactList.text(facts.map { ($0.name, $0.value.map(MessageText.quoted)) })
            .split(separator: "\n").map(String.init)
    }

    private var findings: [String] {
        let known = it.issues.filter { !$0.message.isEmpty }
        return block(
            "What was found",
            known.flatMap { wrapped("\($0.message) [\($0.code)]") }
                + it.issues.filter { $0.message.isEmpty }.flatMap { wrapped("[\($0.code)]") })
    }

    private var reading: [String] {
        if let missing = it.rawMissing {
            return block("The record as it came", wrapped(missing))
        }
        guard let raw = it.raw else { return [] }
        let source: String =
            switch it.rawSource {
            case .records: "from the run folder's copy, secrets masked"
            case .rejects where it.isPadded:
                "as kept in the run folder's rejects: padded to the header, secrets masked"
            case .rejects: "from the run folder's rejects, secrets masked"
            case .file, nil: "from \(MessageText.path(it.rawPath ?? "")), secrets masked"
            }
        let lines = raw.split(separator: "\n").map { "  \(HarmlessText.escaped(String($0)))" }
        return block("The record as it came (\(source))", lines)
            + (it.columns.isEmpty
                ? [] : ["", style.strong("How it was read")] + it.columns.flatMap(column))
    }

    private func column(_ column: Explanation.Column) -> [String] {
        let raw = column.raw.map { $0.isEmpty ? "(empty)" : "\"\(MessageText.quoted($0))\"" }
        let header = column.header.map { "\(MessageText.quoted($0)) \(raw ?? "(none)")" }
        guard let target = column.column else {
            return wrapped("\(header ?? ""): \(column.how)")
        }
        let value = column.value.map { "\"\(MessageText.quoted($0))\", " } ?? ""
        guard let header else { return wrapped("→ \(target): \(value)\(column.note)") }
        return wrapped("\(header) → \(target) (\(column.how)): \(value)\(column.note)")
    }

    private var matching: [String] {
        var lines = it.keys.flatMap { key in
            let remark = key.remark.isEmpty ? "" : ", \(key.remark)"
            return wrapped("\(key.name) \"\(key.value)\" leads to \(key.user ?? "nobody")\(remark)")
        }
        if let match = it.match { lines += wrapped("So: \(match).") }
        if it.log.isCreation, !lines.isEmpty {
            lines += wrapped("The log says that the record created its user then.")
        } else if let user = it.log.user, !lines.isEmpty {
            lines += wrapped("The log says that the record was about user id:\(user.value) then.")
        }
        return block("Whom it means (as the directory is now)", lines)
    }

    private var policies: [String] {
        block(
            "What holds for the user (as the directory is now)",
            it.policies.flatMap { wrapped("\($0.name): \($0.value) (\($0.source))") })
    }

    private var written: [String] {
        let log = it.log
        var lines: [String] = []
        if log.isCreation {
            lines += wrapped(
                it.columns.isEmpty ? "a new user" : "a new user, with the values that stand above")
        }
        for value in log.values {
            lines += wrapped("\(value.name): \(shown(value.before)) → \(shown(value.after))")
        }
        for list in log.lists {
            let name = list.name.split(separator: "_").joined(separator: " ")
            lines += wrapped("\(name): \(list.items.joined(separator: ", "))")
        }
        if log.isImageErased {
            lines += wrapped(
                "the values before and after were erased (runs prune, or with the user)")
        }
        if lines.isEmpty, let outcome = it.outcome, outcome == Outcome.deleted.word {
            lines += wrapped("the user with everything the directory had of them")
        }
        return block("What was written", lines.isEmpty ? ["  nothing"] : lines)
    }

    private func shown(_ value: String?) -> String {
        value.map { "\"\(MessageText.quoted($0))\"" } ?? "(none)"
    }

    private var mails: [String] {
        block(
            "Mails that it owed",
            it.log.mails.flatMap { mail in
                let reply = mail.reply.map { ": \($0)" } ?? ""
                return wrapped("\(mail.kind), due \(mail.dueAt.text): \(mail.state) by now\(reply)")
            })
    }

    private var since: [String] {
        var lines: [String] = []
        if let undo = it.log.undoneBy {
            lines += wrapped(
                it.log.isUserUndone
                    ? "the run was taken back by run \(undo)"
                    : "run \(undo) took the run back, and left this user as they are")
        }
        for later in it.log.later {
            lines += wrapped(
                "\(later.at.text) run \(later.run) (\(later.command) by \(later.actor)), record "
                    + "\(later.record): \(later.action), \(later.outcome)")
        }
        let more = it.log.laterCount - it.log.later.count
        if more > 0 { lines += wrapped("and \(more) more changes: muster audit show lists them") }
        return block("What happened to the user since", lines)
    }

    private var now: [String] {
        guard let now = it.now else { return [] }
        var lines = wrapped(now.detail.isEmpty ? now.outcome : "\(now.outcome): \(now.detail)")
        for message in now.messages { lines += wrapped(message) }
        return block("If this record were imported now", lines)
    }
}
