import Crypto
package import Provisioning

/// One-time passwords by time (RFC 6238) over those by counter (RFC 4226).
package enum TOTP {
    /// Hash functions of RFC 6238; authenticators use SHA-1.
    package enum Function: Sendable { case sha1, sha256, sha512 }

    /// Digits of a code, and seconds of a step.
    package static let digits = 6
    package static let stepSeconds: Int64 = 30
    /// Steps before and after the present one whose codes are taken, for clocks that differ.
    private static let window: Int64 = 1

    /// The step whose code this is; nil: of none that may be used now.
    ///
    /// `secret` is base32. Steps up to `lastStep` are spent: each code is taken once (RFC 6238, 5.2).
    package static func verify(
        _ code: String, secret: ByteString, at instant: Instant, after lastStep: Int64?
    ) -> Int64? {
        let typed = Array(code.utf8.filter { $0 != 0x20 })
        // The standard counts from 1970; a key of no bytes would be known to everyone.
        guard typed.count == digits, let key = Base32.bytes(secret.bytes), !key.isEmpty,
            instant.milliseconds >= 0
        else { return nil }
        let present = instant.milliseconds / 1_000 / stepSeconds
        var found: Int64?
        for step in max(0, present - window)...present + window
        where ConstantTime.equal(
            Array(self.code(key: key, counter: UInt64(step), digits: digits).utf8), typed)
        {
            if let lastStep, step <= lastStep { continue }
            found = found ?? step
        }
        return found
    }

    /// The code of a counter (RFC 4226, 5.3), with leading zeros; up to nine digits.
    package static func code(
        key: [UInt8], counter: UInt64, digits: Int, function: Function = .sha1
    ) -> String {
        let message = withUnsafeBytes(of: counter.bigEndian) { Array($0) }
        let symmetric = SymmetricKey(data: key)
        let mac: [UInt8] =
            switch function {
            case .sha1:
                Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: symmetric))
            case .sha256: Array(HMAC<SHA256>.authenticationCode(for: message, using: symmetric))
            case .sha512: Array(HMAC<SHA512>.authenticationCode(for: message, using: symmetric))
            }
        let offset = Int(mac[mac.count - 1] & 15)
        var number: UInt32 = 0
        for byte in mac[offset..<offset + 4] { number = number << 8 | UInt32(byte) }
        number &= 0x7FFF_FFFF
        var modulus: UInt32 = 1
        for _ in 0..<digits { modulus *= 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
