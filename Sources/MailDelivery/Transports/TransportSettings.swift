/// How mail leaves: the configuration's `mail` section, or `--transport`.
package struct TransportSettings: Equatable, Sendable {
    /// Where mail goes.
    package enum Place: Equatable, Sendable {
        /// `smtp://host:port`; nil: none is given, so that it is 25, or 587 where a user logs in.
        case smtp(host: String, port: Int?)
        /// `smtps://host:port`: TLS from the first byte; port 465 where none is given.
        case smtps(host: String, port: Int)
        /// `sendmail:PATH`: a program that takes the mail on standard input.
        case sendmail(path: String)
        /// `folder:PATH`: a folder that gets one `.eml` file a mail.
        case folder(path: String)
    }

    /// Whether a connection that begins in the clear is secured before mail is sent over it.
    package enum StartTLS: String, CaseIterable, Sendable {
        /// Required but for a server on this machine, where it is off.
        case automatic = "auto"
        case required, off
    }

    package var place: Place
    package var startTLS: StartTLS = .automatic
    /// User to log in with; nil: nobody logs in.
    package var user: String?
    /// The password, read from `mail.password_file`.
    package var password: String?
    /// File with the certificates that are trusted; nil: the system's.
    package var authorities: String?
    /// The name given with EHLO; nil: this machine's.
    package var hello: String?

    package init(place: Place) { self.place = place }
}
