import MailDelivery
import Provisioning

extension MailMessage {
    /// A mail as the relay makes them, to `user@corp.example`.
    static func example(to: ByteString = "user@corp.example", number: Int = 1) -> MailMessage {
        MailMessage(
            id: "onboarding.\(number)@corp.example",
            from: MailAddress(name: "Muster", address: "muster@corp.example"),
            to: MailAddress(name: "Una User", address: to), subject: "Your account",
            date: Instant(milliseconds: 1_795_662_900_000), language: "en",
            text: "Hello,\n\nhttps://corp.example/start/TOKEN\n",
            html: "<p>Hello, <a href=\"https://corp.example/start/TOKEN\">start</a></p>\n")
    }
}

extension DeliveryOutcome {
    /// The outcome in one line: `deferred 450 RCPT: 4.2.0 later`.
    var summary: String {
        switch self {
        case .sent(let reply): "sent \(reply.summary)"
        case .deferred(let reply): "deferred \(reply.summary)"
        case .refused(let reply): "refused \(reply.summary)"
        case .unknown(let reply): "unknown \(reply.summary)"
        }
    }
}

extension MailReply {
    var summary: String { "\(code) \(verb.rawValue): \(text)" }
}

/// What delivering a mail comes to, in one line; a halt as `halt 69 mail.server.refused: ...`.
func delivery(_ transport: any MailTransport, _ message: MailMessage = .example()) -> String {
    do {
        return try transport.deliver(message).summary
    } catch {
        return "halt \(error.status.rawValue) \(error.code.rawValue): \(error.message)"
    }
}

/// The same with a transport of its own.
func delivery(
    _ settings: TransportSettings, _ message: MailMessage = .example(),
    times: TransportTimes = TransportTimes()
) -> String {
    do {
        let transport = try MailTransports.make(settings, times: times)
        defer { transport.close() }
        return delivery(transport, message)
    } catch {
        return "halt \(error.status.rawValue) \(error.code.rawValue): \(error.message)"
    }
}
