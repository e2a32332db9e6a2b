/// A JSON string (RFC 8259, section 7), valid whatever the bytes are.
///
/// Bytes that are not UTF-8 become U+FFFD. Beyond what the RFC asks for, characters that do not
/// show (C1 controls, bidi and zero-width marks, line separators) are escaped too: a reader gets
/// them back exactly, and a terminal never sees them.
enum JSONString {
    private static let quote: UInt8 = 0x22
    private static let backslash: UInt8 = 0x5C

    /// Appends the string with its quotes.
    /// - Complexity: a scan and a copy for printable ASCII; anything else makes a `String`.
    @inline(__always)
    static func append(_ bytes: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) {
        buffer.append(quote)
        if PlainBytes.hold(bytes, but: quote, backslash, quote) {
            buffer.append(bytes)
        } else if PlainBytes.hold(bytes, but: 0, 0, 0) {
            appendASCII(bytes, to: &buffer)
        } else {
            appendCarefully(String(decoding: bytes, as: UTF8.self), to: &buffer)
        }
        buffer.append(quote)
    }

    /// Appends the string with its quotes.
    static func append(_ text: String, to buffer: inout ByteBuffer) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0), to: &buffer) }
    }

    /// Appends printable ASCII with its quotes and backslashes escaped.
    @inline(never)
    private static func appendASCII(
        _ bytes: UnsafeRawBufferPointer, to buffer: inout ByteBuffer
    ) {
        for byte in bytes {
            if byte == quote || byte == backslash { buffer.append(backslash) }
            buffer.append(byte)
        }
    }

    @inline(never)
    private static func appendCarefully(_ text: String, to buffer: inout ByteBuffer) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": buffer.append("\\\"" as StaticString)
            case "\\": buffer.append("\\\\" as StaticString)
            case "\n": buffer.append("\\n" as StaticString)
            case "\r": buffer.append("\\r" as StaticString)
            case "\t": buffer.append("\\t" as StaticString)
            case _ where HarmlessText.shows(scalar):
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    buffer.append(byte)
                }
            default:
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    appendEscape(unit, to: &buffer)
                }
            }
        }
    }

    private static func appendEscape(_ unit: UInt16, to buffer: inout ByteBuffer) {
        buffer.append("\\u" as StaticString)
        for shift in [12, 8, 4, 0] as [UInt16] {
            let digit = UInt8(truncatingIfNeeded: unit >> shift & 0xF)
            buffer.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }
}
