package import Provisioning

/// Delivers mail to an SMTP server, over one connection that is kept.
package final class SMTPTransport: MailTransport {
    private let server: SMTPServer
    private let settings: TransportSettings
    private let times: TransportTimes
    private let isStopping: () -> Bool
    private var session: SMTPSession?

    /// - Throws: a halt if libcurl is missing, or a password would have to go over the network in
    ///   the clear. The server is not spoken to yet.
    init(
        _ settings: TransportSettings, times: TransportTimes,
        isStopping: @escaping () -> Bool
    ) throws(RunHalt) {
        let server = SMTPServer(settings)
        try CurlLibrary.load()
        guard settings.user == nil || server.isSecured || server.isLoopback else {
            throw server.refusesClearLogin
        }
        self.server = server
        self.settings = settings
        self.times = times
        self.isStopping = isStopping
    }

    package func deliver(_ message: MailMessage) throws(RunHalt) -> DeliveryOutcome {
        let mail: PreparedMail
        switch PreparedMail.prepare(message) {
        case .mail(let prepared): mail = prepared
        case .refused(let outcome): return outcome
        case .halt(let halt): throw halt
        }
        let session = try openedSession()
        let judge = SMTPJudge(mail: mail, server: server, times: times)
        if mail.needsUTF8 {
            // Asked beforehand, so that the refusal of one mail does not cost the connection.
            if session.offersUTF8 == nil {
                let report = session.connect()
                if session.offersUTF8 == nil, report.stage.rawValue < SMTPJudge.firstOfMail {
                    return try judge.outcome(of: report)
                }
            }
            if session.offersUTF8 == false { return try judge.missingUTF8() }
        }
        var report = session.send(mail)
        // A server may close a connection that waits: that is not the mail's fault.
        if SMTPJudge.foundConnectionClosed(report) { report = session.send(mail) }
        return try judge.outcome(of: report)
    }

    /// Opens a connection as a delivery would, with TLS and login, and sends nothing.
    ///
    /// - Returns: the server, as `host:port`.
    /// - Throws: the halt that a delivery would end with before its first mail.
    func connect() throws(RunHalt) -> String {
        let session = try openedSession()
        let report = session.connect()
        if session.offersUTF8 == nil, report.stage.rawValue < SMTPJudge.firstOfMail {
            _ = try SMTPJudge(mail: nil, server: server, times: times).outcome(of: report)
        }
        return server.name
    }

    package func close() { session = nil }

    private func openedSession() throws(RunHalt) -> SMTPSession {
        if let session { return session }
        let opened = try SMTPSession(
            settings, url: server.url(hello: settings.hello), requiresTLS: server.requiresSTARTTLS,
            times: times, isStopping: isStopping)
        session = opened
        return opened
    }
}

extension PreparedMail {
    enum Preparation {
        case mail(PreparedMail), refused(DeliveryOutcome), halt(RunHalt)
    }

    /// The message in pieces; a bad recipient is final for it, a bad sender stops delivery.
    static func prepare(_ message: MailMessage) -> Preparation {
        do {
            return .mail(try PreparedMail(message))
        } catch {
            switch error {
            case .recipient(let finding):
                return .refused(
                    .refused(MailReply(code: 553, verb: .rcpt, text: "5.1.3 address \(finding)")))
            case .sender(let finding):
                return .halt(unusable("mail.from", finding))
            case .answers(let finding):
                return .halt(unusable("mail.reply_to", finding))
            }
        }
    }

    private static func unusable(_ key: String, _ finding: String) -> RunHalt {
        RunHalt(
            .configuration, .configValueInvalid, "\(key) \(finding)",
            advice: "Correct it in the configuration.")
    }
}
