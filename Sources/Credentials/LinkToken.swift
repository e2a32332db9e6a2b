import Crypto
package import Provisioning

/// The token in a mailed link: a function of the queued mail and the key file, so that a mail which
/// is delivered twice has the same link, and the queue holds no secret.
package struct LinkToken: Equatable, Sendable {
    /// 256 bits in URL-safe base64, 43 characters.
    package let text: String
    /// SHA-256 of the text: what the directory keeps.
    package let digest: [UInt8]

    /// The token of one mail: HMAC-SHA-256 under the key file over user, kind and occasion.
    package init(key: KeyFile, user: UserID, kind: MailKind, occasion: ByteString) {
        var code = HMAC<SHA256>(key: SymmetricKey(data: key.key(for: .mailToken)))
        withUnsafeBytes(of: user.value.bigEndian) { code.update(data: $0) }
        code.update(data: [kind.rawValue])
        code.update(data: Array(occasion.bytes))
        text = Base64.urlSafe(Array(code.finalize()))
        digest = Self.digest(of: text)
    }

    /// The digest by which a token is looked up.
    package static func digest(of text: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(text.utf8)))
    }
}
