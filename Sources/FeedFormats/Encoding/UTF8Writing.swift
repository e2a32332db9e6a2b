/// Writes characters as UTF-8 (RFC 3629, 3).
enum UTF8Writing {
    /// Writes a scalar value, which is no surrogate, and gives the number of bytes: 1 to 4.
    ///
    /// There must be room for 4 bytes at `target`.
    @inline(__always)
    static func write(_ scalar: UInt32, at target: UnsafeMutableRawPointer) -> Int {
        if scalar < 0x80 {
            target.storeBytes(of: UInt8(scalar), as: UInt8.self)
            return 1
        }
        let tail = 0x80 | scalar & 0x3F
        if scalar < 0x800 {
            let word = 0xC0 | scalar >> 6 | tail << 8
            target.storeBytes(of: UInt16(word), as: UInt16.self)
            return 2
        }
        let middle = (0x80 | scalar >> 6 & 0x3F) << 8
        if scalar < 0x10000 {
            let word = 0xE0 | scalar >> 12 | middle | tail << 16
            target.storeBytes(of: word, as: UInt32.self)
            return 3
        }
        let second = (0x80 | scalar >> 12 & 0x3F) << 8
        let word = 0xF0 | scalar >> 18 | second | middle << 8 | tail << 24
        target.storeBytes(of: word, as: UInt32.self)
        return 4
    }
}
