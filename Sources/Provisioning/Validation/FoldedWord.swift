/// A short word as it is compared: ASCII letters in lower case, without spaces, hyphens and
/// underscores.
///
/// Held in three machine words, so that comparing costs no more than three integers.
struct FoldedWord: Equatable {
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0

    /// Folds a cell; nil when it begins or ends with one of those separators, has more than 24
    /// other bytes, or any that is no ASCII letter or digit.
    @inline(__always)
    init?(_ bytes: UnsafeRawBufferPointer) {
        var length = 0
        var isInside = false
        for byte in bytes {
            switch byte {
            case 0x20, 0x2D, 0x5F:
                // Minus one is not one.
                guard length > 0 else { return nil }
                isInside = false
                continue
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: isInside = true
            default: return nil
            }
            guard length < 24 else { return nil }
            let bits = UInt64(CellBytes.lower(byte)) << UInt64(length % 8 * 8)
            switch length / 8 {
            case 0: first |= bits
            case 1: second |= bits
            default: third |= bits
            }
            length += 1
        }
        guard isInside else { return nil }
    }

    /// Folds a word of ours.
    init?(_ word: String) {
        var word = word
        guard let folded = word.withUTF8({ FoldedWord(UnsafeRawBufferPointer($0)) }) else {
            return nil
        }
        self = folded
    }
}
