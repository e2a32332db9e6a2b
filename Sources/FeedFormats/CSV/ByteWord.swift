/// Eight bytes at once, for finding the few that matter among many that do not.
///
/// Each test gives a mask with the top bit of every matching byte set, and no other bit: the
/// arithmetic never carries from one byte into the next, so there are no false hits to sort out.
/// The first byte in memory is the lowest one.
enum ByteWord {
    static let tops: UInt64 = 0x8080_8080_8080_8080
    private static let rests: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// A word of eight times `byte`.
    static func repeating(_ byte: UInt8) -> UInt64 { UInt64(byte) * ones }

    /// The eight bytes from `pointer` on, which need not be aligned.
    @inline(__always)
    static func load(_ pointer: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(pointer).loadUnaligned(as: UInt64.self))
    }

    /// Bytes of `word` that equal those of `pattern`.
    @inline(__always)
    static func equal(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
        let difference = word ^ pattern
        return ~(((difference & rests) &+ rests) | difference) & tops
    }

    /// Bytes of `word` below 0x20: control characters, line ends among them.
    @inline(__always)
    static func controls(_ word: UInt64) -> UInt64 {
        ~((word | tops) &- (0x20 &* ones)) & ~word & tops
    }

    /// Index in memory order of the first byte of a mask that is not empty.
    @inline(__always)
    static func first(_ mask: UInt64) -> Int { mask.trailingZeroBitCount >> 3 }
}
