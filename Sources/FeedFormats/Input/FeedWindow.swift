import Provisioning

/// The stretch of the feed that a chunk holds, and the bytes that are left over for the next one.
///
/// A window is filled to its full size however the input is fragmented, so that where chunks are
/// cut depends on the bytes of the feed alone.
final class FeedWindow {
    /// Bytes after the data that scanners may look at: NUL.
    static let paddingBytes = 16
    private static let discardBytes = 64 << 10
    /// Substitute bytes that may fill the end of a feed: CP/M wrote whole sectors of 128 bytes.
    private static let substitutesMax = 128

    private let input: any FeedInput
    private let bounds: FeedBounds
    private var carry: UnsafeMutableRawBufferPointer
    private var carryCount = 0
    /// Bytes that were read from the input since its start.
    private var bytesRead: UInt64 = 0
    /// Substitute bytes in a row at the end of what was read, counted up to one over the maximum.
    private var substitutes = 0
    /// Place in the feed of the window's first byte, or of the carry's between two chunks.
    private(set) var offset: UInt64 = 0
    /// Whether the input has nothing more to give.
    private(set) var isEnded = false

    init(input: any FeedInput, limits: Limits) {
        self.input = input
        bounds = FeedBounds(name: input.name, limits: limits)
        carry = .allocate(byteCount: Self.discardBytes, alignment: 16)
    }

    deinit { carry.deallocate() }

    /// Starts a window in an empty chunk: what was left over, then the input, up to `size` bytes.
    func begin(_ chunk: FeedChunk, size: Int) throws(RunHalt) {
        chunk.reserve(max(size, carryCount) + Self.paddingBytes)
        let source = UnsafeRawBufferPointer(rebasing: carry[..<carryCount])
        UnsafeMutableRawBufferPointer(start: chunk.base, count: carryCount).copyMemory(from: source)
        chunk.count = carryCount
        carryCount = 0
        try extend(chunk, size: size)
    }

    /// Forgets the bytes before `position`, and fills up to `size` bytes again.
    func slide(_ chunk: FeedChunk, to position: Int, size: Int) throws(RunHalt) {
        let rest = chunk.count - position
        UnsafeMutableRawPointer(chunk.base).copyMemory(
            from: chunk.base + position, byteCount: position > 0 ? rest : 0)
        chunk.count = rest
        offset += UInt64(position)
        try extend(chunk, size: size)
    }

    /// Ends the window at `position`; what is behind it is left over.
    func end(_ chunk: FeedChunk, at position: Int) {
        let rest = chunk.count - position
        if rest > carry.count {
            carry.deallocate()
            carry = .allocate(byteCount: rest, alignment: 16)
        }
        carry.copyMemory(from: UnsafeRawBufferPointer(start: chunk.base + position, count: rest))
        carryCount = rest
        offset += UInt64(position)
        chunk.count = position
    }

    /// Goes on after the next line end behind the window that was just ended.
    ///
    /// Needs no more memory than one block, however long the line is.
    /// - Returns: the number of bytes up to there, line end included.
    func discardLine() throws(RunHalt) -> UInt64 {
        var discarded: UInt64 = 0
        while carryCount > 0 || !isEnded {
            let block = UnsafeMutableRawBufferPointer(rebasing: carry[..<Self.discardBytes])
            let count = carryCount > 0 ? carryCount : try fill(block)
            carryCount = 0
            noteSubstitutes(UnsafeRawBufferPointer(rebasing: block[..<count]))
            if let found = block[..<count].firstIndex(where: { Byte.endsLine($0) }) {
                var next = found + 1
                var available = count
                if block[found] == Byte.carriageReturn {
                    if next == available {
                        available = try fill(UnsafeMutableRawBufferPointer(rebasing: block[..<1]))
                        next = 0
                        discarded += UInt64(count)
                    }
                    if next < available, block[next] == Byte.lineFeed { next += 1 }
                }
                keep(block, from: next, to: available)
                discarded += UInt64(next)
                offset += discarded
                return discarded
            }
            discarded += UInt64(count)
        }
        if substitutes <= Self.substitutesMax { discarded -= UInt64(substitutes) }
        offset += discarded
        return discarded
    }

    /// Goes back to a place in the feed.
    func restart(at offset: UInt64) throws(RunHalt) {
        try input.rewind()
        bytesRead = 0
        carryCount = 0
        isEnded = false
        substitutes = 0
        self.offset = offset
        while bytesRead < offset, !isEnded {
            let count = Int(min(offset - bytesRead, UInt64(Self.discardBytes)))
            _ = try fill(UnsafeMutableRawBufferPointer(rebasing: carry[..<count]))
        }
    }

    private func keep(_ block: UnsafeMutableRawBufferPointer, from first: Int, to last: Int) {
        carryCount = last - first
        carry.copyMemory(from: UnsafeRawBufferPointer(rebasing: block[first..<last]))
    }

    private func extend(_ chunk: FeedChunk, size: Int) throws(RunHalt) {
        chunk.reserve(max(size, chunk.count) + Self.substitutesMax + 1 + Self.paddingBytes)
        if chunk.count < size, !isEnded {
            chunk.count += try fill(
                UnsafeMutableRawBufferPointer(
                    start: chunk.base + chunk.count, count: size - chunk.count))
        }
        try cutSubstitutes(chunk)
        (chunk.base + chunk.count).update(repeating: 0, count: Self.paddingBytes)
    }

    /// Takes substitute bytes off the end of the feed.
    ///
    /// A window that ends with some reads on until it is clear whether they end the feed, so that
    /// this too depends on nothing but the bytes.
    private func cutSubstitutes(_ chunk: FeedChunk) throws(RunHalt) {
        substitutes = 0
        noteSubstitutes(UnsafeRawBufferPointer(start: chunk.base, count: chunk.count))
        while !isEnded, substitutes > 0, substitutes <= Self.substitutesMax {
            let next = UnsafeMutableRawBufferPointer(start: chunk.base + chunk.count, count: 1)
            chunk.count += try fill(next)
            if !isEnded { noteSubstitutes(UnsafeRawBufferPointer(next)) }
        }
        if isEnded, substitutes <= Self.substitutesMax { chunk.count -= substitutes }
    }

    private func noteSubstitutes(_ bytes: UnsafeRawBufferPointer) {
        var count = 0
        while count < bytes.count, count <= Self.substitutesMax,
            bytes[bytes.count - 1 - count] == Byte.substitute
        {
            count += 1
        }
        substitutes =
            count == bytes.count ? min(substitutes + count, Self.substitutesMax + 1) : count
    }

    private func fill(_ buffer: UnsafeMutableRawBufferPointer) throws(RunHalt) -> Int {
        let count = try input.fill(buffer)
        if count < buffer.count { isEnded = true }
        bytesRead += UInt64(count)
        try bounds.check(bytesRead: bytesRead)
        return count
    }
}
