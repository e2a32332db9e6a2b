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
        reserve(bytes.count)
        UnsafeMutableRawPointer(base + count).copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
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
        var rest = number
        var digits = 1
        var bound: UInt64 = 10
        while digits < 20, rest >= bound {
            digits += 1
            let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
            if overflow { break }
            bound = next
        }
        var place = base + count + digits
        while rest >= 10 {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            place -= 1
            place.pointee = 0x30 + UInt8(truncatingIfNeeded: digit)
            rest = quotient
        }
        (place - 1).pointee = 0x30 + UInt8(truncatingIfNeeded: rest)
        count += digits
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

    /// A copy of the bytes.
    package var copy: ByteString { ByteString(bytes) }

    /// The bytes as text, with U+FFFD for what is not UTF-8.
    package var text: String { String(decoding: bytes, as: UTF8.self) }
}
