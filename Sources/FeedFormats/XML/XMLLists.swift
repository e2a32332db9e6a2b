import Provisioning

/// The further values of lists in the record in hand, chained by field.
///
/// They are put together when the record ends, each list at once: one value after the other would
/// copy a long list again for each of its entries.
struct XMLLists {
    private struct Piece {
        var range: ByteRange
        /// The next piece of the same list; -1: there is none.
        var next: Int
    }

    /// What a list has beyond its first value.
    struct Chain {
        fileprivate var first = -1
        fileprivate var last = -1
        /// Bytes of the pieces, a separator before each.
        fileprivate(set) var byteCount = 0

        var isEmpty: Bool { first < 0 }
    }

    private var pieces: UnsafeMutableBufferPointer<Piece> = .allocate(capacity: 16)
    private var count = 0

    func deallocate() { pieces.deallocate() }

    /// Forgets all pieces; chains are void.
    mutating func removeAll() { count = 0 }

    /// Adds a value to a list.
    mutating func add(_ range: ByteRange, to chain: inout Chain) {
        if count == pieces.count {
            let grown = UnsafeMutableBufferPointer<Piece>.allocate(capacity: count * 2)
            for index in 0..<count { grown[index] = pieces[index] }
            pieces.deallocate()
            pieces = grown
        }
        pieces[count] = Piece(range: range, next: -1)
        if chain.isEmpty { chain.first = count } else { pieces[chain.last].next = count }
        chain.last = count
        chain.byteCount += 1 + Int(range.length)
        count += 1
    }

    /// Puts a list together behind what the chunk holds.
    func join(
        _ first: ByteRange, _ chain: Chain, separator: UInt8, in chunk: FeedChunk
    ) -> ByteRange {
        let start = chunk.count
        // Room for all of it first, so that what is appended does not move what it is made of.
        chunk.reserve(start + Int(first.length) + chain.byteCount)
        let base = UnsafeMutableRawPointer(chunk.base)
        (base + start).copyMemory(from: base + Int(first.start), byteCount: Int(first.length))
        var end = start + Int(first.length)
        var index = chain.first
        while index >= 0 {
            let range = pieces[index].range
            base.storeBytes(of: separator, toByteOffset: end, as: UInt8.self)
            (base + end + 1)
                .copyMemory(from: base + Int(range.start), byteCount: Int(range.length))
            end += 1 + Int(range.length)
            index = pieces[index].next
        }
        chunk.count = end
        return ByteRange(
            start: UInt32(truncatingIfNeeded: start),
            length: UInt32(truncatingIfNeeded: end - start))
    }
}
