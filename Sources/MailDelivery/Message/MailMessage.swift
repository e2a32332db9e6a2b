package import Provisioning

/// Somebody who sends or gets mail.
package struct MailAddress: Equatable, Sendable {
    /// The name shown beside the address; nil: none.
    package var name: String?
    /// `local@domain` as it goes into the envelope: no angle brackets, no control characters.
    package var address: ByteString

    package init(name: String? = nil, address: ByteString) {
        self.name = name
        self.address = address
    }
}

/// One mail to one recipient, before it becomes bytes.
package struct MailMessage: Equatable, Sendable {
    /// The Message-ID without its angle brackets, the same each time this mail is sent.
    package var id: String
    package var from: MailAddress
    package var to: MailAddress
    /// Where answers go; nil: to `from`.
    package var replyTo: MailAddress?
    package var subject: String
    /// When this mail was first sent; the same each time.
    package var date: Instant
    /// BCP 47 tag of the language it is in.
    package var language: String
    /// The plain text, lines ended by LF.
    package var text: String
    /// The same as HTML; nil: there is none.
    package var html: String?

    package init(
        id: String, from: MailAddress, to: MailAddress, subject: String, date: Instant,
        language: String, text: String, html: String?
    ) {
        self.id = id
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.language = language
        self.text = text
        self.html = html
    }
}
