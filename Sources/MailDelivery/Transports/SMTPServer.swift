import Provisioning

/// The server of an `smtp://` or `smtps://` transport.
package struct SMTPServer: Equatable, Sendable {
    /// `host:port`, as messages name it and addresses have it.
    package let name: String
    /// Whether TLS begins with the first byte.
    let isImplicitTLS: Bool
    package let requiresSTARTTLS: Bool
    /// Whether it is this machine.
    let isLoopback: Bool

    /// The server that `settings` name; they have to name one.
    package init(_ settings: TransportSettings) {
        isLoopback = settings.place.isLoopback
        let host: String
        let port: Int
        switch settings.place {
        case .smtps(let named, let number):
            (host, port) = (named, number)
            isImplicitTLS = true
            requiresSTARTTLS = false
        case .smtp(let named, let number):
            // Servers take users' mail at the submission port (RFC 6409).
            (host, port) = (named, number ?? (settings.user == nil ? 25 : 587))
            isImplicitTLS = false
            switch settings.startTLS {
            case .automatic: requiresSTARTTLS = !isLoopback
            case .required: requiresSTARTTLS = true
            case .off: requiresSTARTTLS = false
            }
        case .sendmail, .folder: preconditionFailure("\(settings.place.text) is no mail server")
        }
        name = "\(TransportSettings.Place.bracketed(host)):\(port)"
    }

    var isSecured: Bool { isImplicitTLS || requiresSTARTTLS }

    /// The address for libcurl; the name for EHLO is its path.
    func url(hello: String?) -> String {
        let address = "\(isImplicitTLS ? "smtps" : "smtp")://\(name)"
        guard let hello else { return address }
        let digits = Array("0123456789ABCDEF")
        var path = ""
        for byte in hello.utf8 {
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || byte == 0x2D || byte == 0x2E
            if isPlain {
                path.unicodeScalars.append(Unicode.Scalar(byte))
            } else if byte > 0x20, byte != 0x7F {
                path += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return "\(address)/\(path)"
    }
}
