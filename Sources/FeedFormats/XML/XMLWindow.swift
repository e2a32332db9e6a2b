import Provisioning

/// The stretch of the feed that a chunk holds, and the bytes that are left over for the next one.
///
/// Each reading takes as many bytes of the input as were asked for, however the input is
/// fragmented, so that where chunks are cut depends on the bytes of the feed alone.
final class XMLWindow {
    private let input: any FeedInput
    private let bounds: FeedBounds
    private var carry: UnsafeMutableRawBufferPointer
    private var carryCount = 0
    /// Bytes that were read from the input since its start.
    private var bytesRead: UInt64 = 0
    /// Place in the feed of the window's first byte, or of the carry's between two chunks.
    private(set) var offset: UInt64 = 0
    /// Index of the window's first byte in the chunk: behind the head of a record that is too long
    /// to be kept whole.
    private(set) var head = 0
    /// Whether the input has nothing more to give.
    private(set) var isEnded = false

    init(input: any FeedInput, limits: Limits) {
        self.input = input
        bounds = FeedBounds(name: input.name, limits: limits)
        carry = .allocate(byteCount: 64, alignment: 16)
    }

    deinit { carry.deallocate() }

    /// Forgets everything; the input is at its first byte.
    func restart() {
        carryCount = 0
        bytesRead = 0
        offset = 0
        head = 0
        isEnded = false
    }

    /// Starts a window in an empty chunk with what was left over.
    func begin(_ chunk: FeedChunk) {
        chunk.reserve(carryCount)
        UnsafeMutableRawBufferPointer(start: chunk.base, count: carryCount)
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: carry[..<carryCount]))
        chunk.count = carryCount
        carryCount = 0
        head = 0
    }

    /// Reads `size` bytes more.
    func extend(_ chunk: FeedChunk, size: Int) throws(RunHalt) {
        chunk.reserve(chunk.count + size)
        let count = try input.fill(
            UnsafeMutableRawBufferPointer(start: chunk.base + chunk.count, count: size))
        if count < size { isEnded = true }
        chunk.count += count
        bytesRead += UInt64(count)
        try bounds.check(bytesRead: bytesRead)
    }

    /// Index in the chunk of a place in the feed; a place before the window is that of the head.
    func index(of place: UInt64) -> Int { place < offset ? 0 : head + Int(place - offset) }

    /// Forgets the bytes of the window before a place.
    func slide(_ chunk: FeedChunk, to place: UInt64) {
        let first = index(of: place)
        guard first > head else { return }
        let rest = chunk.count - first
        UnsafeMutableRawPointer(chunk.base + head)
            .copyMemory(from: chunk.base + first, byteCount: rest)
        chunk.count = head + rest
        offset = place
    }

    /// Makes the first `count` bytes of the window a head that stays, and goes on at a place behind
    /// them.
    func keepHead(_ chunk: FeedChunk, count: Int, goingOnAt place: UInt64) {
        let first = index(of: place)
        let rest = chunk.count - first
        UnsafeMutableRawPointer(chunk.base + count)
            .copyMemory(from: chunk.base + first, byteCount: rest)
        chunk.count = count + rest
        head = count
        offset = place
    }

    /// Ends the window: what stands from one place on is left over, and what stands from another on
    /// is no longer in the chunk.
    func end(_ chunk: FeedChunk, keepingFrom place: UInt64, cutAt end: UInt64) {
        let first = index(of: place)
        let rest = chunk.count - first
        if rest > carry.count {
            carry.deallocate()
            carry = .allocate(byteCount: rest * 3 / 2, alignment: 16)
        }
        carry.copyMemory(from: UnsafeRawBufferPointer(start: chunk.base + first, count: rest))
        carryCount = rest
        chunk.count = min(max(index(of: end), head), chunk.count)
        offset = place
    }
}
