import Provisioning

/// One step on the way from the bytes of a file to UTF-8: gives its bytes once, in order.
///
/// What a stage gives, and when it halts, depends on the bytes of the file alone, not on the pieces
/// in which they arrive: each reading fills its buffer as far as it can.
protocol ByteStage: AnyObject {
    /// Bytes of the file that have gone into what was given so far, more or less.
    var consumedCount: UInt64 { get }

    /// Reads the next bytes into the start of `buffer`, which has room for `ByteStageRoom.min`.
    ///
    /// - Returns: the number of bytes; 0 only at the end.
    /// - Throws: a halt with status 65 if the bytes of the file cannot be decoded, or 74 if they
    ///   cannot be read. The stage is not read again afterwards.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int
}

/// Sizes of the buffers between stages, in bytes.
enum ByteStageRoom {
    /// Room that every reading has at least.
    static let min = 64
    /// What a stage asks the one before it for at once.
    static let input = 64 << 10
    /// What is decoded at once.
    static let output = 128 << 10
}
