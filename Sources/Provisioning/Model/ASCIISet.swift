/// Some bytes of ASCII; asking for one costs the same however many there are.
package struct ASCIISet: Equatable, Sendable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// Makes the set of the ASCII bytes among `bytes`; others are left out.
    package init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { insert(byte) }
    }

    /// Adds a byte, if it is ASCII.
    package mutating func insert(_ byte: UInt8) {
        switch byte {
        case 0..<64: low |= 1 &<< UInt64(byte)
        case 64..<128: high |= 1 &<< UInt64(byte & 63)
        default: break
        }
    }

    /// Whether the byte is in the set.
    @inline(__always)
    package func contains(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        return (byte < 64 ? low : high) &>> UInt64(byte & 63) & 1 != 0
    }

    /// `;` and `|`: what separates the names of a list in a feed whose profile says nothing else,
    /// and in all that Muster writes.
    package static let listSeparators = ASCIISet([0x3B, 0x7C])
}
