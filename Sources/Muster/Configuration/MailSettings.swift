/// How mail will be sent, as far as this version keeps it: `muster init` writes these settings
/// with placeholders, and delivery refuses those.
package struct MailSettings: Equatable, Sendable {
    /// Address that mail comes from.
    package var from = "muster@example.invalid"
    /// Where links in mail lead to.
    package var linkBase = "https://example.invalid/"
    /// The most mails that are sent.
    package var rate = MailRate(count: 60, per: .minute)

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
