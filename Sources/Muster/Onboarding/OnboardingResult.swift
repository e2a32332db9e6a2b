package import Provisioning
import ResultReporting
package import SQLiteDirectory

/// What came of redeeming a link.
package struct OnboardingResult: Equatable, Sendable {
    /// nil: the link leads to nobody.
    package var user: UserState?
    package var link: MailedLink?
    /// Why it was rejected; empty: it was not.
    package var issues: [RecordIssue]

    package init(user: UserState?, link: MailedLink?, issues: [RecordIssue]) {
        self.user = user
        self.link = link
        self.issues = issues
    }

    static func rejected(
        _ issues: [RecordIssue], _ user: UserState? = nil, _ link: MailedLink? = nil
    ) -> OnboardingResult {
        OnboardingResult(user: user, link: link, issues: issues)
    }

    package var isAccepted: Bool { issues.isEmpty }
}

extension OnboardingResult {
    private var outcome: Outcome { isAccepted ? .applied : .rejected }

    private var detail: String {
        guard isAccepted, let user else { return "" }
        return user.isOnboarded ? "password set anew" : "password set, onboarding complete"
    }

    /// The result on one line with its end: `applied ada: password set, onboarding complete`.
    package func line(style: CommandStyle) -> String {
        let paint = isAccepted ? style.good : style.bad
        let name = user.map { " \(MessageText.quoted($0.username.text))" } ?? ""
        return "\(paint(outcome.word))\(name)\(detail.isEmpty ? "" : ": \(detail)")\n"
    }

    /// The findings, headline first, one a line without its end.
    package var findings: [String] {
        issues.map { issue in
            let column = issue.column.map { "\($0): " } ?? ""
            return "error: \(column)\(issue.messageWithoutValue) [\(issue.code.rawValue)]"
        }
    }

    /// The result as one object, like a line of a results file.
    package var json: ByteString {
        var json = JSONWriter(layout: .indented)
        json.beginObject()
        json.member("action", "complete")
        json.member("outcome", outcome.word)
        json.member("kind", link?.kind.word)
        json.member("username", user?.username)
        json.member("email", user?.email)
        json.member("external_id", user?.externalID)
        json.key("issues")
        json.beginArray()
        for issue in issues {
            json.beginObject()
            json.member("code", issue.code.rawValue)
            json.member("severity", issue.severity.rawValue)
            json.member("column", issue.column)
            json.member("message", issue.messageWithoutValue)
            json.endObject()
        }
        json.endArray()
        json.member("detail", detail)
        json.endObject()
        return json.take()
    }
}
