/// Checks that bytes are UTF-8 (RFC 3629, 4): no overlong forms, surrogates or values above
/// U+10FFFF.
enum UTF8Validation {
    /// Index of the first byte of the first sequence that is not UTF-8; nil if there is none.
    ///
    /// - Complexity: linear; eight bytes at a time over ASCII.
    static func firstInvalid(_ base: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Int? {
        var index = start
        while index < end {
            if base[index] < 0x80 {
                index += 1
                while index + 8 <= end, ByteWord.load(base + index) & ByteWord.tops == 0 {
                    index += 8
                }
                continue
            }
            let length = sequenceLength(base + index, available: end - index)
            if length == 0 { return index }
            index += length
        }
        return nil
    }

    /// Length of the multi-byte sequence at `bytes`; 0 if it is not a valid one.
    @inline(__always)
    private static func sequenceLength(_ bytes: UnsafePointer<UInt8>, available: Int) -> Int {
        let lead = bytes[0]
        if lead < 0xE0 {
            guard lead >= 0xC2, available >= 2, isTail(bytes[1]) else { return 0 }
            return 2
        }
        if lead < 0xF0 {
            guard available >= 3, isTail(bytes[1]), isTail(bytes[2]) else { return 0 }
            if lead == 0xE0, bytes[1] < 0xA0 { return 0 }
            if lead == 0xED, bytes[1] > 0x9F { return 0 }
            return 3
        }
        guard lead <= 0xF4, available >= 4, isTail(bytes[1]), isTail(bytes[2]), isTail(bytes[3])
        else { return 0 }
        if lead == 0xF0, bytes[1] < 0x90 { return 0 }
        if lead == 0xF4, bytes[1] > 0x8F { return 0 }
        return 4
    }

    @inline(__always)
    private static func isTail(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
