/// A mark at the start of a file that says its encoding (Unicode 15, 2.6 and 23.8).
struct ByteOrderMark {
    let encoding: TextEncoding
    let byteCount: Int

    /// The mark that a file begins with; nil: it has none.
    init?(_ head: [UInt8]) {
        if head.starts(with: [0xEF, 0xBB, 0xBF]) {
            (encoding, byteCount) = (.utf8, 3)
        } else if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) {
            (encoding, byteCount) = (.utf32, 4)
        } else if head.starts(with: [0xFF, 0xFE]) {
            (encoding, byteCount) = (.utf16LittleEndian, 2)
        } else if head.starts(with: [0xFE, 0xFF]) {
            (encoding, byteCount) = (.utf16BigEndian, 2)
        } else {
            return nil
        }
    }
}
