import Crypto

/// The seal of a plan file: HMAC-SHA-256 (RFC 2104) under the key file, so that a plan that somebody
/// has edited, or that was made for another directory, is found.
package enum PlanSeal {
    /// The seal of a plan whose bytes have this SHA-256, in lower-case hexadecimal.
    package static func code(of digest: [UInt8], key: KeyFile) -> String {
        var code = HMAC<SHA256>(key: SymmetricKey(data: key.key(for: .plan)))
        code.update(data: digest)
        return Hexadecimal.text(Array(code.finalize()))
    }

    /// Whether a seal is that of a plan.
    package static func holds(_ seal: String, of digest: [UInt8], key: KeyFile) -> Bool {
        ConstantTime.equal(Array(seal.utf8), Array(code(of: digest, key: key).utf8))
    }
}
