import CMailTransfer
import Provisioning

/// A session of the C shim's, which owns one connection to a mail server.
final class SMTPSession {
    /// How an attempt ended, in values of Swift's.
    struct Report {
        var isSent: Bool
        var cause: mt_cause
        var stage: mt_stage
        var code: Int
        /// The whole answer in one line.
        var reply: String
        var isNewConnection: Bool
        /// Why, in libcurl's words.
        var detail: String
        var error: Int32
        var systemError: Int32
    }

    /// Keeps the closure where C code can call it.
    private final class Stopping {
        let isStopping: () -> Bool
        init(_ isStopping: @escaping () -> Bool) { self.isStopping = isStopping }
    }

    private let session: OpaquePointer
    private let stopping: Stopping

    /// - Throws: a halt with status 74 if libcurl cannot be used.
    init(
        _ settings: TransportSettings, url: String, requiresTLS: Bool, times: TransportTimes,
        isStopping: @escaping () -> Bool
    ) throws(RunHalt) {
        try CurlLibrary.load()
        stopping = Stopping(isStopping)
        let texts = CTexts()
        var plain = mt_settings()
        plain.url = texts.pointer(url)
        plain.user = settings.user.map(texts.pointer)
        plain.password = settings.password.map(texts.pointer)
        plain.authorities = settings.authorities.map(texts.pointer)
        plain.requires_tls = requiresTLS
        withUnsafeMutableBytes(of: &plain.limits) { bytes in
            let limits = bytes.bindMemory(to: Int64.self)
            for (index, limit) in times.stages.enumerated() where index < limits.count {
                limits[index] = limit.milliseconds
            }
        }
        plain.context = Unmanaged.passUnretained(stopping).toOpaque()
        plain.is_stopping = { context in
            guard let context else { return false }
            return Unmanaged<Stopping>.fromOpaque(context).takeUnretainedValue().isStopping()
        }
        guard let opened = withExtendedLifetime(texts, { mt_open(&plain) }) else {
            throw RunHalt(
                .inputOutput, .mailTransportFailed, "libcurl cannot be set up for mail",
                advice: "It may have been built without SMTP or TLS: install Debian's libcurl4.")
        }
        session = opened
    }

    deinit { mt_close(session) }

    /// Whether the server of the open connection takes addresses beyond ASCII; nil: there is no
    /// connection.
    var offersUTF8: Bool? {
        let offers = mt_offers(session)
        return offers < 0 ? nil : offers & Int32(MT_OFFERS_UTF8) != 0
    }

    /// Opens a connection, if there is none.
    func connect() -> Report { report(mt_connect(session)) }

    func send(_ mail: PreparedMail) -> Report {
        mail.withPlainMail { report(mt_send(session, $0)) }
    }

    private func report(_ plain: mt_report) -> Report {
        Report(
            isSent: plain.is_sent, cause: plain.cause, stage: plain.stage, code: Int(plain.code),
            reply: ReplyText.joined(Self.text(plain.reply)),
            isNewConnection: plain.is_new_connection,
            detail: ReplyText.clean(Self.text(plain.detail)), error: plain.error,
            systemError: plain.system_error)
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        pointer.map { String(cString: $0) } ?? ""
    }
}

extension TransportTimes {
    /// The limit of each `mt_stage`, in order.
    fileprivate var stages: [Duration] {
        [connect, greeting, login, login, login, login, mail, rcpt, data, block, end]
    }
}
