import Credentials
import Provisioning
import Testing

@Suite struct TOTPTests {
    static let digits = Array("1234567890".utf8)
    /// The secret of both RFCs' SHA-1 vectors.
    static let key = digits + digits
    static let secret = Base32.text(key)

    static func code(_ step: Int64) -> String {
        TOTP.code(key: key, counter: UInt64(step), digits: TOTP.digits)
    }

    static func verify(_ code: String, second: Int64, after lastStep: Int64? = nil) -> Int64? {
        TOTP.verify(
            code, secret: secret, at: Instant(milliseconds: second * 1_000), after: lastStep)
    }

    /// RFC 4226, appendix D: counters from 0.
    @Test(
        arguments: zip(
            UInt64(0)..<10,
            [
                "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583",
                "399871", "520489",
            ]))
    func counterVectorsAgree(counter: UInt64, expected: String) {
        #expect(TOTP.code(key: Self.key, counter: counter, digits: 6) == expected)
    }

    /// RFC 6238, appendix B: second, and codes by SHA-1, SHA-256 and SHA-512.
    static let timeVectors: [(UInt64, String, String, String)] = [
        (59, "94287082", "46119246", "90693936"),
        (1_111_111_109, "07081804", "68084774", "25091201"),
        (1_111_111_111, "14050471", "67062674", "99943326"),
        (1_234_567_890, "89005924", "91819424", "93441116"),
        (2_000_000_000, "69279037", "90698825", "38618901"),
        (20_000_000_000, "65353130", "77737706", "47863826"),
    ]

    /// The keys of 32 and 64 bytes are those of the RFC's program, as its errata say.
    @Test(arguments: timeVectors)
    func timeVectorsAgree(second: UInt64, sha1: String, sha256: String, sha512: String) {
        let long = (0..<7).flatMap { _ in Self.digits }
        let counter = second / 30
        #expect(TOTP.code(key: Array(long[..<20]), counter: counter, digits: 8) == sha1)
        #expect(
            TOTP.code(key: Array(long[..<32]), counter: counter, digits: 8, function: .sha256)
                == sha256)
        #expect(
            TOTP.code(key: Array(long[..<64]), counter: counter, digits: 8, function: .sha512)
                == sha512)
    }

    @Test(arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)])
    func codeOfTheStepsBesideThePresentOneIsTaken(offset: Int64, isTaken: Bool) {
        let found = Self.verify(Self.code(1_000 + offset), second: 30 * 1_000)
        #expect(found == (isTaken ? 1_000 + offset : nil))
    }

    @Test func codeIsTakenOnceAndNoneBeforeIt() {
        let code = Self.code(1_000)
        let step = Self.verify(code, second: 30_000)
        #expect(step == 1_000)
        #expect(Self.verify(code, second: 30_029, after: step) == nil)
        #expect(Self.verify(Self.code(999), second: 30_000, after: step) == nil)
        #expect(Self.verify(Self.code(1_001), second: 30_000, after: step) == 1_001)
    }

    @Test func spacesAreTypedAndOtherLengthsRefused() {
        let code = Self.code(1_000)
        #expect(Self.verify(" \(code.prefix(3)) \(code.suffix(3)) ", second: 30_000) == 1_000)
        for wrong in [
            "", String(code.dropLast()), String(code.dropFirst()), code + "0", "0" + code,
            "\(code)\n", "abcdef", "１２３４５６",
        ] {
            #expect(Self.verify(wrong, second: 30_000) == nil, "\(wrong)")
        }
    }

    @Test(arguments: [Int64.min, -3_600_000, -60_000, -30_000, -1])
    func noCodeIsTakenBeforeTheEpoch(milliseconds: Int64) {
        let instant = Instant(milliseconds: milliseconds)
        #expect(
            TOTP.verify(Self.code(0), secret: Self.secret, at: instant, after: nil) == nil)
    }

    @Test func firstAndLastInstantDoNotTrap() {
        #expect(Self.verify(Self.code(0), second: 0) == 0)
        let last = Instant(milliseconds: .max)
        #expect(TOTP.verify("000000x", secret: Self.secret, at: last, after: nil) == nil)
        #expect(TOTP.verify("abcdef", secret: Self.secret, at: last, after: nil) == nil)
    }

    @Test func secretThatIsNoneTakesNoCode() {
        let ofNoKey = TOTP.code(key: [], counter: 1_000, digits: 6)
        for secret in ["", "A", "abcdefgh", "ABCDEFG1", "ABCD EFGH"] {
            let found = TOTP.verify(
                ofNoKey, secret: ByteString(secret.utf8), at: Instant(milliseconds: 30_000_000),
                after: nil)
            #expect(found == nil, "\(secret)")
        }
    }
}
