import Provisioning

/// A cell of a feed: its exact bytes, quoted where they need it.
enum FeedCell {
    private static let quote: UInt8 = 0x22
    private static let backslash: UInt8 = 0x5C

    /// Appends a cell; a reader of `dialect` gets the same bytes back.
    static func append(
        _ bytes: UnsafeRawBufferPointer, dialect: FeedDialect, isFirst: Bool,
        to buffer: inout ByteBuffer
    ) {
        let isNeutralised = dialect.isSpreadsheetSafe && FormulaText.begins(bytes)
        guard isNeutralised || needsQuotes(bytes, dialect: dialect, isFirst: isFirst) else {
            buffer.append(bytes)
            return
        }
        buffer.append(quote)
        if isNeutralised { buffer.append(FormulaText.mark) }
        buffer.reserve(bytes.count * 2 + 1)
        for byte in bytes {
            switch (byte, dialect.quoting) {
            case (quote, .doubled): buffer.append(quote)
            case (quote, .backslash), (backslash, .backslash): buffer.append(backslash)
            default: break
            }
            buffer.append(byte)
        }
        buffer.append(quote)
    }

    /// Spaces at the ends, a comment prefix and marks of the file's ends are quoted too, so that no
    /// reader trims them or takes them for something else.
    private static func needsQuotes(
        _ bytes: UnsafeRawBufferPointer, dialect: FeedDialect, isFirst: Bool
    ) -> Bool {
        guard let first = bytes.first, let last = bytes.last else { return false }
        if first == 0x20 || last == 0x20 || first == 0x1A { return true }
        if isFirst, let prefix = dialect.commentPrefix, bytes.starts(with: prefix.bytes) {
            return true
        }
        if isFirst, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return true }
        let escape = dialect.quoting == .backslash ? backslash : quote
        if PlainBytes.hold(bytes, but: dialect.delimiter, quote, escape) { return false }
        return bytes.contains {
            $0 == dialect.delimiter || $0 == quote || $0 == escape || $0 == 0x0A || $0 == 0x0D
        }
    }
}
