/// Bytes of a feed on their way to a file.
package struct LineBuffer {
    package private(set) var bytes: [UInt8] = []

    /// - Parameter capacity: bytes to make room for at once.
    package init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// The bytes as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Forgets the bytes and keeps the room.
    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    package mutating func append(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Adds ASCII text with its capital letters folded to small ones.
    package mutating func append(lowercased text: StaticString) {
        let source = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        for byte in source { bytes.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte) }
    }

    /// Adds a decimal number, with leading zeros up to `digits` digits.
    package mutating func append(number: UInt64, digits: Int) {
        var divisor: UInt64 = 1
        var width = 1
        while width < digits || number / divisor >= 10 {
            divisor *= 10
            width += 1
        }
        while divisor > 0 {
            bytes.append(0x30 + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
