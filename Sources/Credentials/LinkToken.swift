import Crypto

/// The token in a mailed link: a function of the queued mail and the key file, so that a mail which
/// is delivered twice has the same link, and the queue holds no secret.
package struct LinkToken: Equatable, Sendable {
    /// 256 bits in URL-safe base64, 43 characters.
    package let text: String
    /// SHA-256 of the text: what the directory keeps.
    package let digest: [UInt8]

    /// The token with this text.
    package init(text: String) {
        self.text = text
        digest = Self.digest(of: text)
    }

    /// The digest by which a token is looked up.
    package static func digest(of text: String) -> [UInt8] {
        Array(SHA256.hash(data: Array(text.utf8)))
    }
}
