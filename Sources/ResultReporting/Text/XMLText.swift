import Provisioning

/// Character data of an XML document (XML 1.0, section 2.4), valid whatever the bytes are.
///
/// Bytes that are not UTF-8 become U+FFFD. Characters that do not show, which XML forbids in part
/// (section 2.2), are written as `\u{XX}`.
enum XMLText {
    /// Appends a text as the content of an element.
    static func append(_ bytes: UnsafeRawBufferPointer, to buffer: inout ByteBuffer) {
        if PlainBytes.hold(bytes, but: 0x26, 0x3C, 0x3E) { return buffer.append(bytes) }
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "&": buffer.append("&amp;" as StaticString)
            case "<": buffer.append("&lt;" as StaticString)
            case ">": buffer.append("&gt;" as StaticString)
            case _ where isWritten(scalar):
                for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
                    buffer.append(byte)
                }
            default:
                buffer.append("\\u{" as StaticString)
                buffer.append(String(scalar.value, radix: 16, uppercase: true))
                buffer.append("}" as StaticString)
            }
        }
    }

    /// Appends a text as the content of an element.
    static func append(_ text: ByteString, to buffer: inout ByteBuffer) {
        text.bytes.withUnsafeBytes { append($0, to: &buffer) }
    }

    /// Appends an element called `name` with the content that `content` appends.
    static func appendElement(
        _ name: String, to buffer: inout ByteBuffer, _ content: (inout ByteBuffer) -> Void
    ) {
        buffer.append(0x3C)
        buffer.append(name)
        buffer.append(0x3E)
        content(&buffer)
        buffer.append("</" as StaticString)
        buffer.append(name)
        buffer.append(0x3E)
    }

    /// U+FFFE and U+FFFF are no characters to XML, and may not even be escaped.
    private static func isWritten(_ scalar: Unicode.Scalar) -> Bool {
        HarmlessText.shows(scalar) && scalar.value & 0xFFFE != 0xFFFE
    }
}
