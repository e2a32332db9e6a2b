import MailDelivery
package import Provisioning
import ResultReporting
import SQLiteDirectory

/// Renders a mail without sending it, and without a link that works: `muster mail preview`.
package struct MailPreview {
    /// What stands in a link where the token would be.
    package static let token = "TOKEN-ONLY-IN-THE-REAL-MAIL"

    /// An address that was somebody's before, for the notice that it changed, which goes there.
    private static let formerEmail: ByteString = "former.address@example.com"

    private let place: DirectoryPlace
    private let clock: any WallClock
    package var kind = MailKind.onboarding
    /// Whom it is for; nil: somebody made up.
    package var user: String?
    /// nil: the user's, else the configuration's.
    package var language: String?

    package init(_ place: DirectoryPlace, clock: any WallClock = SystemClock()) {
        self.place = place
        self.clock = clock
    }

    /// Renders it.
    ///
    /// It throws a halt with status 1 for an unknown user, 66 for a user without a directory, or 78.
    package func run() throws(RunHalt) -> PreviewedMail {
        let configuration = try place.loadConfiguration(checksTemplates: false)
        let settings = configuration.mail
        let templates = try MailSetup(place: place, settings: settings).templates()
        var (variables, userLanguage) = try person(configuration)
        variables.organisation = settings.organisation
        variables.support = settings.support
        let now = clock.now()
        if kind.hasLink {
            let life = kind.life(configuration.limits).components.seconds * 1_000
            variables.link = settings.link(token: Self.token)
            variables.linkEndsAt = Instant(milliseconds: now.milliseconds + life)
        }
        switch kind {
        case .passwordExpiring: variables.expiresOn = ByteString(now.day)
        case .secondFactorChanged:
            variables.secondFactor =
                variables.secondFactor ?? configuration.policy.secondFactorDefault.word
        case .emailChanged: variables.formerEmail = Self.formerEmail
        default: break
        }
        let mail = templates.render(
            kind, language: language ?? userLanguage, fallback: settings.language, variables)
        let sender = settings.fromName.map { "\($0) <\(settings.from)>" } ?? settings.from
        return PreviewedMail(
            from: sender, to: (variables.formerEmail ?? variables.email).text,
            subject: mail.subject,
            language: mail.language, text: mail.text, html: mail.html)
    }

    private func person(
        _ configuration: MusterConfiguration
    ) throws(RunHalt) -> (MailVariables, language: String?) {
        guard let name = user else {
            var sample = MailVariables(username: "ada.lovelace", email: "ada.lovelace@example.com")
            sample.firstName = "Ada"
            sample.lastName = "Lovelace"
            return (sample, nil)
        }
        let directory = try place.openForReading()
        let found = try MailedUser.find(name, in: directory, configuration)
        guard let state = try directory.load([found])[found] else {
            return (MailVariables(username: ByteString(name), email: ByteString(name)), nil)
        }
        var variables = MailVariables(username: state.username, email: state.email)
        variables.firstName = state.profile[.firstName]
        variables.lastName = state.profile[.lastName]
        variables.displayName = state.profile[.displayName]
        variables.secondFactor =
            SecondFactorRules(policy: configuration.policy)
            .effective(state, groups: try directory.groups()).word
        return (variables, state.profile[.language]?.text)
    }
}

/// A mail as it would be.
package struct PreviewedMail: Equatable, Sendable {
    package var from: String
    package var to: String
    package var subject: String
    package var language: String
    package var text: String
    package var html: String?

    /// Head and text, with line ends; control characters are shown.
    ///
    /// `file` is where the HTML part was written; nil: nowhere.
    package func terminalText(style: CommandStyle, htmlFile file: String?) -> String {
        let facts = [
            ("From", from), ("To", to), ("Subject", subject), ("Language", language),
            ("HTML", htmlFact(file)),
        ]
        let body = text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.unicodeScalars.map { MessageText.quoted(String($0)) }.joined() }
        return FactList.text(
            facts.map {
                ($0.0, $0.1.unicodeScalars.map { MessageText.quoted(String($0)) }.joined())
            })
            + "\n" + body.joined(separator: "\n") + "\n"
    }

    private func htmlFact(_ file: String?) -> String {
        if html == nil { return "none: the mail is text alone" }
        return file.map { "written to \($0)" } ?? "yes: --html FILE writes it"
    }

    /// The same for programs.
    package var json: ByteString {
        PrintedRow(
            cells: [],
            members: [
                ("from", .text(from)), ("to", .text(to)), ("subject", .text(subject)),
                ("language", .text(language)), ("text", .text(text)), ("html", .text(html)),
            ]
        ).object
    }

    /// Writes the HTML part to a file; it throws a halt with status 73 or 74, or 1 without one.
    package func writeHTML(to path: String) throws(RunHalt) {
        guard let html else {
            throw RunHalt(
                .someRejected, .mailTemplateInvalid, "this mail has no HTML part",
                advice: "Its templates have only a text in this language.")
        }
        try AtomicFile.write(ByteString(html), to: path)
    }
}
