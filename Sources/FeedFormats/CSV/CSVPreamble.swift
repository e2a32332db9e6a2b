import Provisioning

/// What stands before the first row: a byte order mark, and a line that names the delimiter.
struct CSVPreamble {
    /// Bytes to skip.
    var byteCount = 0
    /// Lines to skip.
    var lineCount = 0
    /// The delimiter that a `sep=` line names; nil: there is no such line.
    var delimiter: UInt8?

    /// The byte order mark of UTF-8.
    static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Whether bytes begin with a byte order mark.
    static func isMarked(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.starts(with: mark) }

    /// Looks at the first bytes of a feed.
    init(_ bytes: UnsafeRawBufferPointer) {
        if Self.isMarked(bytes) { byteCount = Self.mark.count }
        readSeparatorLine(bytes)
    }

    /// Takes `sep=;`, as Excel writes and reads it, with or without quotes around it.
    private mutating func readSeparatorLine(_ bytes: UnsafeRawBufferPointer) {
        var index = byteCount
        let isQuoted = index < bytes.count && bytes[index] == Byte.quote
        if isQuoted { index += 1 }
        let word = Array("sep=".utf8)
        guard index + word.count < bytes.count else { return }
        for letter in word {
            guard bytes[index] | 0x20 == letter | 0x20 else { return }
            index += 1
        }
        let named = bytes[index]
        guard CSVDialect.canDelimit(named), !Self.isAlphanumeric(named) else { return }
        index += 1
        if isQuoted {
            guard index < bytes.count, bytes[index] == Byte.quote else { return }
            index += 1
        }
        guard index < bytes.count, Byte.endsLine(bytes[index]) else { return }
        let isPair =
            bytes[index] == Byte.carriageReturn && index + 1 < bytes.count
            && bytes[index + 1] == Byte.lineFeed
        delimiter = named
        byteCount = index + (isPair ? 2 : 1)
        lineCount = 1
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
