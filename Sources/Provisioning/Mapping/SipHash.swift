/// SipHash, a keyed hash for short inputs (Aumasson and Bernstein, 2012): SipHash-2-4 with 128 bits
/// for fingerprints, and SipHash-1-3 with 64 bits for the rest.
package struct SipHash {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64

    @inline(__always)
    private init(key: (UInt64, UInt64), isWide: Bool) {
        v0 = key.0 ^ 0x736f_6d65_7073_6575
        v1 = key.1 ^ 0x646f_7261_6e64_6f6d
        v2 = key.0 ^ 0x6c79_6765_6e65_7261
        v3 = key.1 ^ 0x7465_6462_7974_6573
        if isWide { v1 ^= 0xee }
    }

    /// SipHash-2-4 with an output of 128 bits; `low` holds the first eight bytes of it.
    @inline(__always)
    package static func fingerprint(
        _ bytes: UnsafeRawBufferPointer, key: (UInt64, UInt64)
    ) -> RowFingerprint {
        var state = SipHash(key: key, isWide: true)
        state.absorb(bytes, rounds: 2)
        return state.finishedWide()
    }

    /// SipHash-1-3 with an output of 64 bits.
    package static func hash64(
        _ bytes: UnsafeRawBufferPointer, key: (UInt64, UInt64)
    ) -> UInt64 {
        var state = SipHash(key: key, isWide: false)
        state.absorb(bytes, rounds: 1)
        state.v2 ^= 0xff
        for _ in 0..<3 { state.round() }
        return state.v0 ^ state.v1 ^ state.v2 ^ state.v3
    }

    /// Takes several pieces into one fingerprint, each with its length before it.
    package struct Stream {
        private var state: SipHash
        private var length: UInt64 = 0

        package init(key: (UInt64, UInt64)) { state = SipHash(key: key, isWide: true) }

        /// Adds one piece: its length as a word, then its bytes with zeros up to a whole word.
        package mutating func add(_ bytes: UnsafeRawBufferPointer) {
            state.absorb(word: UInt64(bytes.count), rounds: 2)
            var index = 0
            while index < bytes.count & ~7 {
                state.absorb(
                    word: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian,
                    rounds: 2)
                index += 8
            }
            if index < bytes.count {
                state.absorb(word: SipHash.tail(bytes, from: index), rounds: 2)
            }
            length &+= UInt64(bytes.count)
        }

        /// The digest of all that was absorbed; nothing may be absorbed afterwards.
        package mutating func finished() -> RowFingerprint {
            state.absorb(word: length &<< 56, rounds: 2)
            return state.finishedWide()
        }
    }

    @inline(__always)
    private mutating func absorb(_ bytes: UnsafeRawBufferPointer, rounds: Int) {
        var index = 0
        let whole = bytes.count & ~7
        while index < whole {
            absorb(
                word: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian,
                rounds: rounds)
            index += 8
        }
        let last = UInt64(truncatingIfNeeded: bytes.count) &<< 56
        absorb(word: last | Self.tail(bytes, from: index), rounds: rounds)
    }

    /// The last, at most seven bytes as a word.
    @inline(__always)
    private static func tail(_ bytes: UnsafeRawBufferPointer, from start: Int) -> UInt64 {
        var word: UInt64 = 0
        var shift: UInt64 = 0
        var index = start
        while index < bytes.count {
            word |= UInt64(bytes[index]) &<< shift
            shift &+= 8
            index &+= 1
        }
        return word
    }

    @inline(__always)
    private mutating func absorb(word: UInt64, rounds: Int) {
        v3 ^= word
        round()
        if rounds == 2 { round() }
        v0 ^= word
    }

    @inline(__always)
    private mutating func finishedWide() -> RowFingerprint {
        v2 ^= 0xee
        round()
        round()
        round()
        round()
        let low = v0 ^ v1 ^ v2 ^ v3
        v1 ^= 0xdd
        round()
        round()
        round()
        round()
        return RowFingerprint(high: v0 ^ v1 ^ v2 ^ v3, low: low)
    }

    @inline(__always)
    private mutating func round() {
        v0 = v0 &+ v1
        v1 = (v1 &<< 13 | v1 &>> 51) ^ v0
        v0 = v0 &<< 32 | v0 &>> 32
        v2 = v2 &+ v3
        v3 = (v3 &<< 16 | v3 &>> 48) ^ v2
        v0 = v0 &+ v3
        v3 = (v3 &<< 21 | v3 &>> 43) ^ v0
        v2 = v2 &+ v1
        v1 = (v1 &<< 17 | v1 &>> 47) ^ v2
        v2 = v2 &<< 32 | v2 &>> 32
    }
}
