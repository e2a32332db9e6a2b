package import Provisioning

/// Where in the exchange with a mail server something was said; the raw value is how it is shown.
package enum MailVerb: String, Sendable {
    case connect, greeting, ehlo = "EHLO", startTLS = "STARTTLS", auth = "AUTH"
    case mail = "MAIL", rcpt = "RCPT", data = "DATA"
    /// The dot that ends the text, and the answer to it.
    case end = "end of mail"
    /// A program or folder in place of a server.
    case program, folder
}

/// What was answered about a mail.
package struct MailReply: Equatable, Sendable {
    /// RFC 5321 code, or one that stands for what another transport said (250, 450, 550).
    package var code: Int
    package var verb: MailVerb
    /// The answer in one line without control characters, at most 300 bytes: `5.1.1 No such user`.
    package var text: String

    package init(code: Int, verb: MailVerb, text: String) {
        self.code = code
        self.verb = verb
        self.text = text
    }
}

/// What became of one attempt to deliver a mail.
package enum DeliveryOutcome: Equatable, Sendable {
    /// Taken: the server is responsible from now on.
    case sent(MailReply)
    /// Not taken for now (4xx, or the connection broke before the end of the mail): try again later.
    case deferred(MailReply)
    /// Not taken, ever (5xx).
    case refused(MailReply)
    /// The connection broke after the mail's end and before the answer: it may have arrived.
    case unknown(MailReply)
}

/// Takes mails to where they go; over one connection where it has one.
///
/// Used from one thread. A halt says that no mail can be delivered at all now: the server cannot be
/// reached, greets with an error, refuses to secure the connection or to log in, or the folder cannot
/// be written. The mail in hand was not delivered then, and has not used up an attempt.
package protocol MailTransport: AnyObject {
    /// Delivers one mail, or says why not.
    func deliver(_ message: MailMessage) throws(RunHalt) -> DeliveryOutcome
    /// Ends the connection, if there is one.
    func close()
}
