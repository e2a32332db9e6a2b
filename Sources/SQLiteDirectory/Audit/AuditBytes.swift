/// Numbers and byte strings in the bodies of audit entries.
extension ContiguousArray<UInt8> {
    /// Appends eight bytes, the lowest first.
    mutating func append(littleEndian number: Int64) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    /// Appends a number in groups of seven bits, the lowest first; all but the last byte have the
    /// eighth bit set.
    mutating func append(varint number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }
}

/// Reads what such a body holds; a body that ends too early, or that nobody here wrote, gives nil.
struct AuditBytes {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    mutating func byte() -> UInt8? {
        guard position < bytes.count else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func varint() -> UInt64? {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while let next = byte() {
            // Ten groups hold 64 bits, the last of them one.
            guard shift < 63 || next <= 1 else { return nil }
            number |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return number }
            shift += 7
        }
        return nil
    }

    /// A number of 32 bits.
    mutating func number() -> UInt32? { varint().flatMap { UInt32(exactly: $0) } }

    mutating func take(_ count: UInt64) -> UnsafeRawBufferPointer? {
        guard count <= UInt64(bytes.count - position) else { return nil }
        defer { position += Int(count) }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(count)])
    }
}
