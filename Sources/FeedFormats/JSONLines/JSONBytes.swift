/// Bytes that grow at their end, in memory that is used again.
///
/// Behind the last byte there are always eight that may be read, so that bytes can be compared by
/// the word.
struct JSONBytes: ~Copyable {
    private(set) var base: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private var capacity = 4_096
    private static let padding = 8

    init() {
        base = .allocate(capacity: capacity + Self.padding)
        base.initialize(repeating: 0, count: capacity + Self.padding)
    }

    deinit { base.deallocate() }

    /// Forgets what is behind the first `kept` bytes.
    mutating func removeAll(behind kept: Int = 0) { count = kept }

    /// Appends bytes, which do not stand in these.
    @inline(__always)
    mutating func append(_ bytes: UnsafePointer<UInt8>, _ added: Int) {
        if count + added > capacity { grow(to: count + added) }
        (base + count).update(from: bytes, count: added)
        count += added
    }

    /// Appends bytes, which do not stand in these.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let first = bytes.baseAddress else { return }
        append(first.assumingMemoryBound(to: UInt8.self), bytes.count)
    }

    /// Appends one byte.
    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == capacity { grow(to: count + 1) }
        base[count] = byte
        count += 1
    }

    /// Appends text of the program.
    mutating func append(_ text: StaticString) { append(text.utf8Start, text.utf8CodeUnitCount) }

    /// Appends bytes that stand in these.
    mutating func appendOwn(from start: Int, _ added: Int) {
        if count + added > capacity { grow(to: count + added) }
        (base + count).update(from: base + start, count: added)
        count += added
    }

    /// Appends a number in decimal digits.
    mutating func append(number: Int) {
        if number >= 10 { append(number: number / 10) }
        append(UInt8(truncatingIfNeeded: 0x30 + number % 10))
    }

    /// Appends the text of what stands between quotes.
    mutating func append(unescaping written: UnsafeRawBufferPointer) {
        if count + written.count > capacity { grow(to: count + written.count) }
        count += JSONEscapes.unescape(written, to: base + count)
    }

    /// The bytes from `start` on, `length` of them.
    @inline(__always)
    func bytes(from start: Int, _ length: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base + start, count: length)
    }

    @inline(never)
    private mutating func grow(to needed: Int) {
        while capacity < needed { capacity *= 2 }
        let grown = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + Self.padding)
        grown.initialize(repeating: 0, count: capacity + Self.padding)
        grown.update(from: base, count: count)
        base.deallocate()
        base = grown
    }
}
