/// Turns text of one encoding into UTF-8, piece by piece.
///
/// What is no text in that encoding becomes one byte 0xFF each, which is never UTF-8, so that a
/// reader rejects the record that it stands in, and no other.
protocol Transcoder: AnyObject {
    /// Converts the first of `bytes` into the start of `room`.
    ///
    /// - Parameters:
    ///   - bytes: what follows the bytes consumed so far.
    ///   - room: has `ByteStageRoom.min` bytes or more.
    ///   - isFinal: whether nothing comes behind `bytes`. The transcoder is then called until it
    ///     neither consumes nor produces anything.
    /// - Returns: the number of bytes consumed, less than there are where room or the rest of a
    ///   character is missing; and of bytes produced.
    func transcode(
        _ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer, isFinal: Bool
    ) -> (consumed: Int, produced: Int)
}

extension Transcoder {
    /// The byte that stands for what is no text in the encoding that is declared.
    static var undefinedByte: UInt8 { 0xFF }
}
