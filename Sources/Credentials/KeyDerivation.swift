import Crypto

/// HKDF with SHA-256 (RFC 5869).
package enum KeyDerivation {
    /// Extracts and expands: `count` bytes for `info` from `secret`, at most 255 × 32.
    package static func bytes(secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int) -> [UInt8]
    {
        precondition((1...255 * SHA256.byteCount).contains(count), "RFC 5869, section 2.3")
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), salt: salt, info: info,
            outputByteCount: count)
        return key.withUnsafeBytes { Array($0) }
    }
}
