import MailDelivery
import Provisioning
import ResultReporting

/// What a mail server answers, through libcurl: one outcome for any bytes, and no value of a mail that
/// begins a header of its own.
///
/// The input is a value and the server's replies, with zero bytes between them.
enum SMTPClaims {
    private static let headers: Set<String> = [
        "from", "to", "reply-to", "subject", "date", "message-id", "mime-version", "content-type",
        "content-language", "content-transfer-encoding", "auto-submitted", "content-disposition",
        "x-auto-response-suppress", "precedence",
    ]

    static func check(_ input: [UInt8]) throws(BrokenClaim) {
        let parts = FuzzBytes(input).parts(12)
        let server = ScriptedServer.shared
        server.begin(parts.dropFirst().filter { !$0.isEmpty })
        let outcome = try deliver(message(ByteString(parts[0])), to: server)
        let mail = server.takeMail()
        guard let outcome else { return }
        try check(outcome)
        try checkHeaders(mail)
    }

    private static func message(_ value: ByteString) -> MailMessage {
        let text = value.text
        var message = MailMessage(
            id: text, from: MailAddress(name: text, address: "muster@corp.example"),
            to: MailAddress(name: text, address: "user@corp.example"), subject: text,
            date: Instant(milliseconds: 1_795_662_900_000), language: text,
            text: "Hello \(text)\n", html: "<p>Hello</p>\n")
        // What is no address is refused before anybody is asked.
        if value.bytes.contains(UInt8(ascii: "@")) { message.to.address = value }
        return message
    }

    private static func deliver(
        _ message: MailMessage, to server: ScriptedServer
    ) throws(BrokenClaim) -> DeliveryOutcome? {
        var settings = TransportSettings(place: .smtp(host: "127.0.0.1", port: server.port))
        settings.startTLS = .off
        settings.hello = "corp.example"
        do throws(RunHalt) {
            let transport = try MailTransports.make(settings)
            defer { transport.close() }
            return try transport.deliver(message)
        } catch {
            try claimIsHarmless(error)
            return nil
        }
    }

    /// A reply that comes before its command is taken for its answer, so whether the mail came to its end
    /// cannot be told here.
    private static func check(_ outcome: DeliveryOutcome) throws(BrokenClaim) {
        let reply: MailReply
        switch outcome {
        case .sent(let answer):
            reply = answer
            try claim(answer.code / 100 == 2, "sent with \(answer.code)")
        case .deferred(let answer):
            reply = answer
            try claim(answer.code / 100 == 4, "deferred with \(answer.code)")
        case .refused(let answer):
            reply = answer
            try claim(answer.code / 100 == 5, "refused with \(answer.code)")
        case .unknown(let answer):
            reply = answer
            try claim(answer.verb == .end, "unknown at \(answer.verb.rawValue)")
        }
        try claim(
            reply.text.utf8.count <= 400 && HarmlessText.escaped(reply.text) == reply.text,
            "an answer is not fit to be shown: \(HarmlessText.escaped(reply.text))")
    }

    /// Every line of the mail's head begins with a header of ours, or goes on with the one before.
    private static func checkHeaders(_ mail: [UInt8]) throws(BrokenClaim) {
        for line in mail.split(separator: 0x0A, omittingEmptySubsequences: false) {
            if line.isEmpty || line.elementsEqual([0x0D]) { return }
            if line.first == 0x20 || line.first == 0x09 { continue }
            let name = String(decoding: line.prefix { $0 != 0x3A }, as: UTF8.self).lowercased()
            try claim(headers.contains(name), "a mail has the header \(HarmlessText.escaped(name))")
            try claim(line.count <= 1_000, "a header's line has \(line.count) bytes")
        }
    }
}
