package import Provisioning

/// Where a reader's bytes come from: a file, a spooled pipe, or a layer over one of them.
///
/// Sequential reading and `rewind` belong to one thread. A layer that transcodes or inflates wraps
/// another input and answers all of this about its own bytes.
package protocol FeedInput: AnyObject {
    /// What messages call it: a path as it was given, or `standard input`.
    var name: String { get }

    /// Bytes of the whole input; nil while that is not known.
    var byteCount: UInt64? { get }

    /// About how many bytes the whole input has: `byteCount` where that is known, else a guess that
    /// gets better as the input is read; nil: no guess.
    ///
    /// Safe to ask on any thread.
    var byteCountEstimate: UInt64? { get }

    /// Name of the encoding that the bytes were in before they became UTF-8, as messages call it;
    /// nil: they are as the file has them, compression aside.
    ///
    /// Where there is one, a byte 0xFF stands for each part that is no text in that encoding.
    var encodingName: String? { get }

    /// Sees every raw byte of the input once and in order, as it is read for the first time.
    ///
    /// Set before the first read; nil: nobody looks.
    var observer: ((UnsafeRawBufferPointer) -> Void)? { get set }

    /// Reads the next bytes into the start of `buffer`.
    ///
    /// - Returns: the number of bytes read, from 1 to the size of the buffer; 0 at the end.
    /// - Throws: a halt with status 74 if the input fails or has changed since it was opened.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int

    /// Reads bytes at `offset`, without moving the place of sequential reading.
    ///
    /// Only bytes that sequential reading has passed once are there for certain. Safe beside
    /// `read(into:)` on another thread.
    /// - Returns: the number of bytes read, less than the size of the buffer only at the end.
    /// - Throws: a halt with status 74 if the input fails.
    func read(
        at offset: UInt64, into buffer: UnsafeMutableRawBufferPointer
    ) throws(RunHalt) -> Int

    /// Goes back to the first byte.
    func rewind() throws(RunHalt)
}

extension FeedInput {
    /// What is known.
    package var byteCountEstimate: UInt64? { byteCount }

    /// The bytes are as the file has them.
    package var encodingName: String? { nil }

    /// Reads until `buffer` is full or the input ends.
    ///
    /// - Returns: the number of bytes read, less than the size of the buffer only at the end.
    package func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = try read(into: rest)
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    /// The first bytes, up to `count` of them; the next read starts at the first byte again.
    ///
    /// To be called before anything else reads.
    package func peek(_ count: Int) throws(RunHalt) -> [UInt8] {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 8)
        defer { buffer.deallocate() }
        let filled = try fill(buffer)
        try rewind()
        return Array(buffer[..<filled])
    }
}
