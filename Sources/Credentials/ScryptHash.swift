import CryptoExtras

/// `$scrypt$ln=16,r=8,p=1$SALT$HASH` (RFC 7914).
struct ScryptHash {
    private let salt: [UInt8]
    private let hash: [UInt8]
    private let log: Int
    private let block: Int
    private let lanes: Int

    private static let memoryMax = 1 << 30
    /// Bytes that may be gone through: a few seconds.
    private static let workMax = 1 << 32

    /// Whether a hash of these parameters may be computed: the logarithm of N, r and p.
    static func isBearable(log: Int, block: Int, lanes: Int) -> Bool {
        guard (1...24).contains(log), (1...64).contains(block), (1...64).contains(lanes) else {
            return false
        }
        let memory = 128 * block << log
        return memory <= memoryMax && memory * lanes <= workMax
    }

    /// Reads a hash; nil if it is none that may be computed.
    init?(_ text: String) {
        let fields = text.split(separator: "$", omittingEmptySubsequences: false)
        guard fields.count == 5, let salt = Base64.bytes(fields[3].utf8),
            let hash = Base64.bytes(fields[4].utf8), (32...128).contains(hash.count)
        else { return nil }
        var numbers: [Substring: Int] = [:]
        for pair in fields[2].split(separator: ",") {
            let parts = pair.split(separator: "=")
            guard parts.count == 2, let number = Int(parts[1]) else { return nil }
            numbers[parts[0]] = number
        }
        guard let log = numbers["ln"], let block = numbers["r"], let lanes = numbers["p"],
            Self.isBearable(log: log, block: block, lanes: lanes)
        else { return nil }
        self.salt = salt
        self.hash = hash
        self.log = log
        self.block = block
        self.lanes = lanes
    }

    /// Whether a secret has this hash.
    func verify(_ secret: [UInt8]) -> Bool {
        let key = try? KDF.Scrypt.deriveKey(
            from: secret, salt: salt, outputByteCount: hash.count, rounds: 1 << log,
            blockSize: block, parallelism: lanes)
        return key.map { $0.withUnsafeBytes { ConstantTime.equal(Array($0), hash) } } ?? false
    }
}
