import Provisioning
import Testing

/// The vectors of the reference implementation (Aumasson and Bernstein): key 00 01 … 0F, and
/// messages 00 01 … of growing length.
@Suite struct SipHashTests {
    private static let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)

    /// Length of the message and the output's bytes in order.
    static let wide: [(Int, [UInt8])] = [
        (0, hex("a3817f04ba25a8e66df67214c7550293")),
        (1, hex("da87c1d86b99af44347659119b22fc45")),
        (7, hex("a1f1ebbed8dbc153c0b84aa61ff08239")),
        (8, hex("3b62a9ba6258f5610f83e264f31497b4")),
        (9, hex("264499060ad9baabc47f8b02bb6d71ed")),
        (15, hex("5493e99933b0a8117e08ec0f97cfc3d9")),
        (16, hex("6ee2a4ca67b054bbfd3315bf85230577")),
        (63, hex("5150d1772f50834a503e069a973fbd7c")),
    ]

    @Test(arguments: wide) func fingerprintMatchesTheReference(length: Int, output: [UInt8]) {
        let message = (0..<length).map { UInt8($0) }
        let print = message.withUnsafeBytes { SipHash.fingerprint($0, key: Self.key) }
        let bytes = (0..<16).map { index in
            let word = index < 8 ? print.low : print.high
            return UInt8(truncatingIfNeeded: word >> UInt64(8 * (index % 8)))
        }
        #expect(bytes == output)
    }

    @Test func piecesCannotChangePlaces() {
        func print(_ pieces: [[UInt8]]) -> RowFingerprint {
            var stream = SipHash.Stream(key: Self.key)
            for piece in pieces { piece.withUnsafeBytes { stream.add($0) } }
            return stream.finished()
        }
        let prints = [
            print([[1, 2], [3]]), print([[1], [2, 3]]), print([[1, 2, 3]]),
            print([[1, 2], [3, 0]]),
            print([[], [1, 2], [3]]), print([[1, 2], [3], []]),
        ]
        #expect(Set(prints).count == prints.count)
    }

    @Test func shortHashDependsOnKeyAndEveryByte() {
        let message = [UInt8](0..<40)
        func hash(_ message: [UInt8], _ key: (UInt64, UInt64)) -> UInt64 {
            message.withUnsafeBytes { SipHash.hash64($0, key: key) }
        }
        let plain = hash(message, Self.key)
        #expect(hash(message, (0, 0)) != plain)
        for index in message.indices {
            var other = message
            other[index] ^= 1
            #expect(hash(other, Self.key) != plain)
        }
    }

    private static func hex(_ text: String) -> [UInt8] {
        let digits = Array(text)
        return stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(digits[$0...$0 + 1]), radix: 16)
        }
    }
}
