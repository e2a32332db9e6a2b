import Credentials
import Testing

@Suite struct KeyDerivationTests {
    struct Vector: Sendable {
        var secret: [UInt8]
        var salt: [UInt8]
        var info: [UInt8]
        var expected: String
    }

    /// The SHA-256 test cases of RFC 5869, A.1 to A.3.
    static let vectors = [
        Vector(
            secret: [UInt8](repeating: 0x0b, count: 22), salt: Array(0x00...0x0c),
            info: Array(0xf0...0xf9),
            expected: "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
                + "34007208d5b887185865"),
        Vector(
            secret: Array(0x00...0x4f), salt: Array(0x60...0xaf), info: Array(0xb0...0xff),
            expected: "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"
                + "59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71"
                + "cc30c58179ec3e87c14c01d5c1f3434f1d87"),
        Vector(
            secret: [UInt8](repeating: 0x0b, count: 22), salt: [], info: [],
            expected: "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
                + "9d201395faa4b61a96c8"),
    ]

    @Test(arguments: vectors)
    func publishedVectorsAgree(vector: Vector) {
        let bytes = KeyDerivation.bytes(
            secret: vector.secret, salt: vector.salt, info: vector.info,
            count: vector.expected.count / 2)
        #expect(Hexadecimal.text(bytes) == vector.expected)
    }

    @Test func eachPurposeHasAKeyOfItsOwn() {
        let key = KeyFile(path: "muster.key", secret: Array(0..<32))
        let keys = Set(KeyPurpose.allCases.map { key.key(for: $0) })
        #expect(keys.count == KeyPurpose.allCases.count)
        #expect(keys.allSatisfy { $0.count == 32 })
    }

    @Test func keysDependOnTheSecretAndOnNothingElse() {
        let key = KeyFile(path: "muster.key", secret: Array(0..<32))
        let moved = KeyFile(path: "/elsewhere/muster.key", secret: Array(0..<32))
        let other = KeyFile(path: "muster.key", secret: Array(1..<33))
        #expect(key.key(for: .dedupe) == moved.key(for: .dedupe))
        #expect(key.key(for: .dedupe) != other.key(for: .dedupe))
    }

    /// What stands in a directory was made with these: a change here orphans it.
    @Test func derivedKeysNeverChange() {
        let key = KeyFile(path: "muster.key", secret: Array(0..<32))
        #expect(
            Hexadecimal.text(key.key(for: .rowFingerprint))
                == "b277b52b853c84270769516e061b116c1a9cec4ff87d8b9c441ab690ca303b99")
    }

    @Test func wordsAreTheStartOfTheKey() {
        let key = KeyFile(path: "muster.key", secret: Array(0..<32))
        let words = key.words(for: .rowFingerprint)
        var bytes: [UInt8] = []
        for word in [words.0, words.1] {
            withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
        }
        #expect(bytes == Array(key.key(for: .rowFingerprint).prefix(16)))
    }

    @Test func printingAKeyShowsNoSecret() {
        let key = KeyFile(path: "muster.key", secret: Array(repeating: 77, count: 32))
        var dumped = ""
        dump(key, to: &dumped)
        #expect(!"\(key) \(String(reflecting: key)) \(dumped)".contains("77"))
    }
}
