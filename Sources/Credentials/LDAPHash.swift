import Crypto

/// `{SSHA}` and base64 of SHA-1 over password and salt, with the salt behind it (RFC 2307 and the
/// practice of LDAP servers).
struct LDAPHash {
    private let hash: [UInt8]
    private let salt: [UInt8]

    /// Reads a hash; nil if it is none.
    init?(_ text: String) {
        let scheme = text.utf8.prefix(6)
        guard scheme.map({ $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }) == Array("{ssha}".utf8),
            let data = Base64.bytes(text.utf8.dropFirst(6)), data.count > Insecure.SHA1.byteCount
        else { return nil }
        hash = Array(data[..<Insecure.SHA1.byteCount])
        salt = Array(data[Insecure.SHA1.byteCount...])
    }

    /// Whether a secret has this hash.
    func verify(_ secret: [UInt8]) -> Bool {
        var function = Insecure.SHA1()
        function.update(data: secret)
        function.update(data: salt)
        return ConstantTime.equal(Array(function.finalize()), hash)
    }
}
