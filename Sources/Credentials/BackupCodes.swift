package import Provisioning

/// Backup codes: 80 bits in base32, shown as `XXXX-XXXX-XXXX-XXXX`, kept as Argon2id hashes.
package enum BackupCodes {
    /// Bytes of a code.
    package static let byteCount = 10
    private static let characterCount = 16

    /// A code as it is shown.
    package static func shown(_ bytes: [UInt8]) -> String {
        let text = Array(Base32.text(bytes).bytes)
        let parts = stride(from: 0, to: text.count, by: 4).map { start in
            String(decoding: text[start..<min(start + 4, text.count)], as: UTF8.self)
        }
        return parts.joined(separator: "-")
    }

    /// The form in which a typed code is hashed: capitals without blanks and hyphens; nil: no code.
    package static func normalise(_ text: String) -> [UInt8]? {
        var code: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x20, 0x2D: continue
            case 0x61...0x7A: code.append(byte - 0x20)
            default: code.append(byte)
            }
        }
        return code.count == characterCount && Base32.bytes(code) != nil ? code : nil
    }

    /// Which of the stored hashes is that of a typed code; nil: none.
    ///
    /// - Complexity: one hash for all that were made together, whose salt is the same.
    package static func match(_ text: String, among stored: [ByteString]) -> Int? {
        guard let code = normalise(text) else { return nil }
        var made: [Substring: ByteString] = [:]
        for (index, hash) in stored.enumerated() {
            guard let parameters = Argon2.Parameters(hash.text) else { continue }
            guard parameters.areOwn, let salt = Base64.bytes(parameters.salt.utf8),
                salt.count == Argon2.saltByteCount
            else {
                if PasswordVerification.verify(code, against: hash).matches { return index }
                continue
            }
            let own = made[parameters.salt] ?? Argon2.hash(code, salt: salt)
            made[parameters.salt] = own
            if ConstantTime.equal(own.bytes, hash.bytes) { return index }
        }
        return nil
    }
}
