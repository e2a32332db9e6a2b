/// Text beyond ASCII in headers, as words of letters and digits (RFC 2047).
enum EncodedWords {
    /// Characters of a word; less than the 75 that are allowed, so that a header's name and its
    /// first word fit a line of 76.
    private static let wordBytesMax = 64
    private static let frameBytes = "=?UTF-8?Q??=".utf8.count

    /// The words for `text`, in the shorter of the two encodings; readers join them without spaces.
    static func words(_ text: String) -> [String] {
        let bytes = text.utf8
        let quotedCount = bytes.reduce(0) { $0 + (isPlain($1) || $1 == 0x20 ? 1 : 3) }
        return quotedCount <= (bytes.count + 2) / 3 * 4
            ? pieces(text, lengthOf: quotedLength).map { "=?UTF-8?Q?\(quoted($0))?=" }
            : pieces(text, lengthOf: { $0.count }, unit: 3).map { "=?UTF-8?B?\(base64($0))?=" }
    }

    /// Cuts `text` between scalars, so that each piece fits a word.
    ///
    /// `lengthOf` gives the characters that a scalar takes; with `unit` 3 these are bytes of which
    /// three make four characters.
    private static func pieces(
        _ text: String, lengthOf: (Unicode.Scalar.UTF8View) -> Int, unit: Int = 1
    ) -> [[UInt8]] {
        let room = wordBytesMax - frameBytes
        let lengthMax = unit == 3 ? room / 4 * 3 : room
        var pieces: [[UInt8]] = []
        var piece: [UInt8] = []
        var length = 0
        for scalar in text.unicodeScalars {
            let bytes = UTF8.encode(scalar).map(Array.init) ?? []
            let added = lengthOf(scalar.utf8)
            if length + added > lengthMax {
                pieces.append(piece)
                piece = []
                length = 0
            }
            piece += bytes
            length += added
        }
        if !piece.isEmpty { pieces.append(piece) }
        return pieces
    }

    private static func quotedLength(_ bytes: Unicode.Scalar.UTF8View) -> Int {
        bytes.reduce(0) { $0 + (isPlain($1) || $1 == 0x20 ? 1 : 3) }
    }

    private static func quoted(_ bytes: [UInt8]) -> String {
        var text = ""
        for byte in bytes {
            if byte == 0x20 {
                text += "_"
            } else if isPlain(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "=\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return text
    }

    private static let digits = Array("0123456789ABCDEF")
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")

    private static func base64(_ bytes: [UInt8]) -> String {
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let part = bytes[start..<min(start + 3, bytes.count)]
            let bits = part.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * (3 - part.count))
            for place in 0..<4 {
                let index = Int(bits >> (18 - 6 * place) & 63)
                text.append(place <= part.count ? alphabet[index] : "=")
            }
        }
        return text
    }

    /// What stands for itself wherever a word may stand (RFC 2047, section 5, rule 3).
    private static func isPlain(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte) || byte == 0x21 || byte == 0x2A || byte == 0x2B
            || byte == 0x2D || byte == 0x2F
    }
}
