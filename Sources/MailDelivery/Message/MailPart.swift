/// The text or the HTML of a mail, ready to be encoded.
struct MailPart: Equatable, Sendable {
    /// Bytes of a line that goes as it is; RFC 5321 allows 998.
    private static let lineBytesMax = 990

    let contentType: String
    /// Transfer encoding: the one that leaves most of it legible.
    let encoder: String
    /// Lines ended by CR LF.
    let bytes: [UInt8]

    init(_ text: String, contentType: String) {
        self.contentType = contentType
        bytes = Self.withMailLineEnds(text)
        let foreign = bytes.reduce(0) { $1 < 0x80 ? $0 : $0 + 1 }
        if foreign == 0, Self.hasShortLines(bytes) {
            encoder = "7bit"
        } else {
            encoder = foreign > bytes.count / 2 ? "base64" : "quoted-printable"
        }
    }

    /// Every kind of line end becomes CR LF, the last line gets one, and NUL goes.
    private static func withMailLineEnds(_ text: String) -> [UInt8] {
        var text = text
        return text.withUTF8 { source in
            // Two bytes for each at most, and the last line's end.
            [UInt8](unsafeUninitializedCapacity: 2 * source.count + 2) { bytes, count in
                func append(_ byte: UInt8) {
                    bytes[count] = byte
                    count += 1
                }
                var previous: UInt8 = 0
                for byte in source {
                    let isSecond = byte == 0x0A && previous == 0x0D
                    previous = byte
                    if byte == 0 || isSecond { continue }
                    if byte == 0x0D || byte == 0x0A {
                        append(0x0D)
                        append(0x0A)
                    } else {
                        append(byte)
                    }
                }
                if count == 0 || bytes[count - 1] != 0x0A {
                    append(0x0D)
                    append(0x0A)
                }
            }
        }
    }

    private static func hasShortLines(_ bytes: [UInt8]) -> Bool {
        var length = 0
        for byte in bytes {
            length = byte == 0x0A ? 0 : length + 1
            if length > lineBytesMax { return false }
        }
        return true
    }
}
