import CMailTransfer
import Glibc
import Provisioning

/// Why no mail can be delivered to a server at all.
extension SMTPServer {
    private static let later =
        "What is queued stays queued; no mail has lost an attempt. Run `muster mail deliver` again."

    /// A password is never sent over a network that others can read.
    var refusesClearLogin: RunHalt {
        RunHalt(
            .mailServerUnreachable, .mailServerInsecure,
            "mail.user would log in to \(name) over a connection that is not secured",
            advice: "Set mail.starttls to auto or required, use smtps://, or remove mail.user.")
    }

    /// The sender's own address keeps every mail from going.
    var cannotTakeSender: RunHalt {
        RunHalt(
            .mailServerUnreachable, .mailServerRefused,
            "the mail server \(name) offers no SMTPUTF8, which the sender's address needs",
            advice: "Give mail.from and mail.reply_to addresses of ASCII characters before the @.")
    }

    var offersNoLogin: RunHalt {
        RunHalt(
            .configuration, .mailLoginRefused,
            "the mail server \(name) offers no way to log in that is known here",
            advice: "Remove mail.user, or ask for the port where users log in, such as 587.")
    }

    func refusesLogin(_ report: SMTPSession.Report) -> RunHalt {
        guard report.code != 0, report.stage == MT_STAGE_AUTH else { return offersNoLogin }
        return RunHalt(
            .configuration, .mailLoginRefused,
            "the mail server \(name) does not accept mail.user with its password: "
                + answer(report),
            advice: "Check mail.user and the file of mail.password_file.")
    }

    func isInsecure(_ report: SMTPSession.Report) -> RunHalt {
        let finding: String
        if report.stage == MT_STAGE_EHLO {
            finding = "the mail server \(name) offers no STARTTLS"
        } else if report.stage == MT_STAGE_STARTTLS, report.code >= 400 {
            finding = "the mail server \(name) refuses STARTTLS: \(answer(report))"
        } else {
            finding =
                "no secured connection to the mail server \(name) came about: \(report.detail)"
        }
        guard !isImplicitTLS else {
            return RunHalt(
                .mailServerUnreachable, .mailServerInsecure, finding,
                advice: "Name the server's authority in mail.ca_file, or, where it does not speak "
                    + "TLS from the first byte, use smtp:// and its port, often 587. \(Self.later)")
        }
        return RunHalt(
            .mailServerUnreachable, .mailServerInsecure, finding,
            advice: "Fix the server, name its authority in mail.ca_file, or set mail.starttls to "
                + "off where nobody else reads the network. \(Self.later)")
    }

    /// The connection did not get as far as a mail.
    func cannotBeUsed(_ report: SMTPSession.Report, verb: MailVerb, limit: Duration) -> RunHalt {
        if report.cause != MT_CAUSE_TIME, report.code >= 400 {
            if report.stage == MT_STAGE_STARTTLS { return isInsecure(report) }
            let what = verb == .greeting ? "greets with an error" : "refuses \(verb.rawValue)"
            return RunHalt(
                .mailServerUnreachable, .mailServerRefused,
                "the mail server \(name) \(what): \(answer(report))",
                advice: "Ask who runs it whether this machine may send mail there. \(Self.later)")
        }
        return RunHalt(
            .mailServerUnreachable, .mailServerUnreachable,
            "the mail server \(name) cannot be reached: \(reason(report, verb, limit))",
            advice: "Check host and port of mail.transport, and that no firewall is in between. "
                + Self.later)
    }

    private func answer(_ report: SMTPSession.Report) -> String {
        "\(report.code) \(ReplyText.withoutAddresses(report.reply))"
    }

    private func reason(
        _ report: SMTPSession.Report, _ verb: MailVerb, _ limit: Duration
    ) -> String {
        if report.cause == MT_CAUSE_TIME {
            return verb == .connect
                ? "no connection within \(limit.limitText)"
                : "no answer at \(verb.rawValue) within \(limit.limitText)"
        }
        if report.stage == MT_STAGE_CONNECT {
            if report.systemError != 0, let text = strerror(report.systemError) {
                return String(cString: text)
            }
            return report.detail
        }
        return "the connection broke at \(verb.rawValue)"
    }
}
