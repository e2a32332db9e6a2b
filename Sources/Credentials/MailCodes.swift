import Crypto
package import Provisioning

/// What a mail has that is made of its place in the queue and the key file: the same at every attempt,
/// so that a mail which is delivered twice is recognised, and the queue holds no secret.
package struct MailCodes: Sendable {
    // With the key taken in: half of the work of a code, which each mail has two of.
    private let tokenCode: HMAC<SHA256>
    private let idCode: HMAC<SHA256>

    package init(key: KeyFile) {
        tokenCode = HMAC(key: SymmetricKey(data: key.key(for: .mailToken)))
        idCode = HMAC(key: SymmetricKey(data: key.key(for: .messageID)))
    }

    /// The token of a mail's link: HMAC-SHA-256 over user, kind and occasion.
    package func token(user: UserID, kind: MailKind, occasion: ByteString) -> LinkToken {
        LinkToken(text: Base64.urlSafe(Self.code(tokenCode, user, kind, occasion)))
    }

    /// The part of its Message-ID before the `@`: 128 bits in hexadecimal, and no way to the token.
    package func messageID(user: UserID, kind: MailKind, occasion: ByteString) -> String {
        Hexadecimal.text(Self.code(idCode, user, kind, occasion)[..<16])
    }

    private static func code(
        _ keyed: HMAC<SHA256>, _ user: UserID, _ kind: MailKind, _ occasion: ByteString
    ) -> [UInt8] {
        var code = keyed
        var entry = withUnsafeBytes(of: user.value.bigEndian) { Array($0) }
        entry.append(kind.rawValue)
        entry += occasion.bytes
        entry.withUnsafeBytes { code.update(data: $0) }
        return Array(code.finalize())
    }
}
