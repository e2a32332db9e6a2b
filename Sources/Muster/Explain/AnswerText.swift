import Provisioning

/// The answer to "why?" in a sentence or two: what became of a record, and for what reason.
struct AnswerText {
    private let it: Explanation

    init(_ explanation: Explanation) { it = explanation }

    var text: String {
        guard let outcome = it.outcome else {
            return
                "Nothing says what became of \(it.name): the run ended before it, or its results "
                + "are gone."
        }
        guard let known = Outcome.allCases.first(where: { $0.word == outcome }) else {
            return "\(start) \(outcome)."
        }
        guard !it.isUnwritten else {
            return it.run.state == .running
                ? "\(start) was decided to be \(known.word) by a run that is still going; nothing "
                    + "of it is written yet."
                : "\(start) was decided to be \(known.word) when the run was cut short; nothing of "
                    + "it was written."
        }
        return sentence(known) + warnings(known)
    }

    private var start: String { it.name.prefix(1).uppercased() + it.name.dropFirst() }

    private var user: String { it.userNow ?? "the user" }

    private func sentence(_ outcome: Outcome) -> String {
        switch outcome {
        case .created:
            return "\(start) created \(user): none of its keys led to anybody, and the action "
                + "\(action("upsert")) creates whom it does not find."
        case .updated:
            return "\(start) changed \(user)\(by): what it says was not what the directory had"
                + "\(colon)."
        case .unchanged: return unchanged
        case .deleted:
            return "\(start) deleted \(deleted): username and e-mail address were both theirs."
        case .disabled:
            return it.subject == nil
                ? "\(start) disabled \(user): \(orderedBy("a cell says enabled: false"))\(also)."
                : "\(start) was disabled: the user was missing from the file\(also)."
        case .enabled where it.log.endsAbsence && it.action != Action.enable.word:
            return "\(start) enabled \(user): they came back, after they had been missing from "
                + "the feed's files\(also)."
        case .enabled:
            return "\(start) enabled \(user): \(orderedBy("a cell says enabled: true"))\(also)."
        case .applied: return "\(start) carried out \(action("its action")) for \(user)\(colon)."
        case .viewed:
            return "\(start) only looked at \(user), as \(action("its action")) does, and changed "
                + "nothing\(colon)."
        case .missing:
            return "\(start) is missing from the file and is waited for: nothing was "
                + "changed\(colon)."
        case .rejected: return rejected
        case .skipped: return skipped
        }
    }

    /// A user who is gone, as far as the log and the results have them.
    private var deleted: String {
        let number = it.log.user.map { "user id:\($0.value)" } ?? "the user"
        guard let name = it.identity?.username, !name.isEmpty else { return number }
        return "\(number) (\(MessageText.quoted(name)))"
    }

    private var unchanged: String {
        if it.issues.contains(where: { $0.code == IssueCode.runRecordAlreadyApplied.rawValue }) {
            return "\(start) changed nothing: an earlier delivery of the same file has had its "
                + "effect, and what happens once is not repeated (--again repeats it)."
        }
        if it.issues.contains(where: { $0.code == IssueCode.policyManualEditKept.rawValue }) {
            return "\(start) changed nothing\(ofUser): what it says otherwise was set by hand, and "
                + "manual_edits: keep keeps that."
        }
        let whose = it.userNow.map { " of \($0)" } ?? ""
        let action = Action.allCases.first { $0.word == it.action } ?? .upsert
        return action.isDescribing
            ? "\(start) changed nothing: everything it says is what the directory had\(whose)."
            : "\(start) changed nothing: what \(action.word) asks for was so already\(whose)."
    }

    private var ofUser: String { it.userNow.map { " of \($0)" } ?? "" }

    private var rejected: String {
        guard let first = it.issues.first else {
            return "\(start) was refused, and nothing was changed. Why is not on record any more."
        }
        let others = it.issues.count - 1
        let more = others == 0 ? "" : ", and \(others) more \(others == 1 ? "finding" : "findings")"
        guard !first.message.isEmpty else {
            return
                "\(start) was refused, and nothing was changed: [\(first.code)]\(more). The history "
                + "keeps the code and not the message."
        }
        let message = first.message
        return "\(start) was refused, and nothing was changed: \(message) [\(first.code)]\(more)."
    }

    private var skipped: String {
        if it.issues.contains(where: { $0.code == IssueCode.runAtomicAborted.rawValue }) {
            return "\(start) was right, and was not applied, because others of the file were "
                + "rejected and --atomic asks for all or none."
        }
        if it.action == Action.skip.word {
            return "\(start) was passed over, because its action is skip."
        }
        if it.run.state == .stopped {
            return "\(start) was not applied, because a guard stopped the run before anything was "
                + "written\(colon)."
        }
        return "\(start) was not applied\(colon)."
    }

    private func warnings(_ outcome: Outcome) -> String {
        guard outcome != .rejected, outcome != .skipped,
            let first = it.issues.first(where: {
                $0.code != IssueCode.runRecordAlreadyApplied.rawValue && !$0.message.isEmpty
            })
        else { return "" }
        return " With a warning: \(first.message) [\(first.code)]."
    }

    private func action(_ otherwise: String) -> String {
        it.action.flatMap { $0.isEmpty ? nil : $0 } ?? otherwise
    }

    private func orderedBy(_ cell: String) -> String {
        let isOrder = it.action == Action.disable.word || it.action == Action.enable.word
        return isOrder ? "its action is \(action(""))" : cell
    }

    private var colon: String { it.detail.isEmpty ? "" : ": \(it.detail)" }
    private var also: String { it.detail.isEmpty ? "" : " (\(it.detail))" }

    /// By which key the user was found.
    private var by: String {
        guard let key = it.keys.first(where: { $0.user != nil }) else { return "" }
        return ", whom its \(key.name) leads to"
    }
}
