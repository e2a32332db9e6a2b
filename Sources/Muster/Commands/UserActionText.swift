package import Provisioning
import ResultReporting

/// What `muster user` prints.
package struct UserActionText {
    private let ending: UserActionEnding
    private let user: String
    private let action: String

    /// Takes an ending, with the user as the command named them, for results without a username, and
    /// the action as it was typed.
    package init(_ ending: UserActionEnding, user: String, action: String = "") {
        self.ending = ending
        self.user = user
        self.action = action
    }

    /// The result on one line, with its end: `updated ada: device_limit: default → 3`.
    package func line(style: CommandStyle, isDryRun: Bool) -> String {
        let result = ending.result
        let name = MessageText.quoted(result.identity.username?.text ?? user)
        let paint =
            switch result.outcome {
            case .rejected: style.bad
            case .unchanged, .skipped: style.faint
            default: style.good
            }
        let detail = result.detail.isEmpty ? "" : ": \(result.detail)"
        let rehearsal = isDryRun ? " (dry run: nothing was changed)" : ""
        return "\(paint(result.outcome.word)) \(name)\(detail)\(rehearsal)\n"
    }

    /// The secrets, one a line with its end; with `labels` each says what it is, which is for
    /// people.
    ///
    /// They stand here and nowhere else.
    package func secrets(labels: Bool) -> String {
        ending.secrets.map { secret in
            guard labels else { return "\(secret.value)\n" }
            return "\(secret.kind.rawValue): \(secret.value)\n"
        }.joined()
    }

    /// The findings, headline first, one a line without its end.
    ///
    /// With `showsValues` the values found stand in them, which may be personal; with
    /// `onlyErrors` warnings are left out.
    package func findings(showsValues: Bool, onlyErrors: Bool) -> [String] {
        ending.result.issues.filter { $0.severity == .error || !onlyErrors }.map { issue in
            let column = issue.column.map { "\($0): " } ?? ""
            let message = showsValues ? issue.message : issue.messageWithoutValue
            return "\(issue.severity.rawValue): \(column)\(message) [\(issue.code.rawValue)]"
        }
    }

    /// What to try instead, without its end; nil: the findings say it.
    package var advice: String? {
        switch ending.result.issues.first?.code {
        case .matchUserNotFound?:
            return "muster users find TEXT looks for a part of a name or an address"
        case .fieldActionUnknown?:
            let words = Action.allCases.map(\.word)
            let near = NearWord.proposal(for: action, among: words)
            return near.map { "did you mean \($0)?" }
                ?? "muster user --help says what each action does"
        default: return nil
        }
    }

    /// The result as one object, like a line of a results file.
    package var json: ByteString {
        let result = ending.result
        var json = JSONWriter(layout: .indented)
        json.beginObject()
        json.member("run", ending.run)
        json.member("action", result.action.word)
        json.member("outcome", result.outcome.word)
        json.member("username", result.identity.username)
        json.member("email", result.identity.email)
        json.member("external_id", result.identity.externalID)
        json.key("issues")
        json.beginArray()
        for issue in result.issues {
            json.beginObject()
            json.member("code", issue.code.rawValue)
            json.member("severity", issue.severity.rawValue)
            json.member("column", issue.column)
            json.member("message", issue.message)
            json.endObject()
        }
        json.endArray()
        json.member("detail", result.detail)
        json.key("secrets")
        json.beginArray()
        for secret in ending.secrets {
            json.beginObject()
            json.member("kind", secret.kind.rawValue)
            json.member("secret", secret.value)
            json.member("expires", secret.expiresAt?.utcText)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.take()
    }
}
