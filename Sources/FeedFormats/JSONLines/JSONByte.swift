/// Bytes that mean something in JSON (RFC 8259, 2), and tests on eight of them at once.
enum JSONByte {
    static let space: UInt8 = 0x20
    static let tab: UInt8 = 0x09
    static let comma: UInt8 = 0x2C
    static let minus: UInt8 = 0x2D
    static let period: UInt8 = 0x2E
    static let colon: UInt8 = 0x3A
    static let openBracket: UInt8 = 0x5B
    static let closeBracket: UInt8 = 0x5D
    static let openBrace: UInt8 = 0x7B
    static let closeBrace: UInt8 = 0x7D

    private static let ones: UInt64 = 0x0101_0101_0101_0101

    /// Whether a byte is a space, a tab or a line end.
    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool {
        byte == space || byte == tab || Byte.endsLine(byte)
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// A mask whose lowest bit belongs to the first quote, backslash or control character of
    /// `word`; 0: it has none.
    ///
    /// Bits above the lowest one mean nothing: a borrow may have set them.
    @inline(__always)
    static func textEnds(_ word: UInt64) -> UInt64 {
        let quotes = word ^ (0x22 &* ones)
        let backslashes = word ^ (0x5C &* ones)
        let found =
            ((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes)
            | ((word &- 0x20 &* ones) & ~word)
        return found & ByteWord.tops
    }

    /// The value of a hexadecimal digit; nil: it is none.
    @inline(__always)
    static func hexadecimalValue(_ byte: UInt8) -> UInt32? {
        if isDigit(byte) { return UInt32(byte &- 0x30) }
        let letter = byte | 0x20
        return letter >= 0x61 && letter <= 0x66 ? UInt32(letter - 0x57) : nil
    }
}
