import CArgon2
package import Provisioning

/// Argon2id (RFC 9106) as this program hashes with it, and the checking of other parameters.
package enum Argon2 {
    /// KiB of memory, passes and lanes: what OWASP asks for at least.
    package static let memoryKiB: UInt32 = 19_456
    package static let passes: UInt32 = 2
    package static let lanes: UInt32 = 1
    /// Bytes of salt and hash.
    package static let saltByteCount = 16
    static let hashByteCount = 32

    /// Most memory and passes of a hash that is still checked: what a hostile one could ask for
    /// would hold the machine up.
    private static let memoryKiBMax: UInt32 = 1 << 20
    private static let passesMax: UInt32 = 64
    /// KiB that may be gone through in all passes: a few seconds.
    private static let workMax: UInt64 = 1 << 22
    /// Characters of the shortest hash that is checked: 16 bytes in base64.
    private static let hashCharactersMin = 22

    /// The hash of a secret in the usual text form (PHC): `$argon2id$v=19$m=19456,t=2,p=1$…$…`.
    package static func hash(_ secret: some Collection<UInt8>, salt: [UInt8]) -> ByteString {
        let bytes = Array(secret)
        var encoded = [CChar](repeating: 0, count: 128)
        let status = argon2id_hash_encoded(
            passes, memoryKiB, lanes, bytes, bytes.count, salt, salt.count, hashByteCount,
            &encoded, encoded.count)
        precondition(status == 0, "Argon2 failed: error \(status)")
        return ByteString(encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
    }

    /// Parameters and salt of a hash in text form; nil if it is none that may be checked.
    struct Parameters: Equatable {
        var kind: Substring
        var memoryKiB: UInt32
        var passes: UInt32
        var lanes: UInt32
        /// Whether the hash is of version 1.3; without a version it is of 1.0.
        var isVersion19: Bool
        var salt: Substring

        init?(_ text: String) {
            let fields = text.split(separator: "$", omittingEmptySubsequences: true)
            guard fields.count == 4 || fields.count == 5,
                fields[0] == "argon2id" || fields[0] == "argon2i"
            else { return nil }
            var numbers: [Substring: UInt32] = [:]
            for pair in fields[fields.count - 3].split(separator: ",") {
                let parts = pair.split(separator: "=")
                guard parts.count == 2, let number = UInt32(parts[1]) else { return nil }
                numbers[parts[0]] = number
            }
            guard let memory = numbers["m"], let passes = numbers["t"],
                let lanes = numbers["p"], memory <= memoryKiBMax, passes <= passesMax,
                UInt64(memory) * UInt64(passes) <= workMax, (1...64).contains(lanes),
                fields[fields.count - 1].utf8.count >= hashCharactersMin, !text.utf8.contains(0)
            else { return nil }
            kind = fields[0]
            memoryKiB = memory
            self.passes = passes
            self.lanes = lanes
            isVersion19 = fields.count == 5 && fields[1] == "v=19"
            salt = fields[fields.count - 2]
        }

        /// Whether new hashes would be weaker or equal.
        var isCurrent: Bool {
            kind == "argon2id" && isVersion19 && memoryKiB >= Argon2.memoryKiB
                && passes >= Argon2.passes
        }

        /// Whether `hash` would use the same ones, so that a salt can be used again.
        var areOwn: Bool {
            isCurrent && memoryKiB == Argon2.memoryKiB && passes == Argon2.passes
                && lanes == Argon2.lanes
        }
    }

    /// Whether a secret has this hash.
    static func verify(_ secret: [UInt8], _ stored: String) -> Bool {
        guard let parameters = Parameters(stored) else { return false }
        let status =
            parameters.kind == "argon2id"
            ? argon2id_verify(stored, secret, secret.count)
            : argon2i_verify(stored, secret, secret.count)
        return status == 0
    }
}
