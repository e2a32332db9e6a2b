import Credentials
import Provisioning

/// Password hashes of other systems, and the other texts of secrets.
enum PasswordHashClaims {
    private static let secret = Array("correct horse".utf8)

    static func check(_ text: [UInt8]) throws(BrokenClaim) {
        let stored = ByteString(text)
        let isKnown = CheckedValue.of(text, .passwordHash) == stored
        let canVerify = PasswordVerification.canVerify(stored)
        if isCheap(text) {
            let answer = PasswordVerification.verify(secret, against: stored)
            try claim(canVerify || !answer.matches, "a hash matches that cannot be checked")
            try claim(
                answer == PasswordVerification.verify(secret, against: stored),
                "a hash is judged in two ways")
        }
        if isKnown { _ = CheckedValue.of(text, .passwordHash) }
        try checkCodings(text)
    }

    /// Whether checking a password takes no more than milliseconds: every number in the hash is small,
    /// and libcrypt's costs are written in their lowest characters.
    private static func isCheap(_ text: [UInt8]) -> Bool {
        let fields = text.split(separator: 0x24, omittingEmptySubsequences: false)
        guard !text.starts(with: [0x24, 0x32]) else { return false }
        if text.starts(with: [0x24, 0x79]) || text.starts(with: [0x24, 0x37]) {
            return fields.count > 2
                && fields[2].dropFirst().prefix(2).allSatisfy { (0x2E...0x36).contains($0) }
        }
        if text.starts(with: Array("{".utf8)) { return true }
        let costs = fields.dropLast(2).joined(separator: [0x24])
        var number = 0
        for byte in costs {
            if (0x30...0x39).contains(byte) {
                number = min(number * 10 + Int(byte - 0x30), 1_000_000)
                let isName = number == 256 || number == 512 || number == 2_562 || number == 5_122
                if number > 128, !isName { return false }
            } else {
                number = 0
            }
        }
        return true
    }

    /// What is written in a code is read back from it.
    private static func checkCodings(_ bytes: [UInt8]) throws(BrokenClaim) {
        try claim(
            Base64.bytes(Base64.urlSafe(bytes).utf8) == bytes, "Base64 does not come back")
        try claim(
            Base32.bytes(Base32.text(bytes).bytes) == bytes, "Base32 does not come back")
        if let read = Base64.bytes(bytes) {
            try claim(
                Base64.bytes(Base64.urlSafe(read).utf8) == read, "Base64 is read in two ways")
        }
        if let read = Base32.bytes(bytes) {
            try claim(
                Base32.bytes(Base32.text(read).bytes) == read, "Base32 is read in two ways")
        }
        _ = BackupCodes.normalise(String(decoding: bytes, as: UTF8.self))
        _ = CheckedValue.of(bytes, .totpSecret)
    }
}
