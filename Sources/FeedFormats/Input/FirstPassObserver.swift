/// Shows the bytes of an input once and in order, however often they are read.
struct FirstPassObserver {
    /// Who looks; nil: nobody.
    var observer: ((UnsafeRawBufferPointer) -> Void)?
    /// Bytes that were shown.
    private var shown: UInt64 = 0

    /// Shows what is new of bytes that were read at `offset`.
    mutating func see(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) {
        let end = offset + UInt64(bytes.count)
        guard end > shown else { return }
        let known = Int(shown - offset)
        shown = end
        observer?(UnsafeRawBufferPointer(rebasing: bytes[known...]))
    }
}
