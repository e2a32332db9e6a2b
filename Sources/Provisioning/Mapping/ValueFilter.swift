/// Applies a placeholder's filters to a value.
enum ValueFilter {
    /// Appends the filtered value, and says false where it cannot be written in ASCII but must be.
    static func append(
        _ bytes: UnsafeRawBufferPointer, filtered place: DerivationTemplate.Placeholder,
        to made: inout ContiguousArray<UInt8>
    ) -> Bool {
        if bytes.contains(where: { $0 >= 0x80 }) {
            return appendText(String(decoding: bytes, as: UTF8.self), place, to: &made)
        }
        var left = place.count ?? .max
        let filters = place.filters
        for byte in bytes where left > 0 {
            if filters.contains(.compact), byte == 0x20 || byte == 0x27 || byte == 0x60 {
                continue
            }
            var written = byte
            if filters.contains(.lower), byte >= 0x41, byte <= 0x5A { written |= 0x20 }
            if filters.contains(.upper), byte >= 0x61, byte <= 0x7A { written &= 0xDF }
            made.append(written)
            left -= 1
        }
        return true
    }

    private static func appendText(
        _ text: String, _ place: DerivationTemplate.Placeholder,
        to made: inout ContiguousArray<UInt8>
    ) -> Bool {
        var value = text
        if place.filters.contains(.compact) { value = compact(value) }
        if place.filters.contains(.ascii) {
            guard let plain = ascii(value) else { return false }
            value = plain
        }
        if place.filters.contains(.lower) { value = value.lowercased() }
        if place.filters.contains(.upper) { value = value.uppercased() }
        if let count = place.count { value = String(value.prefix(count)) }
        made.append(contentsOf: value.utf8)
        return true
    }

    private static func compact(_ text: String) -> String {
        String(
            text.filter { character in
                !character.isWhitespace && !"'`\u{2018}\u{2019}\u{02BC}\u{00B4}".contains(character)
            })
    }

    /// `text` in ASCII: letters without their marks, and the usual spelling of those that are not
    /// a letter with a mark; nil where a character has no such form.
    static func ascii(_ text: String) -> String? {
        var plain = ""
        for scalar in UnicodeForm.nfkd.applied(to: text).unicodeScalars {
            if scalar.isASCII {
                plain.unicodeScalars.append(scalar)
            } else if let spelling = spellings[scalar] {
                plain += spelling
            } else if scalar.properties.generalCategory != .nonspacingMark {
                return nil
            }
        }
        return plain
    }

    private static let spellings: [Unicode.Scalar: String] = [
        "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE",
        "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH",
        "ħ": "h", "Ħ": "H", "ı": "i", "ŋ": "n", "Ŋ": "N", "ŧ": "t", "Ŧ": "T", "ĸ": "k",
        "ə": "e", "Ə": "E", "\u{2010}": "-", "\u{2011}": "-", "\u{2012}": "-", "\u{2013}": "-",
        "\u{2018}": "'", "\u{2019}": "'", "\u{02BC}": "'",
    ]
}
