import Glibc

/// Small questions about the bytes of a cell.
enum CellBytes {
    /// Where the value stands without leading and trailing spaces, tabs and no-break spaces.
    ///
    /// Empty when there is nothing else.
    @inline(__always)
    static func trimmedRange(_ bytes: UnsafeRawBufferPointer) -> Range<Int> {
        let count = bytes.count
        guard count > 0 else { return 0..<0 }
        let first = bytes[0]
        let last = bytes[count - 1]
        if first > 0x20, first != 0xC2, last > 0x20, last != 0xA0 { return 0..<count }
        return slowTrimmedRange(bytes)
    }

    private static func slowTrimmedRange(_ bytes: UnsafeRawBufferPointer) -> Range<Int> {
        var start = 0
        var end = bytes.count
        while start < end {
            if isBlank(bytes[start]) {
                start += 1
            } else if start + 1 < end, bytes[start] == 0xC2, bytes[start + 1] == 0xA0 {
                start += 2
            } else {
                break
            }
        }
        while end > start {
            if isBlank(bytes[end - 1]) {
                end -= 1
            } else if end - 1 > start, bytes[end - 2] == 0xC2, bytes[end - 1] == 0xA0 {
                end -= 2
            } else {
                break
            }
        }
        return start..<end
    }

    @inline(__always)
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// The part of a buffer, as a buffer that begins at 0.
    @inline(__always)
    static func part(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>)
        -> UnsafeRawBufferPointer
    {
        UnsafeRawBufferPointer(rebasing: bytes[range])
    }

    /// Whether every byte is printable ASCII: `!` to `~`, and the space where `allowingSpace`.
    ///
    /// - Complexity: eight bytes a step.
    @inline(__always)
    static func isPrintableASCII(_ bytes: UnsafeRawBufferPointer, allowingSpace: Bool) -> Bool {
        // Adding 1 lifts 7F to 80; subtracting the lowest sets the top bit of what is below it.
        // Both are exact only while no byte has its top bit set, which is tested along with them.
        let lowest = ones &* (allowingSpace ? 0x20 : 0x21)
        var faults: UInt64 = 0
        forEachWord(bytes) { word in faults |= word | (word &+ ones) | (word &- lowest) }
        return faults & topBits == 0
    }

    /// Whether every byte is printable ASCII and neither a space nor a capital.
    ///
    /// - Complexity: eight bytes a step.
    @inline(__always)
    static func isPrintableLower(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var faults: UInt64 = 0
        forEachWord(bytes) { word in
            // As in `isPrintableASCII` and `lowerASCII`.
            faults |= word | (word &+ ones) | (word &- ones &* 0x21)
            faults |= (word &+ ones &* 0x3F) & ~(word &+ ones &* 0x25)
        }
        return faults & topBits == 0
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let topBits: UInt64 = 0x8080_8080_8080_8080

    /// Gives every byte to `body`, eight at a time, some of them twice; a short text is filled up
    /// with `a`.
    @inline(__always)
    private static func forEachWord(_ bytes: UnsafeRawBufferPointer, _ body: (UInt64) -> Void) {
        let count = bytes.count
        guard count >= 8 else {
            if count > 0 { body(shortWord(bytes)) }
            return
        }
        var index = 0
        while index &+ 8 <= count {
            body(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index &+= 8
        }
        if index < count {
            body(bytes.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self))
        }
    }

    /// One to seven bytes as a word.
    @inline(__always)
    private static func shortWord(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        let count = bytes.count
        if count >= 4 {
            let first = bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self)
            let last = bytes.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
            return UInt64(first) | UInt64(last) &<< 32
        }
        let middle = UInt64(bytes[count &>> 1]) &<< 8
        return UInt64(bytes[0]) | middle | UInt64(bytes[count &- 1]) &<< 16
            | 0x6161_6161_6100_0000
    }

    /// Whether every byte is an ASCII digit, and there is one.
    @inline(__always)
    static func isDigits(_ bytes: UnsafeRawBufferPointer) -> Bool {
        for byte in bytes where !isDigit(byte) { return false }
        return !bytes.isEmpty
    }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    @inline(__always)
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    @inline(__always)
    static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    @inline(__always)
    static func lower(_ byte: UInt8) -> UInt8 { isUpper(byte) ? byte | 0x20 : byte }

    /// Whether the bytes are those of `text`, ASCII letters compared without regard to case.
    static func equalsFolded(_ bytes: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
        guard bytes.count == text.utf8CodeUnitCount else { return false }
        for index in 0..<bytes.count where lower(bytes[index]) != lower(text.utf8Start[index]) {
            return false
        }
        return true
    }

    /// Whether the bytes are those of `word`, ASCII letters compared without regard to case.
    static func equalsFolded(_ bytes: UnsafeRawBufferPointer, word: ByteString) -> Bool {
        word.bytes.withUnsafeBytes { other in
            guard bytes.count == other.count else { return false }
            for index in 0..<bytes.count where lower(bytes[index]) != lower(other[index]) {
                return false
            }
            return true
        }
    }

    /// Whether the bytes are just those of `text`.
    @inline(__always)
    static func equals(_ bytes: UnsafeRawBufferPointer, _ text: String) -> Bool {
        var text = text
        return text.withUTF8 { other in
            guard let left = bytes.baseAddress, let right = other.baseAddress else {
                return bytes.isEmpty && other.isEmpty
            }
            return bytes.count == other.count && memcmp(left, right, other.count) == 0
        }
    }

    /// Replaces what scratch holds by `text`.
    static func put(_ text: String, into scratch: inout ContiguousArray<UInt8>) {
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: text.utf8)
    }

    /// Puts ASCII bytes into scratch with their letters in lower case, if there is a capital.
    ///
    /// - Returns: whether scratch now holds a changed form.
    @inline(__always)
    static func lowerASCII(
        _ bytes: UnsafeRawBufferPointer, into scratch: inout ContiguousArray<UInt8>
    ) -> Bool {
        // The sums have their top bits set from `A` on, and from behind `Z` on.
        var capitals: UInt64 = 0
        forEachWord(bytes) { word in
            capitals |= (word &+ ones &* 0x3F) & ~(word &+ ones &* 0x25)
        }
        guard capitals & topBits != 0 else { return false }
        scratch.removeAll(keepingCapacity: true)
        scratch.append(contentsOf: bytes)
        scratch.withUnsafeMutableBufferPointer { copy in
            for index in copy.indices { copy[index] = lower(copy[index]) }
        }
        return true
    }
}
