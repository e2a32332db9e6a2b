/// How long each step of delivering a mail may take.
package struct TransportTimes: Equatable, Sendable {
    /// Looking up the server's name and opening a connection.
    package var connect: Duration = .seconds(30)
    // RFC 5321, section 4.5.3.2.
    package var greeting: Duration = .seconds(300)
    /// Each command of the connection's beginning: EHLO, STARTTLS with its handshake, AUTH.
    package var login: Duration = .seconds(300)
    package var mail: Duration = .seconds(300)
    package var rcpt: Duration = .seconds(300)
    package var data: Duration = .seconds(120)
    /// Between two blocks of the mail's text.
    package var block: Duration = .seconds(180)
    /// The answer to the mail's end: a server that has taken a mail and is not heard gets it again.
    package var end: Duration = .seconds(600)
    /// A `sendmail` program, from its start to its end.
    package var program: Duration = .seconds(600)

    package init() {}
}

extension Duration {
    /// Whole milliseconds.
    var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }

    /// In words, for a message: `5 min`, `30 s`, `250 ms`.
    var limitText: String {
        if milliseconds % 60_000 == 0 { return "\(milliseconds / 60_000) min" }
        return milliseconds % 1_000 == 0 ? "\(milliseconds / 1_000) s" : "\(milliseconds) ms"
    }
}
