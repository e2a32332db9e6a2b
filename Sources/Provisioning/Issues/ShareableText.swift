/// Takes out of a message what may tell of a person.
///
/// Messages set whatever comes from a feed or the directory in quotes, or as a tag in angle brackets,
/// and name users by number. What stands there may have such signs in it as well, so that all from the
/// first to the last of them goes.
package enum ShareableText {
    /// `group "…" was unknown`, `already belongs to a user`.
    package static func of(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.contains(where: { $0 == quote || $0 == opening || $0 == colon }) else {
            return text
        }
        var shown = withoutRange(bytes, from: quote, to: quote)
        shown = withoutRange(shown, from: opening, to: closing)
        return String(decoding: withoutNumbers(shown), as: UTF8.self)
    }

    private static let quote = UInt8(ascii: "\"")
    private static let opening = UInt8(ascii: "<")
    private static let closing = UInt8(ascii: ">")
    private static let colon = UInt8(ascii: ":")

    private static func withoutRange(
        _ bytes: [UInt8], from first: UInt8, to last: UInt8
    ) -> [UInt8] {
        guard let start = bytes.firstIndex(of: first), let end = bytes.lastIndex(of: last),
            start < end
        else { return bytes }
        return bytes[...start] + Array("…".utf8) + bytes[end...]
    }

    /// Users by number become users.
    private static func withoutNumbers(_ bytes: [UInt8]) -> [UInt8] {
        let mark = Array("user id:".utf8)
        var kept: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.first {
            guard rest.starts(with: mark) else {
                kept.append(byte)
                rest.removeFirst()
                continue
            }
            kept += Array("a user".utf8)
            rest = rest.dropFirst(mark.count).drop { $0 >= 0x30 && $0 <= 0x39 }
        }
        return kept
    }
}
