import Credentials
import Provisioning
import Testing

@Suite struct KeyedAuditSealTests {
    static let seal = KeyedAuditSeal(key: KeyFile(path: "muster.key", secret: Array(0..<32)))
    static let other = KeyedAuditSeal(key: KeyFile(path: "muster.key", secret: Array(1..<33)))

    static func link(_ previous: [UInt8], _ entry: [UInt8]) -> [UInt8] {
        entry.withUnsafeBytes { seal.link(after: previous, $0) }
    }

    @Test func codesOfDifferentPurposesDiffer() {
        let bytes = Array("same".utf8)
        let codes = bytes.withUnsafeBytes {
            [
                Self.seal.link(after: [], $0), Self.seal.digest(ofPayload: $0),
                Self.seal.sign(head: $0), Self.other.link(after: [], $0),
                Self.other.digest(ofPayload: $0), Self.other.sign(head: $0),
            ]
        }
        #expect(Set(codes).count == codes.count)
        #expect(codes.allSatisfy { $0.count == 32 })
        #expect(Self.seal.pseudonym(of: "same").count == 16)
        #expect(Self.seal.pseudonym(of: "same") == Self.seal.pseudonym(of: "same"))
        #expect(Self.seal.pseudonym(of: "same") != Self.other.pseudonym(of: "same"))
    }

    @Test func bytesCannotMoveFromThePreviousCodeToTheEntry() {
        let code = Self.link([1, 2], [3, 4])
        #expect(Self.link([1, 2], [3, 4]) == code)
        #expect(Self.link([1], [2, 3, 4]) != code)
        #expect(Self.link([1, 2, 3], [4]) != code)
        #expect(Self.link([], [1, 2, 3, 4]) != code)
    }

    /// What a changed log claims to be the code before can have any length.
    @Test(arguments: [254, 255, 256, 257, 512, 70_000])
    func longPreviousCodeIsItsOwn(count: Int) {
        let long = [UInt8](repeating: 0, count: count)
        let codes = [
            Self.link(long, []), Self.link([], long), Self.link(long, [0]),
            Self.link(long + [0], []),
        ]
        #expect(Set(codes).count == codes.count)
    }
}
