package import Provisioning

/// Bytes in memory that grow at the end: what every writer of this target appends to.
///
/// It allocates when it grows and never per append, so that a result costs no allocation.
package struct ByteBuffer: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Bytes in use.
    package private(set) var count = 0

    /// Makes an empty buffer with room for `capacity` bytes.
    package init(capacity: Int = 4_096) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit { base.deallocate() }

    /// Makes room for `more` bytes behind those in use.
    @inline(__always)
    package mutating func reserve(_ more: Int) {
        if capacity - count < more { grow(more) }
    }

    @inline(never)
    private mutating func grow(_ more: Int) {
        let grown = max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
        moved.update(from: base, count: count)
        base.deallocate()
        base = moved
        capacity = grown
    }

    /// Appends one byte.
    @inline(__always)
    package mutating func append(_ byte: UInt8) {
        reserve(1)
        base[count] = byte
        count += 1
    }

    /// Appends bytes as they are.
    @inline(__always)
    package mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        let length = bytes.count
        reserve(length)
        let target = UnsafeMutableRawPointer(base + count)
        if length >= 8, length <= 16 {
            // Most keys: two words that may overlap, without a call.
            let head = source.loadUnaligned(as: UInt64.self)
            let tail = source.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
            target.storeBytes(of: head, as: UInt64.self)
            target.storeBytes(of: tail, toByteOffset: length &- 8, as: UInt64.self)
        } else {
            target.copyMemory(from: source, byteCount: length)
        }
        count += length
    }

    /// Appends what `body` writes from the place that it gets on: at most `most` bytes, whose number
    /// it returns.
    @inline(__always)
    package mutating func append(most: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) {
        reserve(most)
        let written = body(base + count)
        precondition(written <= most, "no more is written than there is room for")
        count += written
    }

    /// Appends a literal.
    @inline(__always)
    package mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends a text as UTF-8.
    package mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    /// Appends bytes as they are.
    package mutating func append(_ value: ByteString) {
        value.bytes.withUnsafeBytes { append($0) }
    }

    /// Appends a number in plain digits.
    @inline(__always)
    package mutating func appendDecimal(_ number: UInt64) {
        reserve(20)
        // Backwards into a word of eight digits, which has them all below a hundred million.
        guard number < 100_000_000 else { return appendLongDecimal(number) }
        var rest = UInt32(truncatingIfNeeded: number)
        var word: UInt64 = 0
        var digits = 0
        repeat {
            let quotient = rest / 10
            word = word &<< 8 | UInt64(0x30 &+ (rest &- quotient &* 10))
            rest = quotient
            digits &+= 1
        } while rest != 0
        // Eight places are there: the buffer has room for twenty.
        UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
        count += digits
    }

    @inline(never)
    private mutating func appendLongDecimal(_ number: UInt64) {
        let (head, tail) = number.quotientAndRemainder(dividingBy: 100_000_000)
        appendDecimal(head)
        var bound: UInt64 = 10_000_000
        while bound > tail, bound > 1 {
            append(0x30)
            bound /= 10
        }
        appendDecimal(tail)
    }

    /// Forgets the bytes, keeps the memory.
    package mutating func removeAll() { count = 0 }

    /// Forgets the bytes from `length` on.
    package mutating func cut(to length: Int) {
        precondition(length <= count, "a buffer is cut within its bytes")
        count = length
    }

    /// The bytes; valid until the buffer changes or ends.
    package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// The bytes from `start` on; valid until the buffer changes or ends.
    package func bytes(from start: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[start...])
    }

    /// A copy of the bytes.
    package var copy: ByteString { ByteString(bytes) }

    /// The bytes as text, with U+FFFD for what is not UTF-8.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
