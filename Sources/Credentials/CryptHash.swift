import CCrypt
import Glibc

/// libcrypt's hashes (crypt(5)): `$2a$`, `$2b$`, `$2y$`, `$6$`, `$7$`, `$y$`.
///
/// The library takes passwords of up to 511 bytes; a longer one matches no hash but bcrypt's.
enum CryptHash {
    /// Costs up to which a hash is checked: a few seconds of one processor at most.
    private static let bcryptCostMax = 16
    private static let roundsMax = 5_000_000
    /// Bytes that bcrypt looks at; it passes over the rest.
    private static let bcryptByteCountMax = 72
    private static let alphabet = Array(
        "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

    /// Whether a secret has this hash.
    static func verify(_ secret: [UInt8], _ text: String) -> Bool {
        // The library reads a C string, so a password with a NUL would be cut.
        guard isBearable(text), !secret.contains(0) else { return false }
        let state = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
        defer { state.deallocate() }
        memset(state, 0, MemoryLayout<crypt_data>.size)
        defer { explicit_bzero(state, MemoryLayout<crypt_data>.size) }
        let length = text.hasPrefix("$2") ? bcryptByteCountMax : secret.count
        let phrase = secret.prefix(length).map { CChar(bitPattern: $0) } + [0]
        guard let made = crypt_r(phrase, text, state) else { return false }
        let bytes = UnsafeRawBufferPointer(start: made, count: strlen(made))
        return ConstantTime.equal(Array(bytes), Array(text.utf8))
    }

    /// Whether a hash may be computed: of a form that is known, and of a bearable cost.
    static func isBearable(_ text: String) -> Bool {
        let fields = text.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count >= 4, fields[0].isEmpty else { return false }
        switch fields[1] {
        case "2a", "2b", "2y": return Int(fields[2]).map { $0 <= bcryptCostMax } ?? false
        case "6":
            guard fields[2].hasPrefix("rounds=") else { return true }
            return Int(fields[2].dropFirst(7)).map { $0 <= roundsMax } ?? false
        case "y": return isBearableYescrypt(Array(fields[2].utf8))
        case "7": return isBearableScrypt(Array(fields[2].utf8))
        default: return false
        }
    }

    /// `$7$` begins with the logarithm of N in one character, and r and p in five each, low bits
    /// first (crypt(5)).
    private static func isBearableScrypt(_ field: [UInt8]) -> Bool {
        guard field.count >= 11, let log = number(field[0..<1]), let block = number(field[1..<6]),
            let lanes = number(field[6..<11])
        else { return false }
        return ScryptHash.isBearable(log: log, block: block, lanes: lanes)
    }

    /// `$y$` begins with the flavour `j`, the logarithm of N less 1 and r less 1, one character each
    /// below 48; what libcrypt makes has neither larger nor more parameters (crypt(5)).
    private static func isBearableYescrypt(_ field: [UInt8]) -> Bool {
        guard field.count == 3, field[0] == UInt8(ascii: "j"), let log = number(field[1..<2]),
            let block = number(field[2..<3]), log < 48, block < 48
        else { return false }
        return ScryptHash.isBearable(log: log + 1, block: block + 1, lanes: 1)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for digit in digits.reversed() {
            guard let value = alphabet.firstIndex(of: digit) else { return nil }
            number = number << 6 | value
        }
        return number
    }
}
