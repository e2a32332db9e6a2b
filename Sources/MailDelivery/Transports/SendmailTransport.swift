import CMailTransfer
import Glibc
package import Provisioning

/// Hands each mail to a program that speaks as `sendmail` does: envelope as arguments, mail on
/// standard input, result as an exit status of `sysexits.h`.
package final class SendmailTransport: MailTransport {
    private static let errorBytesMax = 4_096

    private let path: String
    private let times: TransportTimes
    private let isStopping: () -> Bool

    /// - Throws: a halt with status 74 if the program cannot be run, or libcurl is missing.
    init(
        path: String, times: TransportTimes, isStopping: @escaping () -> Bool
    ) throws(RunHalt) {
        self.path = path
        self.times = times
        self.isStopping = isStopping
        try CurlLibrary.load()
        guard access(path, X_OK) == 0 else { throw Self.cannotStart(path, errno) }
    }

    package func deliver(_ message: MailMessage) throws(RunHalt) -> DeliveryOutcome {
        let mail: PreparedMail
        switch PreparedMail.prepare(message) {
        case .mail(let prepared): mail = prepared
        case .refused(let outcome): return outcome
        case .halt(let halt): throw halt
        }
        guard !isStopping() else { throw SMTPJudge.stopped }
        let bytes = Self.withLineFeeds(try MailBytes.make(mail))
        let (ending, error) = run(
            ["-i", "-f", mail.from.text, "--", mail.to.text], input: bytes)
        switch ending.kind {
        case MT_ENDING_STATUS:
            return Self.outcome(ending.number, reply(0, Self.firstLine(error)))
        case MT_ENDING_SIGNAL:
            return .unknown(reply(450, "the program was ended by signal \(ending.number)"))
        case MT_ENDING_LATE:
            return .unknown(
                reply(450, "the program did not end within \(times.program.limitText)"))
        case MT_ENDING_UNSEEN:
            return .unknown(reply(450, "nobody could see how the program ended"))
        default: throw Self.cannotStart(path, ending.number)
        }
    }

    private func run(_ arguments: [String], input: [UInt8]) -> (mt_ending, error: [UInt8]) {
        let texts = CTexts()
        let words = ([path] + arguments).map { Optional(texts.pointer($0)) } + [nil]
        var error = [CChar](repeating: 0, count: Self.errorBytesMax)
        let program = texts.pointer(path)
        let ending = withExtendedLifetime(texts) {
            input.withUnsafeBytes { bytes in
                mt_run(
                    program, words, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count,
                    times.program.milliseconds, &error, error.count)
            }
        }
        return (ending, error.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)))
    }

    package func close() {}

    private func reply(_ code: Int, _ text: String) -> MailReply {
        MailReply(code: code, verb: .program, text: text)
    }

    /// What an exit status means (`sysexits.h`): wrong input, unknown people and hosts and missing
    /// permission are final, troubles of the machine pass.
    private static func outcome(_ status: Int32, _ said: MailReply) -> DeliveryOutcome {
        var reply = said
        if reply.text.isEmpty { reply.text = "exit status \(status)" }
        switch status {
        case 0:
            reply.code = 250
            return .sent(reply)
        case 67, 68:
            // Said of the recipient, and of no other mail.
            reply.code = 550
            reply.verb = .rcpt
            return .refused(reply)
        case 64, 65, 66, 77:
            reply.code = 550
            return .refused(reply)
        default:
            reply.code = 450
            return .deferred(reply)
        }
    }

    private static func firstLine(_ error: [UInt8]) -> String {
        let line = error.split(separator: 0x0A, omittingEmptySubsequences: true).first ?? []
        return ReplyText.clean(String(decoding: line, as: UTF8.self))
    }

    /// Programs of this machine want its line ends.
    private static func withLineFeeds(_ bytes: [UInt8]) -> [UInt8] {
        var lines: [UInt8] = []
        lines.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            let endsLine = byte == 0x0D && index + 1 < bytes.count && bytes[index + 1] == 0x0A
            if !endsLine { lines.append(byte) }
        }
        return lines
    }

    private static func cannotStart(_ path: String, _ error: Int32) -> RunHalt {
        RunHalt(
            .inputOutput, .mailTransportFailed,
            "cannot start \(path): \(String(cString: strerror(error)))",
            advice:
                "The path of `sendmail:PATH` is often /usr/sbin/sendmail; a mail system such as "
                + "postfix or msmtp-mta brings it.")
    }
}
