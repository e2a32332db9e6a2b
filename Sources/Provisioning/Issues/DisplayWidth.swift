import CUnistring

/// How many columns of a terminal text takes: two for the wide characters of East Asia and for emoji,
/// none for marks that combine with the character before them (the rules of wcwidth).
package enum DisplayWidth {
    /// Columns of a text; control characters count as none.
    package static func columns(_ text: some StringProtocol) -> Int {
        let bytes = ContiguousArray(text.utf8)
        if bytes.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return bytes.count }
        return bytes.withUnsafeBufferPointer { buffer in
            Int(u8_width(buffer.baseAddress, buffer.count, "UTF-8"))
        }
    }

    /// As much of a text as fits into so many columns; where something is cut off, an ellipsis takes
    /// the last of them.
    package static func cut(_ text: String, to columns: Int) -> String {
        guard Self.columns(text) > columns else { return text }
        guard columns > 0 else { return "" }
        var cut = ""
        var used = 0
        for character in text {
            let width = Self.columns(String(character))
            guard used + width <= columns - 1 else { break }
            cut.append(character)
            used += width
        }
        return cut + "…"
    }

    /// The text with spaces behind it, or before it, up to so many columns; longer text stays whole.
    package static func padded(_ text: String, to columns: Int, atEnd: Bool = true) -> String {
        let gap = String(repeating: " ", count: max(0, columns - Self.columns(text)))
        return atEnd ? text + gap : gap + text
    }
}
