/// Steps through UTF-8 bytes scalar by scalar, without allocation.
struct UTF8Scalars {
    private let bytes: UnsafeRawBufferPointer
    /// Index of the next scalar's first byte.
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// A step's answer.
    enum Step {
        case scalar(UInt32)
        /// The bytes at `offset` are not UTF-8 (RFC 3629).
        case malformed
        case end
    }

    @inline(__always)
    mutating func next() -> Step {
        guard offset < bytes.count else { return .end }
        let first = bytes[offset]
        if first < 0x80 {
            offset += 1
            return .scalar(UInt32(first))
        }
        return nextLong(first)
    }

    private mutating func nextLong(_ first: UInt8) -> Step {
        let length: Int
        var scalar: UInt32
        let smallest: UInt32
        switch first {
        case 0xC2...0xDF: (length, scalar, smallest) = (2, UInt32(first & 0x1F), 0x80)
        case 0xE0...0xEF: (length, scalar, smallest) = (3, UInt32(first & 0x0F), 0x800)
        case 0xF0...0xF4: (length, scalar, smallest) = (4, UInt32(first & 0x07), 0x10000)
        default: return .malformed
        }
        guard offset + length <= bytes.count else { return .malformed }
        for index in offset + 1..<offset + length {
            guard bytes[index] & 0xC0 == 0x80 else { return .malformed }
            scalar = scalar << 6 | UInt32(bytes[index] & 0x3F)
        }
        guard scalar >= smallest, scalar <= 0x10FFFF, !(0xD800...0xDFFF).contains(scalar) else {
            return .malformed
        }
        offset += length
        return .scalar(scalar)
    }

    /// Whether the bytes are UTF-8 throughout.
    static func areWellFormed(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var steps = UTF8Scalars(bytes)
        while true {
            switch steps.next() {
            case .scalar: continue
            case .malformed: return false
            case .end: return true
            }
        }
    }

    /// All scalars of the bytes; nil if they are not UTF-8.
    static func all(_ bytes: UnsafeRawBufferPointer) -> [UInt32]? {
        var scalars: [UInt32] = []
        scalars.reserveCapacity(bytes.count)
        var steps = UTF8Scalars(bytes)
        while true {
            switch steps.next() {
            case .scalar(let scalar): scalars.append(scalar)
            case .malformed: return nil
            case .end: return scalars
            }
        }
    }
}
