/// The bytes of a record that could not be told apart, as far as a rejects file shows them.
enum RawText {
    /// The first `bytesMax` bytes, or a few less so that no character is cut.
    static func clipped(
        _ bytes: UnsafeRawBufferPointer, to bytesMax: Int
    ) -> UnsafeRawBufferPointer {
        guard bytes.count > bytesMax else { return bytes }
        var end = bytesMax
        while end > bytesMax - 3, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[..<end])
    }
}
