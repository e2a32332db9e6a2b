import CryptoExtras

/// passlib's `$pbkdf2-sha256$ROUNDS$SALT$HASH` and Django's `pbkdf2_sha256$ROUNDS$SALT$HASH`, whose
/// salt is text.
struct PBKDF2Hash {
    private let function: KDF.Insecure.PBKDF2.HashFunction
    private let rounds: Int
    private let salt: [UInt8]
    private let hash: [UInt8]

    private static let roundsMax = 5_000_000
    private static let hashByteCountMax = 64

    /// Reads a hash; nil if it is none that may be computed.
    init?(_ text: String) {
        let isDjango = !text.hasPrefix("$")
        let fields = text.split(separator: "$", omittingEmptySubsequences: false)
            .dropFirst(isDjango ? 0 : 1)
        let first = fields.startIndex
        guard fields.count == 4, let function = Self.function(fields[first]),
            let rounds = Int(fields[first + 1]), (1...Self.roundsMax).contains(rounds),
            let salt = isDjango
                ? Array(fields[first + 2].utf8) : Base64.bytes(fields[first + 2].utf8),
            let hash = Base64.bytes(fields[first + 3].utf8),
            // A shorter key is the start of a longer one, so a hash that was cut would match.
            (function.byteCount...Self.hashByteCountMax).contains(hash.count)
        else { return nil }
        self.function = function.function
        self.rounds = rounds
        self.salt = salt
        self.hash = hash
    }

    /// Whether a secret has this hash.
    func verify(_ secret: [UInt8]) -> Bool {
        let key = try? KDF.Insecure.PBKDF2.deriveKey(
            from: secret, salt: salt, using: function, outputByteCount: hash.count,
            unsafeUncheckedRounds: rounds)
        return key.map { $0.withUnsafeBytes { ConstantTime.equal(Array($0), hash) } } ?? false
    }

    private static func function(
        _ name: Substring
    ) -> (function: KDF.Insecure.PBKDF2.HashFunction, byteCount: Int)? {
        switch name {
        case "pbkdf2", "pbkdf2-sha1", "pbkdf2_sha1": (.insecureSHA1, 20)
        case "pbkdf2-sha256", "pbkdf2_sha256": (.sha256, 32)
        case "pbkdf2-sha512", "pbkdf2_sha512": (.sha512, 64)
        default: nil
        }
    }
}
