import Glibc

/// Goes over the bytes of an XML element from mark to mark.
struct XMLBytes {
    static let tagStart: UInt8 = 0x3C
    private let bytes: UnsafeRawBufferPointer
    private(set) var index = 0

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    var isAtEnd: Bool { index == bytes.count }

    func peek() -> UInt8? { index < bytes.count ? bytes[index] : nil }

    /// The bytes of a part as text.
    func text(_ part: Range<Int>) -> String { String(decoding: bytes[part], as: UTF8.self) }

    /// The bytes of a name without its prefix.
    func local(_ name: Range<Int>) -> UnsafeRawBufferPointer {
        let start = bytes[name].lastIndex(of: 0x3A).map { $0 + 1 } ?? name.lowerBound
        return UnsafeRawBufferPointer(rebasing: bytes[start..<name.upperBound])
    }

    /// A part without blanks at its ends.
    func trimmed(_ part: Range<Int>) -> Range<Int> {
        var (start, end) = (part.lowerBound, part.upperBound)
        while start < end, RejectedRecord.isBlank(bytes[start]) { start += 1 }
        while start < end, RejectedRecord.isBlank(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    /// Goes over `mark` if it stands here, and says whether it does.
    mutating func skip(_ mark: StaticString) -> Bool {
        guard let base = bytes.baseAddress, bytes.count - index >= mark.utf8CodeUnitCount,
            memcmp(base + index, mark.utf8Start, mark.utf8CodeUnitCount) == 0
        else { return false }
        index += mark.utf8CodeUnitCount
        return true
    }

    /// Goes to the next `byte`, or to the end.
    mutating func skip(to byte: UInt8) {
        guard let base = bytes.baseAddress,
            let found = memchr(base + index, Int32(byte), bytes.count - index)
        else {
            index = bytes.count
            return
        }
        index = UnsafeRawPointer(found) - base
    }

    /// Goes behind the next `mark`; false: there is none.
    mutating func skip(through mark: StaticString) -> Bool {
        while !isAtEnd {
            skip(to: mark.utf8Start.pointee)
            if skip(mark) { return true }
            index = min(index + 1, bytes.count)
        }
        return false
    }

    /// Whether `word` stands anywhere.
    func holds(_ word: [UInt8]) -> Bool {
        guard let first = word.first else { return true }
        var scanner = XMLBytes(bytes)
        while !scanner.isAtEnd {
            scanner.skip(to: first)
            if bytes[scanner.index...].starts(with: word) { return true }
            scanner.index = min(scanner.index + 1, bytes.count)
        }
        return false
    }

    mutating func skipBlanks() {
        while index < bytes.count, RejectedRecord.isBlank(bytes[index]) { index += 1 }
    }

    /// Goes over a name: whatever ends neither it nor its tag.
    mutating func takeName() -> Range<Int> {
        let start = index
        while index < bytes.count, !RejectedRecord.isBlank(bytes[index]) {
            switch bytes[index] {
            case 0x2F, 0x3E, 0x3D, 0x3C, 0x22, 0x27: return start..<index
            default: index += 1
            }
        }
        return start..<index
    }

    /// Goes over a quoted value and gives what is between the quotes; nil: there is none.
    mutating func takeQuoted() -> Range<Int>? {
        guard let quote = peek(), quote == 0x22 || quote == 0x27 else { return nil }
        index += 1
        let start = index
        skip(to: quote)
        guard !isAtEnd else { return nil }
        index += 1
        return start..<index - 1
    }
}
