import Provisioning

/// A mail in the pieces that libcurl makes its bytes from: envelope, header lines and parts.
struct PreparedMail: Equatable, Sendable {
    /// Why a message cannot be sent at all.
    enum Fault: Error, Equatable {
        case sender(String), answers(String), recipient(String)
    }

    let from: EnvelopeAddress
    let to: EnvelopeAddress
    /// Header lines without their ends, folded.
    let headers: [String]
    let parts: [MailPart]
    /// Whether an address has characters that only servers with SMTPUTF8 take (RFC 6531).
    var needsUTF8: Bool { !to.isASCII || senderNeedsUTF8 }
    /// Whether this is so for every mail, because the sender's own address has them.
    let senderNeedsUTF8: Bool

    init(_ message: MailMessage) throws(Fault) {
        do { from = try EnvelopeAddress(message.from.address) } catch {
            throw .sender(error.finding)
        }
        do { to = try EnvelopeAddress(message.to.address) } catch {
            throw .recipient(error.finding)
        }
        var answers: EnvelopeAddress?
        if let replyTo = message.replyTo {
            do { answers = try EnvelopeAddress(replyTo.address) } catch {
                throw .answers(error.finding)
            }
        }
        senderNeedsUTF8 = !from.isASCII || answers?.isASCII == false
        var headers = [
            "Content-Type: multipart/alternative",
            HeaderText(message.date).line("Date"),
            HeaderText(name: message.from.name, address: from).line("From"),
            HeaderText(name: message.to.name, address: to).line("To"),
        ]
        if let answers {
            headers.append(
                HeaderText(name: message.replyTo?.name, address: answers).line("Reply-To"))
        }
        headers += [
            HeaderText(message.subject).line("Subject"),
            HeaderText(id: message.id).line("Message-ID"),
            HeaderText(token: "auto-generated").line("Auto-Submitted"),
            HeaderText(token: "All").line("X-Auto-Response-Suppress"),
        ]
        if !message.language.isEmpty {
            headers.append(HeaderText(token: message.language).line("Content-Language"))
        }
        self.headers = headers
        var parts = [MailPart(message.text, contentType: "text/plain; charset=utf-8")]
        if let html = message.html {
            parts.append(MailPart(html, contentType: "text/html; charset=utf-8"))
        }
        self.parts = parts
    }
}
