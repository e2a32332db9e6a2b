package import Provisioning

/// How one CSV file is written, and why it is read that way.
package struct CSVDialect: Equatable, Sendable {
    /// The byte between fields.
    package var delimiter: UInt8
    /// How a quote inside a quoted field is written.
    package var quoting: QuoteStyle
    /// What lines begin with that are comments; nil: there are none.
    package var commentPrefix: ByteString?
    /// Why this delimiter, for people: `the profile says so`, `the first line is sep=;` ...
    package var reason: String

    package init(
        delimiter: UInt8 = UInt8(ascii: ","), quoting: QuoteStyle = .doubled,
        commentPrefix: ByteString? = nil, reason: String = ""
    ) {
        self.delimiter = delimiter
        self.quoting = quoting
        self.commentPrefix = commentPrefix
        self.reason = reason
    }

    /// The delimiter in words: `comma`, `semicolon`, `tab`, `pipe`, or the character itself.
    package var delimiterName: String { Self.name(of: delimiter) }

    static func name(of delimiter: UInt8) -> String {
        switch delimiter {
        case UInt8(ascii: ","): "comma"
        case UInt8(ascii: ";"): "semicolon"
        case UInt8(ascii: "\t"): "tab"
        case UInt8(ascii: "|"): "pipe"
        default: "\"\(Character(Unicode.Scalar(delimiter)))\""
        }
    }

    /// Whether a byte may separate fields: an ASCII character that neither quotes nor ends a line.
    static func canDelimit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0, Byte.quote, Byte.lineFeed, Byte.carriageReturn, Byte.substitute, 0x7F...: false
        default: true
        }
    }
}

/// Bytes that mean something in a CSV file.
enum Byte {
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    /// The end-of-file mark of CP/M and old DOS programs.
    static let substitute: UInt8 = 0x1A
    static let quote: UInt8 = 0x22
    static let backslash: UInt8 = 0x5C

    @inline(__always)
    static func endsLine(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }
}
