import CMailTransfer
import Glibc
import Provisioning

/// Says what the end of an attempt means: for the mail, or for delivery as a whole.
struct SMTPJudge {
    /// nil: a connection alone was to be opened.
    let mail: PreparedMail?
    let server: SMTPServer
    let times: TransportTimes

    /// The first stage in which the mail itself is spoken of.
    static let firstOfMail = MT_STAGE_MAIL.rawValue

    /// A mail to an address that the server cannot take; from such an address none can go.
    func missingUTF8() throws(RunHalt) -> DeliveryOutcome {
        guard mail?.senderNeedsUTF8 != true else { throw server.cannotTakeSender }
        return .refused(
            MailReply(
                code: 550, verb: .rcpt,
                text: "5.6.7 the server offers no SMTPUTF8, which an address beyond ASCII needs"))
    }

    /// Whether a kept connection turned out to be closed before anything was said of the mail.
    static func foundConnectionClosed(_ report: SMTPSession.Report) -> Bool {
        !report.isNewConnection && report.cause == MT_CAUSE_NONE && report.stage == MT_STAGE_MAIL
            && (report.code == 0 || report.code == 421)
    }

    func outcome(of report: SMTPSession.Report) throws(RunHalt) -> DeliveryOutcome {
        let verb = Self.verb(report.stage)
        if report.isSent {
            return .sent(MailReply(code: report.code, verb: verb, text: report.reply))
        }
        switch report.cause {
        case MT_CAUSE_STOPPED: throw Self.stopped
        case MT_CAUSE_UTF8_MISSING: return try missingUTF8()
        case MT_CAUSE_LOGIN_MISSING: throw server.offersNoLogin
        case MT_CAUSE_LOGIN_REFUSED where report.code / 100 != 4:
            throw server.refusesLogin(report)
        case MT_CAUSE_INSECURE: throw server.isInsecure(report)
        default: break
        }
        guard report.stage.rawValue >= Self.firstOfMail else {
            throw server.cannotBeUsed(report, verb: verb, limit: limit(report.stage))
        }
        let reply = MailReply(code: report.code, verb: verb, text: report.reply)
        if report.cause != MT_CAUSE_TIME {
            if report.code / 100 == 4 { return .deferred(reply) }
            if report.code / 100 == 5 { return .refused(reply) }
        }
        let broken = MailReply(code: 451, verb: verb, text: brokenText(report, verb))
        return report.stage == MT_STAGE_END ? .unknown(broken) : .deferred(broken)
    }

    /// The end of an attempt that was given up because the process is to stop.
    static let stopped = RunHalt(
        .interrupted, .runInterrupted, "stopped before the mail in hand was given to the server",
        advice: "It stays queued; `muster mail deliver` goes on with it.")

    private func brokenText(_ report: SMTPSession.Report, _ verb: MailVerb) -> String {
        if report.cause == MT_CAUSE_TIME {
            return report.stage == MT_STAGE_TEXT
                ? "the server took no more of the mail for \(limit(report.stage).limitText)"
                : "no answer to \(verb.rawValue) within \(limit(report.stage).limitText)"
        }
        guard report.code == 0 else {
            return "unexpected answer to \(verb.rawValue): \(report.code) \(report.reply)"
        }
        return "the connection broke at \(verb.rawValue)"
    }

    private func limit(_ stage: mt_stage) -> Duration {
        switch stage {
        case MT_STAGE_CONNECT: times.connect
        case MT_STAGE_GREETING: times.greeting
        case MT_STAGE_MAIL: times.mail
        case MT_STAGE_RCPT: times.rcpt
        case MT_STAGE_DATA: times.data
        case MT_STAGE_TEXT: times.block
        case MT_STAGE_END: times.end
        default: times.login
        }
    }

    private static func verb(_ stage: mt_stage) -> MailVerb {
        switch stage {
        case MT_STAGE_CONNECT: .connect
        case MT_STAGE_GREETING: .greeting
        case MT_STAGE_EHLO: .ehlo
        case MT_STAGE_STARTTLS, MT_STAGE_TLS: .startTLS
        case MT_STAGE_AUTH: .auth
        case MT_STAGE_MAIL: .mail
        case MT_STAGE_RCPT: .rcpt
        case MT_STAGE_DATA, MT_STAGE_TEXT: .data
        default: .end
        }
    }
}
