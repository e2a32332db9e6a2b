import Glibc

/// Text kept as its exact bytes.
///
/// Swift's `String` compares by canonical equivalence, which would call a name unchanged that
/// differs only in how an accent is written. A directory keeps names byte for byte, so values are
/// compared as bytes.
package struct ByteString: Hashable, Sendable {
    /// The bytes: UTF-8 wherever the value came through validation.
    package var bytes: ContiguousArray<UInt8>

    package init(_ bytes: some Sequence<UInt8>) { self.bytes = ContiguousArray(bytes) }

    package init(_ text: String) { bytes = ContiguousArray(text.utf8) }

    package init(_ buffer: UnsafeRawBufferPointer) { bytes = ContiguousArray(buffer) }

    /// The text, with U+FFFD for what is not UTF-8.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package var isEmpty: Bool { bytes.isEmpty }

    /// Whether a buffer holds just these bytes.
    package func equals(_ buffer: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count == buffer.count, let other = buffer.baseAddress else {
            return bytes.count == buffer.count
        }
        return bytes.withUnsafeBytes { own in
            guard let own = own.baseAddress else { return true }
            return memcmp(own, other, buffer.count) == 0
        }
    }
}

extension ByteString: ExpressibleByStringLiteral {
    package init(stringLiteral value: String) { self.init(value) }
}

extension ByteString: CustomStringConvertible {
    package var description: String { text }
}

extension ByteString: Comparable {
    /// Orders by bytes, which for UTF-8 is the order of code points.
    package static func < (left: Self, right: Self) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}
