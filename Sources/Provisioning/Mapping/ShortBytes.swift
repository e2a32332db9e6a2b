/// One to sixteen bytes as two numbers: a text that is compared without looking at memory again.
package struct ShortBytes: Equatable, Sendable {
    /// Bytes of the longest text that fits.
    package static let bytesMax = 16

    private let low: UInt64
    private let high: UInt64
    private let count: UInt64

    /// Takes a text of 1 to `bytesMax` bytes; no two texts are alike in what is kept.
    @inline(__always)
    package init(_ bytes: UnsafeRawBufferPointer) {
        let count = bytes.count
        // The two words may overlap: together they cover all bytes.
        if count >= 8 {
            low = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
            high = bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
        } else if count >= 4 {
            low = UInt64(bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
            high = UInt64(bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
        } else {
            low = UInt64(bytes[0]) &<< 8 | UInt64(bytes[count &>> 1])
            high = UInt64(bytes[count &- 1])
        }
        self.count = UInt64(truncatingIfNeeded: count)
    }

    private init() {
        low = 0
        high = 0
        count = 0
    }

    /// No text: equal to none that fits.
    package static let none = ShortBytes()

    /// A number that differs for most texts, in its upper bits above all.
    @inline(__always)
    package var mixed: UInt64 {
        (low ^ (high &<< 7) ^ (count &<< 59)) &* 0x9e37_79b9_7f4a_7c15
    }
}
