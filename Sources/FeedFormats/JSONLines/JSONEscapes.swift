import Provisioning

/// Makes text of what stands between quotes; only for what the scanner has found well-formed.
enum JSONEscapes {
    /// Writes the text of `written` to `target`, which has room for as many bytes, and says how
    /// many it needed: escapes are never shorter than what they stand for.
    static func unescape(
        _ written: UnsafeRawBufferPointer, to target: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var count = 0
        var index = 0
        while index < written.count {
            let byte = written[index]
            index += 1
            guard byte == Byte.backslash else {
                target[count] = byte
                count += 1
                continue
            }
            let letter = written[index]
            index += 1
            if letter == UInt8(ascii: "u") {
                count += encode(scalar(written, &index), to: target + count)
            } else {
                target[count] = plain(letter)
                count += 1
            }
        }
        return count
    }

    /// Bytes of the text of `written`.
    static func unescapedCount(_ written: UnsafeRawBufferPointer) -> Int {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: written.count) { room in
            room.baseAddress.map { unescape(written, to: $0) } ?? 0
        }
    }

    /// The text of `written` as bytes of its own.
    static func text(_ written: UnsafeRawBufferPointer) -> ByteString {
        let bytes = ContiguousArray<UInt8>(unsafeUninitializedCapacity: written.count) {
            room, count in
            count = room.baseAddress.map { unescape(written, to: $0) } ?? 0
        }
        return ByteString(bytes)
    }

    private static func plain(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): Byte.lineFeed
        case UInt8(ascii: "r"): Byte.carriageReturn
        case UInt8(ascii: "t"): JSONByte.tab
        default: letter
        }
    }

    /// The character whose digits begin at `index`, which goes behind them: of two escapes if they
    /// are surrogates (RFC 8259, 7).
    private static func scalar(_ written: UnsafeRawBufferPointer, _ index: inout Int) -> UInt32 {
        let high = unit(written, at: index)
        index += 4
        guard high & 0xFC00 == 0xD800 else { return high }
        let low = unit(written, at: index + 2)
        index += 6
        return 0x10000 + (high & 0x3FF) << 10 + low & 0x3FF
    }

    private static func unit(_ written: UnsafeRawBufferPointer, at index: Int) -> UInt32 {
        var unit: UInt32 = 0
        for digit in written[index..<index + 4] {
            unit = unit << 4 | (JSONByte.hexadecimalValue(digit) ?? 0)
        }
        return unit
    }

    private static func encode(_ scalar: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
        if scalar < 0x80 {
            target[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        }
        let last = UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F)
        if scalar < 0x800 {
            target[0] = UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6)
            target[1] = last
            return 2
        }
        let middle = UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F)
        if scalar < 0x10000 {
            target[0] = UInt8(truncatingIfNeeded: 0xE0 | scalar >> 12)
            target[1] = middle
            target[2] = last
            return 3
        }
        target[0] = UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18)
        target[1] = UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F)
        target[2] = middle
        target[3] = last
        return 4
    }
}
