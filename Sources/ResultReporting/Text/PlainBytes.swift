/// Tells quickly whether a cell can be copied as it is.
enum PlainBytes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highs: UInt64 = 0x8080_8080_8080_8080

    /// Whether all bytes are printable ASCII and none is one of three marks.
    ///
    /// Looks at eight bytes at a time, the last eight overlapping those before them.
    /// - Complexity: one step for each eight bytes.
    @inline(__always)
    static func hold(
        _ bytes: UnsafeRawBufferPointer, but first: UInt8, _ second: UInt8, _ third: UInt8
    ) -> Bool {
        let count = bytes.count
        guard count > 0, let base = bytes.baseAddress else { return true }
        let marks = (
            ones &* UInt64(first), ones &* UInt64(second), ones &* UInt64(third)
        )
        if count >= 8 {
            var found: UInt64 = 0
            var index = 0
            while index < count - 8 {
                found |= flags(base.loadUnaligned(fromByteOffset: index, as: UInt64.self), marks)
                index += 8
            }
            found |= flags(base.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self), marks)
            return found == 0
        }
        if count >= 4 {
            let low = base.loadUnaligned(as: UInt32.self)
            let high = base.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
            return flags(UInt64(low) | UInt64(high) << 32, marks) == 0
        }
        // Letters fill the word, for they are never marks.
        var word = ones &* 0x61
        for index in 0..<count { word = word << 8 | UInt64(bytes[index]) }
        return flags(word, marks) == 0
    }

    /// Whether one of two marks is among the eight bytes of a word.
    @inline(__always)
    static func has(_ first: UInt8, or second: UInt8, in word: UInt64) -> Bool {
        let found = zeros(word ^ ones &* UInt64(first)) | zeros(word ^ ones &* UInt64(second))
        return found & highs != 0
    }

    /// High bits where a byte is a control, above ASCII or a mark; exact as a whole, not by byte.
    @inline(__always)
    private static func flags(_ word: UInt64, _ marks: (UInt64, UInt64, UInt64)) -> UInt64 {
        let controls = (word &- ones &* 0x20) & ~word
        let delete = zeros(word ^ (ones &* 0x7F))
        return
            (word | controls | delete | zeros(word ^ marks.0) | zeros(word ^ marks.1)
            | zeros(word ^ marks.2)) & highs
    }

    @inline(__always)
    private static func zeros(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
}
