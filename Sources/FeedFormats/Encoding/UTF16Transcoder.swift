/// Turns UTF-16 (RFC 2781) into UTF-8.
///
/// A surrogate without its other half, and a single byte at the end, become the byte 0xFF.
final class UTF16Transcoder: Transcoder {
    private let isBigEndian: Bool
    /// Bits that are set in four units at once where one of them is not ASCII.
    private let notASCII: UInt64

    init(isBigEndian: Bool) {
        self.isBigEndian = isBigEndian
        notASCII = isBigEndian ? 0x80FF_80FF_80FF_80FF : 0xFF80_FF80_FF80_FF80
    }

    func transcode(
        _ bytes: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer, isFinal: Bool
    ) -> (consumed: Int, produced: Int) {
        guard let source = bytes.baseAddress, let target = room.baseAddress else { return (0, 0) }
        let end = bytes.count
        // The longest sequence of UTF-8, and as much as the four units at once need.
        let last = room.count - 4
        var from = 0
        var to = 0
        while to <= last {
            if end - from >= 8 {
                let word = source.loadUnaligned(fromByteOffset: from, as: UInt64.self)
                if word & notASCII == 0 {
                    target.storeBytes(of: packed(word), toByteOffset: to, as: UInt32.self)
                    from += 8
                    to += 4
                    continue
                }
            }
            guard end - from >= 2 else {
                if isFinal, end > from {
                    target.storeBytes(of: Self.undefinedByte, toByteOffset: to, as: UInt8.self)
                    from += 1
                    to += 1
                }
                break
            }
            let unit = unit(source + from)
            if unit & 0xF800 != 0xD800 {
                to += UTF8Writing.write(UInt32(unit), at: target + to)
                from += 2
                continue
            }
            if unit < 0xDC00, end - from < 4, !isFinal { break }
            let next = end - from >= 4 ? self.unit(source + from + 2) : 0
            if unit < 0xDC00, next & 0xFC00 == 0xDC00 {
                let scalar = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(next & 0x3FF))
                to += UTF8Writing.write(scalar, at: target + to)
                from += 4
            } else {
                target.storeBytes(of: Self.undefinedByte, toByteOffset: to, as: UInt8.self)
                to += 1
                from += 2
            }
        }
        return (from, to)
    }

    @inline(__always)
    private func unit(_ bytes: UnsafeRawPointer) -> UInt16 {
        let loaded = bytes.loadUnaligned(as: UInt16.self)
        return isBigEndian ? UInt16(bigEndian: loaded) : UInt16(littleEndian: loaded)
    }

    /// The low bytes of four ASCII units, in order.
    @inline(__always)
    private func packed(_ word: UInt64) -> UInt32 {
        let units = isBigEndian ? word >> 8 : word
        let pairs = (units | units >> 8) & 0x0000_FFFF_0000_FFFF
        return UInt32(truncatingIfNeeded: pairs | pairs >> 16)
    }
}
