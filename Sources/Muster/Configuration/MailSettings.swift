package import MailDelivery
import Provisioning

/// How mail is written and sent: the section `mail` of the configuration.
///
/// `muster init` writes `from`, `link_base` and `rate` with placeholders; only a folder takes mail
/// with them.
package struct MailSettings: Equatable, Sendable {
    static let placeholderFrom = "muster@example.invalid"
    static let placeholderLinkBase = "https://example.invalid/"

    /// Address that mail comes from.
    package var from = placeholderFrom
    /// Name shown beside it; nil: none.
    package var fromName: String?
    /// Address for answers; nil: `from`.
    package var replyTo: String?
    /// Whose accounts these are, in the words of a mail.
    package var organisation: String?
    /// Address or page where people get help.
    package var support: String?
    /// Where links in mail lead to.
    package var linkBase = placeholderLinkBase
    /// The most mails that are sent.
    package var rate = MailRate(count: 60, per: .minute)
    /// Where mail goes; nil: the command has to say.
    package var transport: TransportSettings.Place?
    package var startTLS: TransportSettings.StartTLS = .automatic
    /// User to log in with.
    package var user: String?
    /// Files, relative to the configuration's folder where they do not begin with `/`.
    package var passwordFile: String?
    package var authoritiesFile: String?
    package var templatesFolder: String?
    /// The name given to the server; nil: this machine's.
    package var hello: String?
    /// Language of mails to users who have none, or one without templates.
    package var language = "en"
    /// Reminders that one onboarding gets at most.
    package var remindersMax = 3
    /// Time from one onboarding mail or reminder to the next reminder.
    package var reminderSpacing: Duration = .seconds(3 * 86_400)

    /// Makes the placeholders.
    package init() {}
}

/// The most mails that are sent in a span of time.
package struct MailRate: Equatable, Sendable {
    /// The span of time that `count` is for; the raw value is how it is written.
    package enum Span: String, CaseIterable, Sendable {
        case second = "s"
        case minute = "min"
        case hour = "h"
    }

    /// At least 1.
    package var count: Int
    /// The span of time that `count` is for.
    package var span: Span

    /// Makes a rate of `count` mails, at least 1, in a span of time.
    package init(count: Int, per span: Span) {
        self.count = count
        self.span = span
    }

    /// Reads `60/min`; nil if the text is no rate.
    package static func parse(_ text: String) -> MailRate? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let count = Int(parts[0]), (1...1_000_000).contains(count),
            let span = Span(rawValue: String(parts[1]))
        else { return nil }
        return MailRate(count: count, per: span)
    }
}
