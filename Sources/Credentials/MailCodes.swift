import Crypto
package import Provisioning

/// What a mail has that is made of its place in the queue and the key file: the same at every attempt,
/// so that a mail which is delivered twice is recognised, and the queue holds no secret.
package struct MailCodes: Sendable {
    private let tokenKey: SymmetricKey
    private let idKey: SymmetricKey

    package init(key: KeyFile) {
        tokenKey = SymmetricKey(data: key.key(for: .mailToken))
        idKey = SymmetricKey(data: key.key(for: .messageID))
    }

    /// The token of a mail's link: HMAC-SHA-256 over user, kind and occasion.
    package func token(user: UserID, kind: MailKind, occasion: ByteString) -> LinkToken {
        LinkToken(text: Base64.urlSafe(Self.code(tokenKey, user, kind, occasion)))
    }

    /// The part of its Message-ID before the `@`: 128 bits in hexadecimal, and no way to the token.
    package func messageID(user: UserID, kind: MailKind, occasion: ByteString) -> String {
        Hexadecimal.text(Self.code(idKey, user, kind, occasion)[..<16])
    }

    private static func code(
        _ key: SymmetricKey, _ user: UserID, _ kind: MailKind, _ occasion: ByteString
    ) -> [UInt8] {
        var code = HMAC<SHA256>(key: key)
        withUnsafeBytes(of: user.value.bigEndian) { code.update(data: $0) }
        code.update(data: [kind.rawValue])
        code.update(data: Array(occasion.bytes))
        return Array(code.finalize())
    }
}
