/// A fast keyed hash of 64 bits: 16 bytes a step, folded by one wide multiplication.
///
/// Fast rather than strong: whoever compares two of these compares the bytes as well before
/// anything depends on it. The key keeps a file from being written so that its keys collide.
package struct KeyedHash: Sendable {
    private let first: UInt64
    private let second: UInt64

    /// - Parameter key: 128 secret bits.
    package init(key: (UInt64, UInt64)) {
        // Odd and unlike: a zero would swallow what it is multiplied with.
        first = Self.fold(key.0 ^ 0x9e37_79b9_7f4a_7c15, 0xd6e8_feb8_6659_fd93) | 1
        second = Self.fold(key.1 ^ 0xa076_1d64_78bd_642f, 0xe703_7ed1_a0b4_28db) | 1
    }

    /// The hash of `bytes` in one of several `domains`; never 0.
    @inline(__always)
    package func hash(_ bytes: UnsafeRawBufferPointer, domain: UInt64) -> UInt64 {
        let state = mixed(bytes, into: first &+ domain &* 0x9fb2_1c65_1e98_df25)
        return state == 0 ? 1 : state
    }

    /// `state` with `bytes` and their number folded into it.
    @inline(__always)
    package func mixed(_ bytes: UnsafeRawBufferPointer, into seed: UInt64) -> UInt64 {
        let count = bytes.count
        var state = seed
        var index = 0
        while count &- index > 16 {
            let low = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            let high = bytes.loadUnaligned(fromByteOffset: index &+ 8, as: UInt64.self)
            state = Self.fold(low ^ second, high ^ state)
            index &+= 16
        }
        let rest = count &- index
        var low: UInt64 = 0
        var high: UInt64 = 0
        if rest >= 8 {
            // The two words may overlap: together they cover all bytes that are left.
            low = bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            high = bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
        } else if rest >= 4 {
            low = UInt64(bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self))
            high = UInt64(bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
        } else if rest > 0 {
            low =
                UInt64(bytes[index]) &<< 16 | UInt64(bytes[index &+ rest &>> 1]) &<< 8
                | UInt64(bytes[count &- 1])
        }
        state = Self.fold(low ^ second, high ^ state)
        return Self.fold(state ^ first, UInt64(truncatingIfNeeded: count) ^ second)
    }

    /// `state` with one number folded into it.
    @inline(__always)
    package func mixed(_ word: UInt64, into state: UInt64) -> UInt64 {
        Self.fold(state ^ first, word ^ second)
    }

    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
