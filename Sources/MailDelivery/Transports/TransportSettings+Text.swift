extension TransportSettings.Place {
    /// What a transport may be, to end the sentence "it takes ...".
    package static let allowedText =
        "smtp://HOST:PORT, smtps://HOST:PORT, sendmail:PATH or folder:PATH (user and password "
        + "stand in mail.user and mail.password_file)"

    /// Reads `smtp://mail.corp.example:587`, `smtps://…`, `sendmail:/usr/sbin/sendmail` or
    /// `folder:outbox`; nil if the text is none of them.
    ///
    /// An IPv6 address stands in square brackets. Credentials, paths and queries are refused.
    package static func parse(_ text: String) -> Self? {
        if let path = text.removing(prefix: "folder:") {
            return path.isPath ? .folder(path: path) : nil
        }
        if let path = text.removing(prefix: "sendmail:") {
            return path.isPath ? .sendmail(path: path) : nil
        }
        if let server = text.removing(prefix: "smtps://") {
            return parseServer(server).map { .smtps(host: $0.host, port: $0.port ?? 465) }
        }
        if let server = text.removing(prefix: "smtp://") {
            return parseServer(server).map { .smtp(host: $0.host, port: $0.port) }
        }
        return nil
    }

    /// Whether the server, if it is one, is this machine.
    package var isLoopback: Bool {
        switch self {
        case .smtp(let host, _), .smtps(let host, _):
            host == "localhost" || host == "::1" || host.isLoopbackNumber
        case .sendmail, .folder: true
        }
    }

    /// Whether mail leaves over the network or through a program, so that people get it.
    package var reachesPeople: Bool {
        if case .folder = self { false } else { true }
    }

    /// As it is written, such as `smtp://mail.corp.example:587`.
    package var text: String {
        switch self {
        case .smtp(let host, nil): "smtp://\(Self.bracketed(host))"
        case .smtp(let host, let port?): "smtp://\(Self.bracketed(host)):\(port)"
        case .smtps(let host, let port): "smtps://\(Self.bracketed(host)):\(port)"
        case .sendmail(let path): "sendmail:\(path)"
        case .folder(let path): "folder:\(path)"
        }
    }

    static func bracketed(_ host: String) -> String {
        host.contains(":") ? "[\(host)]" : host
    }

    private static func parseServer(_ text: String) -> (host: String, port: Int?)? {
        var rest = text[...]
        if rest.hasSuffix("/") { rest.removeLast() }
        let host: Substring
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            host = rest[rest.index(after: rest.startIndex)..<end]
            guard host.utf8.allSatisfy({ $0.isHexDigit || $0 == UInt8(ascii: ":") }) else {
                return nil
            }
            rest = rest[rest.index(after: end)...]
        } else {
            let end = rest.firstIndex(of: ":") ?? rest.endIndex
            host = rest[..<end]
            guard host.utf8.allSatisfy(\.isHostCharacter) else { return nil }
            rest = rest[end...]
        }
        guard !host.isEmpty, host.utf8.count <= 253 else { return nil }
        if rest.isEmpty { return (String(host), nil) }
        let digits = rest.dropFirst()
        guard rest.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = Int(digits), (1...65_535).contains(port)
        else { return nil }
        return (String(host), port)
    }
}

extension String {
    fileprivate func removing(prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }

    /// Whether this is `127.` and three numbers; `127.corp.example` is a host anywhere.
    fileprivate var isLoopbackNumber: Bool {
        let parts = split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    fileprivate var isPath: Bool { !isEmpty && !utf8.contains(0) }
}

extension UInt8 {
    fileprivate var isHexDigit: Bool {
        (0x30...0x39).contains(self) || (0x61...0x66).contains(self) || (0x41...0x46).contains(self)
    }

    fileprivate var isHostCharacter: Bool {
        (0x30...0x39).contains(self) || (0x61...0x7A).contains(self)
            || (0x41...0x5A).contains(self) || self == 0x2D || self == 0x2E || self == 0x5F
    }
}
